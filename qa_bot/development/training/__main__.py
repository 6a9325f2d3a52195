"""``python -m qa_bot.development.training TRAIN --out DIR``: train the reader, or resume.

Exit statuses: 0 done, 1 failed, 2 usage, 130 interrupted (143 by SIGTERM). All output goes to
standard error.
"""

import argparse
import shlex
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from qa_bot.development.training import TrainingError

if TYPE_CHECKING:
    from qa_bot.development.training.loop import TrainingSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, train and report; print errors as one line and return a status."""
    given = _parser().parse_args(arguments)
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        # A run can only be saved between steps; at the second signal it stops at once, and resumes
        # from the last checkpoint.
        asked.append(number)
        if len(asked) > 1:
            raise KeyboardInterrupt
        say("stopping after this step …")

    # A run started in the background may ignore Ctrl-C, and keeps doing so.
    before = {
        number: signal.signal(number, note)
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        return _run(given, asked)
    except KeyboardInterrupt:
        again = " ".join(shlex.quote(word) for word in (arguments or sys.argv[1:]))
        say("interrupted; to continue from the last checkpoint, run the same command again:")
        say(f"  python -m qa_bot.development.training {again}")
        return 128 + (asked[0] if asked else signal.SIGINT)
    except TrainingError as error:
        say(f"error: {error}")
    except OSError as error:
        say(f"error: {error.filename or given.out}: {error.strerror or error}")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 1


def say(text: str) -> None:
    """Print a line on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _run(given: argparse.Namespace, asked: list[int]) -> int:
    # torch and transformers take 4 s to import: check usage and --help first.
    from qa_bot.development.training import checkpoint, loop, report
    from qa_bot.development.training.batches import PairEncoder
    from qa_bot.development.training.data import contradictions, load_examples
    from qa_bot.development.training.model import load_reader, new_reader, save_trained

    out: Path = given.out
    examples = load_examples(given.train)
    dev = [] if given.dev is None else load_examples(given.dev)
    encoder = PairEncoder()
    encoder.check(examples, given.train)
    if given.dev is not None:
        encoder.check(dev, given.dev)
    settings = loop.TrainingSettings(
        passes=given.passes,
        seed=given.seed,
        max_minutes=given.max_minutes,
        learning_rate=given.learning_rate,
        ranking=given.ranking,
        bfloat16=given.bfloat16,
    )
    run = _fingerprint(given, settings)
    out.mkdir(parents=True, exist_ok=True)
    if (out / report.REPORT).exists():
        return _finished(out / report.REPORT, run)
    say(f"{len(examples):,} examples to train on, {len(dev):,} held out")
    if twice := contradictions(examples):
        say(f"note: {twice:,} pairs of question and window are labeled both ways")
    import torch

    torch.manual_seed(settings.seed)  # the heads' first weights
    reader = new_reader() if given.init is None else load_reader(given.init)
    try:
        progress = loop.train(
            reader, examples, dev, settings, out, run=run, say=say, stop=lambda: bool(asked)
        )
    except loop.StoppedError:
        raise KeyboardInterrupt from None
    save_trained(reader, out / report.WEIGHTS)
    written = report.write_report(
        out, run=run, settings=settings, progress=progress, examples=examples, dev=dev
    )
    (out / checkpoint.NAME).unlink(missing_ok=True)
    say(f"done: {progress.examples:,} examples in {progress.seconds / 60:.1f} minutes")
    for name, group in written["held_out"].items():
        told = {key: group[key] for key in report.FIGURES if group[key] is not None}
        say(f"  held-out {name}: " + ", ".join(f"{key} {told[key]:.3f}" for key in told))
    say(f"weights {out / report.WEIGHTS}, figures {out / report.REPORT}")
    return 0


def _fingerprint(given: argparse.Namespace, settings: "TrainingSettings") -> dict[str, Any]:
    """Return what identifies a run: data and settings, not their paths."""
    from qa_bot.development.training.report import digest

    return {
        "train": digest(given.train),
        "dev": None if given.dev is None else digest(given.dev),
        "init": None if given.init is None else digest(given.init),
        **asdict(settings),
    }


def _finished(path: Path, run: dict[str, Any]) -> int:
    """Return 0 if this run is finished; raise TrainingError if another one is."""
    import json

    try:
        same = json.loads(path.read_text(encoding="utf-8"))["run"] == run
    except (ValueError, KeyError, TypeError):
        same = False
    if not same:
        raise TrainingError(f"{path.parent} holds another finished run; use another --out")
    say(f"already finished: {path.parent}; to train again use another --out or --seed")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qa_bot.development.training",
        description="Train the reader. The same command resumes an interrupted run.",
    )
    parser.add_argument(
        "train", type=_file, metavar="TRAIN.jsonl.gz", help="examples, one per line"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and report")
    parser.add_argument("--dev", type=_file, help="held-out examples, same format")
    parser.add_argument(
        "--passes",
        type=int,
        choices=range(1, 100),
        metavar="N",
        default=1,
        help="passes over the data (1)",
    )
    parser.add_argument("--init", type=_file, help="start from these weights (default: new heads)")
    parser.add_argument(
        "--learning-rate", type=_number(1e-7, 0.1), default=2e-4, help="peak learning rate (2e-4)"
    )
    parser.add_argument(
        "--ranking",
        type=_number(0, 10),
        default=0.0,
        help="weight of the loss that ranks a question's windows (0)",
    )
    parser.add_argument(
        "--bfloat16",
        action="store_true",
        help="multiply in bfloat16: 1.3 times as fast where the processor has it",
    )
    parser.add_argument("--seed", type=int, default=0, help="(0)")
    parser.add_argument(
        "--max-minutes",
        type=_number(0.01, 1e5),
        help="time limit; the learning rate falls to 0 within it",
    )
    return parser


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"no such file: {text}")
    return path


def _number(least: float, most: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        value = float(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be from {least:g} to {most:g}, not {text!r}")
        return value

    return number


if __name__ == "__main__":
    sys.exit(main())
