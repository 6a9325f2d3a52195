"""`eval`: figures against gold questions."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.state import (
    IndexOption,
    InOption,
    OfflineOption,
    ReaderOption,
    Target,
    ThresholdOption,
    console_of,
    is_given,
)
from qa_bot.errors import UsageError
from qa_bot.settings import parse_setting
from qa_bot.terminal.console import Console
from qa_bot.text import sanitize_line

if TYPE_CHECKING:
    from qa_bot.evaluation import EvaluatedQuestion, GoldArticle, GoldQuestion


def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="SQuAD 1.1 or 2.0 JSON, or JSONL.")],
    articles: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE...", help="For JSONL: the same as --in SOURCE.", show_default=False
        ),
    ] = None,
    index: IndexOption = None,
    sources: InOption = None,
    offline: OfflineOption = False,
    reader: ReaderOption = "on",
    threshold: ThresholdOption = None,
    per_article: Annotated[
        bool, typer.Option("--per-article", help="For SQuAD: one index per article.")
    ] = False,
    fit: Annotated[
        bool,
        typer.Option(
            "--calibrate", help="Fit the confidence of --reader NAME to GOLD, and keep it."
        ),
    ] = False,
    types: Annotated[
        bool, typer.Option("--by-type", help="Show figures by type of question.")
    ] = False,
    misses: Annotated[bool, typer.Option("--misses", help="List every miss.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--json",
            metavar="FILE",
            help="Write the figures as JSON; - prints them instead of the table.",
        ),
    ] = None,
    picture: Annotated[
        Path | None,
        typer.Option(
            "--plot",
            metavar="FILE",
            help="Plot risk against coverage, and reliability, to an image file.",
        ),
    ] = None,
) -> None:
    """Measure the bot on gold questions.

    \b
    qa-bot eval squad-dev.json --by-type
    qa-bot eval questions.jsonl --index mine --misses
    qa-bot eval questions.jsonl --in report.pdf --threshold 0.6
    A line of JSONL: {"question": "…", "answers": ["regex", …], "answerable": true}
    """
    from qa_bot.evaluation import evaluate as ask_all
    from qa_bot.evaluation import measure, read_gold
    from qa_bot.evaluation.figures import by_type
    from qa_bot.evaluation.show import miss_lines, plot, report_lines, require_matplotlib

    console = console_of(context)
    target = Target.from_options(
        context, index, [*(articles or ()), *(sources or ())], offline=offline
    )
    is_chosen = bool(target.sources) or is_given(context, "index")
    if fit:
        if is_chosen:
            raise UsageError("--calibrate asks GOLD's own articles; leave --in and --index out")
        _calibrate(console, gold, reader)
        return
    is_printed = out == Path("-")
    if is_printed and misses:
        raise UsageError("--misses and --json - cannot be combined; write the JSON to a file")
    for file in (None if is_printed else out, picture):
        if file and not file.parent.is_dir():
            shown = sanitize_line(str(file))
            raise UsageError(f"cannot write {shown}: no such folder; create it first")
    questions, own = read_gold(gold)
    if own and is_chosen:
        raise UsageError(f"{gold} holds its own articles; leave --in and --index out")
    if per_article and not own:
        raise UsageError(f"--per-article is for SQuAD, and {gold} is JSONL; leave it out")
    if picture:
        require_matplotlib()
    outcomes: list[EvaluatedQuestion] = []
    if own:
        for group in [[article] for article in own] if per_article else [own]:
            outcomes += _ask_own(questions, group, reader=reader, threshold=threshold)
    else:
        with target.open(console, reader=reader, threshold=threshold) as bot:
            outcomes = ask_all(bot, questions)
    report = measure(outcomes)
    kinds = by_type(outcomes) if types or out else {}
    if not is_printed:
        for line in report_lines(report):
            console.print(line)
        for name, part in kinds.items() if types else ():
            console.print()
            console.print(name)
            for line in report_lines(part):
                console.print(line)
        if misses:
            console.print()
            for line in miss_lines(outcomes):
                console.print(line)
    if out:
        value = {**report.to_dict(), "by type": {k: r.to_dict() for k, r in kinds.items()}}
        figures = json.dumps(value, indent=2, ensure_ascii=False)
        if is_printed:
            console.print(figures)
        else:
            out.write_text(figures + "\n", "utf-8")
    if picture:
        plot(outcomes, picture)


def _calibrate(console: Console, gold: Path, reader: str) -> None:
    from qa_bot.answering.calibration import save_calibration
    from qa_bot.answering.readers import PACKAGED_NAMES
    from qa_bot.answering.transformers_reader import open_transformers_reader
    from qa_bot.embedding import open_encoder
    from qa_bot.evaluation.calibrate import calibrate, collect_examples

    name = parse_setting("reader", reader)
    if isinstance(name, bool) or name in PACKAGED_NAMES:
        raise UsageError("--calibrate needs a reader of your own: add --reader NAME")
    found = list(collect_examples([gold], open_encoder(), name))
    calibration = calibrate(found)
    file = save_calibration(open_transformers_reader(name).weights, calibration)
    console.print(f"calibrated on {len(found)} questions, threshold {calibration.threshold:.2f}")
    console.print(f"kept in {sanitize_line(str(file))}")


def _ask_own(
    questions: list[GoldQuestion],
    articles: list[GoldArticle],
    *,
    reader: str,
    threshold: float | None,
) -> list[EvaluatedQuestion]:
    """Ask the questions of these articles of a gold set, in an index of their own."""
    from qa_bot.answering import Bot
    from qa_bot.embedding import open_encoder
    from qa_bot.evaluation import evaluate as ask_all
    from qa_bot.evaluation import index_articles

    names = {article.source for article in articles}
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "index"
        index_articles(articles, directory, open_encoder())
        choice = parse_setting("reader", reader)
        with Bot.open(directory, reader=choice, threshold=threshold) as bot:
            return ask_all(bot, [one for one in questions if one.source in names])
