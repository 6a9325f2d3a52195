"""Value types shared by all stages. Offsets count characters of the source text, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

# Increase whenever the same source gives another Article: other sentences, speakers, metadata.
READING_VERSION = 3

SourceKind = Literal["file", "url", "stdin"]

# "uncertain": the article may answer; the candidates are the answer's `closest`.
Status = Literal["answered", "uncertain", "not_found", "error"]

ParagraphKind = Literal["text", "item", "row", "summary"]
BoilerplateKind = Literal[
    "advert",
    "newsletter",
    "notice",
    "links",
    "navigation",
    "markup",
    "repeated",
    "punctuation",
    "running head",
    "footnote",
    "quoted reply",
    "signature",
]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `source_text[start:end]`, and the number of its paragraph (from 1).

    `speaker` is who says it, in the article's words, or None if that is unclear.
    """

    start: int
    end: int
    paragraph: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block that survived cleaning: its number and line (from 1) and the heading above it.

    An `item` belongs to a list, a `row` to a table; a list between the title and the first prose is
    the `summary`.
    """

    number: int
    start: int
    end: int
    line: int
    section: str | None
    kind: ParagraphKind = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A title or heading: context for the sentences below it, never an answer."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A span that cleaning left out, and why."""

    start: int
    end: int
    line: int
    kind: BoilerplateKind


@dataclass(frozen=True, slots=True)
class Facts:
    """The metadata of a page, PDF, book or message.

    `date` is the day of publication, or for a PDF or office file its day of creation (ISO 8601);
    `language` is a BCP 47 tag, `url` the canonical URL.
    """

    title: str | None = None
    author: str | None = None
    date: str | None = None
    site: str | None = None
    language: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The beginning of a PDF's page or of a book's chapter."""

    start: int
    page: int | None = None
    chapter: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article comes from: its kind, its name as given, and what identifies it.

    `key` is a file's absolute path, a URL, or a hash of the text for standard input.
    """

    kind: SourceKind
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class ServerHints:
    """What a server said about a page: a suffix for its media type, its encoding, its URL."""

    suffix: str = ""
    charset: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """A server's headers for a fetched page, verbatim, for a conditional request later.

    `fetched_at` is a time in ISO 8601.
    """

    etag: str | None = None
    last_modified: str | None = None
    fetched_at: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read: the whole source text, and the spans of its parts."""

    source: str
    title: str
    text: str
    encoding: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    headings: tuple[Heading, ...]
    boilerplate: tuple[Boilerplate, ...]
    format: str = "text"
    facts: Facts = Facts()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim passage and its place: always `quote == source_text[start:end]`.

    `text` is the quote as displayed: on one line, Markdown rendered. `url` leads to the passage in
    the original, if that has a URL. `paragraph` is None outside paragraphs: in the title, and in
    lines above the text.
    """

    n: int
    article: str
    source: str
    url: str | None
    quote: str
    text: str
    start: int
    end: int
    line: int
    paragraph: int | None
    page: int | None
    section: str | None
    speaker: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a question could not be answered for a technical reason."""

    type: str
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; its fields are the JSON contract (`answer.schema.json`).

    `citations` come best first. They are empty unless the status is "answered", and if only the
    article's metadata answers. `closest` are the candidates of an uncertain answer, or the nearest
    passages if the question is not answered.

    `short` are the words of the first quote that answer, or "yes" or "no" where it decides that.

    `prose` is a language model's version of the quotes; each of its sentences has [n] and is
    supported by what it cites. `prose_citations` are the further passages that it cites, whose
    numbers follow on. `prose_dropped` counts the dropped sentences; `prose_error` says why prose is
    missing or incomplete.
    """

    id: str
    question: str
    status: Status
    answer: str
    short: str | None
    confidence: float
    citations: tuple[Citation, ...]
    closest: tuple[Citation, ...]
    resolved_question: str | None
    seconds: float
    error: Fault | None = None
    prose: str | None = None
    prose_citations: tuple[Citation, ...] = ()
    prose_dropped: int = 0
    prose_error: str | None = None

    @property
    def sources(self) -> tuple[Citation, ...]:
        """The passages shown below an answer: all citations, or the closest passages."""
        return (*self.citations, *self.prose_citations) or self.closest

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain JSON types, in the contract's field order."""
        return {
            "id": self.id,
            "question": self.question,
            "status": self.status,
            "answer": self.answer,
            "short": self.short,
            "confidence": self.confidence,
            "citations": [_fields(citation) for citation in self.citations],
            "closest": [_fields(citation) for citation in self.closest],
            "resolved_question": self.resolved_question,
            "seconds": self.seconds,
            "error": None if self.error is None else _fields(self.error),
            "prose": self.prose,
            "prose_citations": [_fields(citation) for citation in self.prose_citations],
            "prose_dropped": self.prose_dropped,
            "prose_error": self.prose_error,
        }


def _fields(value: Citation | Fault) -> dict[str, Any]:
    # dataclasses.asdict deep-copies, which flat values do not need.
    return {name: getattr(value, name) for name in value.__slots__}
