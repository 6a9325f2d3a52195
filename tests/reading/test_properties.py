"""What holds for any text: spans are exact, and nothing but noise and white space is lost."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa_bot.errors import SourceError
from qa_bot.reading import read_article
from qa_bot.types import Article

FRAGMENTS = st.sampled_from(
    [
        "\n", "\n\n", "\r\n", "\r", " ", "- Advertisement -", "Related Stories", "Recent Articles",
        "The otters came back. ", "“He wants it. ” ", "It is 3 p.m. London time. . ", "• ", "- ",
        "1. ", "what does he want", "Who knows?", "Get the daily news in your inbox", ",", "[The] ",
        "He said, “No.", "U.S. ", "ok; then; ", "# ", "## Head\n", "> ", "| a | b |\n|---|---|\n",
        "```\n", "<b>", "<!-- c -->", "[x](http://y.z)", "---\n", "\x0c", "\u2028", "漢字。", "🙂",
        "[a]: http://b.c\n", "    code\n", "* * *\n",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), max_size=25).map("".join)


def check(article: Article, *, all_kept: bool) -> None:
    text = article.text
    covered = bytearray(len(text))
    previous = 0
    for sentence in article.sentences:
        paragraph = article.paragraphs[sentence.paragraph - 1]
        quote = text[sentence.start : sentence.end]
        assert previous <= sentence.start < sentence.end
        assert paragraph.start <= sentence.start < sentence.end <= paragraph.end
        assert quote == quote.strip()
        assert any(char.isalnum() for char in quote)
        previous = sentence.end
    for span in (*article.sentences, *article.headings, *article.noise):
        assert not any(covered[span.start : span.end])
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    if all_kept:
        lost = "".join(char for char, kept in zip(text, covered, strict=True) if not kept)
        assert not any(char.isalnum() for char in lost), lost


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("“Yes. ” ” No.")
@example("a; ; b. . ,")
def test_plain_text_loses_nothing(text: str) -> None:
    try:
        article = read_article(text.encode(), "a.txt")
    except (SourceError, UnicodeEncodeError):
        return
    check(article, all_kept=True)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("[a]: http://b.c\n\nOtters.")
@example("Otters <b>came</b> back.\n\n<div>\n\nThey did.\n\n</div>\n")
def test_markdown_loses_nothing(text: str) -> None:
    try:
        article = read_article(text.encode(), "a.md")
    except (SourceError, UnicodeEncodeError):
        return
    check(article, all_kept=True)
