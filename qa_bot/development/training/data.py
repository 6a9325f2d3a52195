"""The training file: one JSON record per line, checked as it is read.

A record has ``q`` (question), ``ctx`` (window), ``a`` (``[start, end]`` in characters of the
window, or null), ``src`` and ``kind``. ``pair`` marks an unanswerable question and its answerable
twin on the same window, which are kept in one batch where their lengths allow. Other fields are
ignored. The kind determines what is learned from it:

    kind                                     the window answers    span loss
    pos, …_ans                               yes                   the answer's tokens
    neg_par, neg_art, imp, …_imp             no                    position 0
    swap, ant, negate                        no                    position 0
    relpos                                   yes                   none: nobody marked the words
    relneg                                   no                    none, as for relpos

(``…_ans`` and ``…_imp`` are the held-out file's: dev_ans, test2_imp.)
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from qa_bot.development.training import TrainingError

UNANSWERED = frozenset({"neg_par", "neg_art", "imp", "swap", "ant", "negate"})
RELEVANCE = {"relpos": True, "relneg": False}


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a window, and whether and where the window answers it."""

    question: str
    window: str
    answer: tuple[int, int] | None
    answered: bool
    has_span: bool  # False: only the cls head learns from it
    kind: str
    source: str
    line: int
    pair: str | None = None  # of an unanswerable question and its answerable twin


def read_examples(path: Path) -> Iterator[Example]:
    """Yield the file's examples in order; raises TrainingError with the line of a bad record."""
    for number, record in read_records(path, "q", "ctx", "kind", "src"):
        yield _example(record, path, number)


def read_records(path: Path, *texts: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the line number and record of each line that is not blank.

    Raises TrainingError with the line if one of `texts` is not a non-empty text in its record.
    """
    number = 0
    try:
        with _open(path) as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _record(line, texts, path, number)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise TrainingError(
            f"{path}: damaged or cut off after line {number} ({error}); download it again"
        ) from error
    except OSError as error:
        raise TrainingError(f"{path}: cannot be read: {error.strerror or error}") from error


def load_examples(path: Path) -> list[Example]:
    """Return all examples of the file.

    They are all in memory (62,390 take some 60 MB) for two reasons: each pass shuffles all of them,
    and a bad last line is reported at the start, not after 40 minutes of training.
    """
    examples = list(read_examples(path))
    if not examples:
        raise TrainingError(f"{path}: no examples in it")
    return examples


def contradictions(examples: Iterable[Example]) -> int:
    """Return how many question-window pairs are labeled both as answering and as not."""
    said: dict[tuple[str, str], set[bool]] = {}
    for example in examples:
        pair = (example.question.lower(), example.window.lower())
        said.setdefault(pair, set()).add(example.answered)
    return sum(len(labels) > 1 for labels in said.values())


def _open(path: Path) -> BinaryIO | gzip.GzipFile:
    if path.suffix == ".gz":
        return gzip.open(path, "rb")
    return path.open("rb")


def _record(line: bytes, texts: Sequence[str], path: Path, number: int) -> dict[str, Any]:
    """Return one checked record; lines are decoded singly, so that a bad byte has a line number."""
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise fault(path, number, f"not UTF-8 (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        raise fault(path, number, f"not JSON ({error.msg}, column {error.colno})") from error
    if not isinstance(record, dict):
        raise fault(path, number, "not a JSON object")
    for name in texts:
        value = record.get(name)
        if not isinstance(value, str) or not value.strip():
            raise fault(path, number, f'"{name}" must be a non-empty text')
    return record


def fault(path: Path, number: int, why: str) -> TrainingError:
    """Return the error of a bad line."""
    return TrainingError(f"{path}, line {number}: {why}")


def answer_of(record: dict[str, Any], path: Path, number: int) -> tuple[int, int] | None:
    """Return the answer's characters in the window; raises TrainingError if they are none."""
    if "a" not in record:
        raise fault(path, number, 'missing "a"; give [start, end] or null')
    window = record["ctx"]
    match record["a"]:
        case None:
            return None
        case [int(start), int(end)] if 0 <= start < end <= len(window):
            return start, end
    raise fault(path, number, f'"a" must be null or [start, end] inside "ctx" (0 to {len(window)})')


def _example(record: dict[str, Any], path: Path, number: int) -> Example:
    question, window, kind, source = (record[name] for name in ("q", "ctx", "kind", "src"))
    answer = answer_of(record, path, number)
    try:
        answered, has_span = meaning(kind)
    except KeyError:
        raise fault(path, number, f'unknown "kind" {kind!r}') from None
    if answered and has_span and answer is None:
        raise fault(path, number, f'"a" is null, but kind {kind} needs the answer\'s [start, end]')
    if answer is not None and not (answered and has_span):
        raise fault(path, number, f'"a" must be null for kind {kind}')
    pair = record.get("pair")
    if pair is not None and not isinstance(pair, str):
        raise fault(path, number, '"pair" must be a text')
    return Example(question, window, answer, answered, has_span, kind, source, number, pair)


def meaning(kind: str) -> tuple[bool, bool]:
    """Return whether windows of this kind answer, and whether the span head learns from them."""
    if kind == "pos" or kind.endswith("_ans"):
        return True, True
    if kind in UNANSWERED or kind.endswith("_imp"):
        return False, True
    return RELEVANCE[kind], False
