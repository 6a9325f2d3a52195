"""Gold questions: SQuAD 1.1 and 2.0 JSON with its articles, or JSONL for any index."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_bot.errors import GoldError, SourceError
from qa_bot.sources.files import read_file
from qa_bot.text import collapse_whitespace


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A gold question and its right answers.

    `spans` are character offsets into the article `source` (SQuAD); `patterns` are regular
    expressions that a right sentence matches (JSONL). With neither, the article does not answer it.
    """

    question: str
    line: int
    answerable: bool
    source: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    conversation: str | None = None

    def matches(self, source: str, start: int, end: int, quote: str) -> bool:
        """Return whether the passage `source[start:end]`, with the text `quote`, answers this."""
        if self.source is not None and source != self.source:
            return False
        if any(start <= begin < end for begin, _ in self.spans):
            return True
        line = collapse_whitespace(quote)
        return any(pattern.search(line) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article of a gold set, to be indexed under its source name."""

    source: str
    text: str


def read_gold(path: Path) -> tuple[list[GoldQuestion], list[GoldArticle]]:
    """Return a gold file's questions, and its articles if it is SQuAD JSON.

    Raises GoldError, with the line, if it is neither.
    """
    try:
        text = read_file(path).decode("utf-8-sig")
    except SourceError as error:
        raise GoldError(str(error)) from None
    except UnicodeDecodeError:
        raise GoldError(f"{path} is not valid UTF-8; save it as UTF-8") from None
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, dict) and "data" in whole:
        return _read_squad(whole, path)
    return _read_jsonl(text, path), []


def _read_squad(whole: dict[str, Any], path: Path) -> tuple[list[GoldQuestion], list[GoldArticle]]:
    questions: list[GoldQuestion] = []
    articles: list[GoldArticle] = []
    try:
        for number, entry in enumerate(whole["data"]):
            title = str(entry.get("title") or f"article-{number}")
            name = re.sub(r"[^\w.-]", "_", title)
            source = f"{number:03d}-{name}.txt"
            text = title.replace("_", " ") + "\n\n"
            for paragraph in entry["paragraphs"]:
                offset = len(text)
                text += paragraph["context"] + "\n\n"
                questions += [_squad_question(qa, source, offset) for qa in paragraph["qas"]]
            articles.append(GoldArticle(source, text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GoldError(f"{path} is not valid SQuAD JSON: {error!r} is missing or wrong") from None
    return questions, articles


def _squad_question(qa: dict[str, Any], source: str, offset: int) -> GoldQuestion:
    spans = [
        (offset + int(a["answer_start"]), offset + int(a["answer_start"]) + len(a["text"]))
        for a in qa["answers"]
    ]
    answerable = bool(spans) and not qa.get("is_impossible", False)
    return GoldQuestion(
        collapse_whitespace(qa["question"]),
        0,
        answerable,
        source,
        tuple(dict.fromkeys(spans)) * answerable,
    )


def _read_jsonl(text: str, path: Path) -> list[GoldQuestion]:
    questions = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            answers = value.get("answers", [])
            answerable = bool(value.get("answerable", bool(answers)))
            if answerable and not answers:
                raise GoldError('"answerable" is true but "answers" is empty')
            conversation = value.get("conversation")
            if not (conversation is None or type(conversation) in (str, int)):
                raise GoldError('"conversation" must be text or a whole number')
            patterns = tuple(_pattern(answer) for answer in answers)
            questions.append(
                GoldQuestion(
                    str(value["question"]),
                    number,
                    answerable,
                    patterns=patterns,
                    conversation=None if conversation is None else str(conversation),
                )
            )
        except json.JSONDecodeError as error:
            raise GoldError(f"{path}: line {number}: not valid JSON ({error.msg})") from None
        except KeyError as error:
            raise GoldError(f"{path}: line {number}: {error} is missing") from None
        except (ValueError, TypeError, AttributeError, GoldError) as error:
            raise GoldError(f"{path}: line {number}: {error}") from None
        except RecursionError:
            raise GoldError(f"{path}: line {number}: it is nested too deeply") from None
    if not questions:
        raise GoldError(f"{path} contains no questions; write one on each line")
    return questions


def _pattern(answer: str) -> re.Pattern[str]:
    """Return an answer as a pattern; an invalid regular expression is taken as plain text."""
    try:
        return re.compile(answer, re.IGNORECASE)
    except (re.error, OverflowError):
        return re.compile(re.escape(answer), re.IGNORECASE)
