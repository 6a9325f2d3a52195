"""What holds for any text: spans are exact, and nothing but boilerplate and white space is lost."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa_bot.errors import SourceError
from qa_bot.ingest import read_article
from qa_bot.text import sanitize
from qa_bot.types import Article

pytestmark = pytest.mark.slow

FRAGMENTS = st.sampled_from(
    [
        "\n", "\n\n", "\r\n", "\r", " ", "\t", "- Advertisement -", "Related Stories", "Tags\n",
        "Recent Articles", "The otters came back. ", "“He wants it. ” ", "\"She did. \" ", "Yes.\n",
        "It is 3 p.m. London time. . ", "• ", "- ", "* ", "1. ", "2) ", "who came", "Yes\n",
        "Who knows?", "Get the daily news in your inbox", ",", "[The] ", "He said, “No.", "U.S. ",
        "ok; then; ", "J. K. Rowling ", "e.g. ", "(He did.) ", "It did.[1] ", "180 °C. ", "CHAIR: ",
        "HOST\n", "A | B | C | D\n", "Photo: ", "(c) 2021 ", "© ", "Home", "Read more: ",
        "# ", "## Head\n", "### Head ##\n", "Head\n===\n", "> ", "> > ", "| a | b |\n|--|--|\n| c",
        "```\n", "```python\nx = 1\n```\n", "~~~ a\n", "<b>", "<div>\n", "</div>\n", "<h2>H</h2>\n",
        "<!-- c -->", "<!-- c\n", "-->", "[x](http://y.z)", "![p](q.png)\n", "---\n", "- [x] a\n",
        "[a]: http://b.c\n", "[^1]: note ", "    code\n", "\tcode\n", "* * *\n", "\\# ", "&amp;",
        "\v", "\x0c", "\x1c", "\x85", "\u2028", "\u00ad", "\u200b", "\ufeff", "²", "漢字。", "🙂",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), max_size=30).map("".join)


def check(article: Article) -> None:
    """Fail where a part of an article is not in its place, or a letter of its text is in none."""
    text = article.text
    end = 0
    for number, paragraph in enumerate(article.paragraphs, start=1):
        assert paragraph.number == number
        assert end <= paragraph.start < paragraph.end <= len(text)
        before = text[: paragraph.start].replace("\r\n", "\n").replace("\r", "\n")
        assert paragraph.line == before.count("\n") + 1
        end = paragraph.end
    end = 0
    for sentence in article.sentences:
        paragraph = article.paragraphs[sentence.paragraph - 1]
        quote = text[sentence.start : sentence.end]
        assert end <= sentence.start < sentence.end
        assert paragraph.start <= sentence.start < sentence.end <= paragraph.end
        assert quote == quote.strip()
        assert any(char.isalnum() for char in quote)
        end = sentence.end
    covered = bytearray(len(text))
    for span in (*article.sentences, *article.headings, *article.boilerplate):
        assert span.start < span.end
        assert not any(covered[span.start : span.end])
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    lost = "".join(char for char, kept in zip(text, covered, strict=True) if not kept)
    assert not any(char.isalnum() for char in lost), lost


@settings(max_examples=1000)
@given(TEXTS)
@example("“Yes. ” ” No.")
@example("a; ; b. . ,")
def test_plain_text_loses_nothing(text: str) -> None:
    try:
        article = read_article(text.encode(), "a.txt")
    except SourceError:
        return
    check(article)


@settings(max_examples=1000)
@given(TEXTS)
@example("[a]: http://b.c\n\nOtters.")
@example("Otters <b>came</b> back.\n\n<div>\n\nThey did.\n\n</div>\n")
@example("Otters.\n\n```python\nx\n```\n")
@example("Otters.\n\n- o\n2) ***\n")
@example("\x0c\no\n-\nOtters.")
@example("---\r\na: b\r\n---\r\nOtters.")
def test_markdown_loses_nothing(text: str) -> None:
    try:
        article = read_article(text.encode(), "a.md")
    except SourceError:
        return
    check(article)


@settings(max_examples=200)
@given(TEXTS.map(sanitize), TEXTS.map(sanitize))  # a few control characters make it binary
def test_what_stands_around_prose_does_not_take_it_away(before: str, after: str) -> None:
    prose = "Nine otters have come back to the river Lune, said the mayor."
    article = read_article(f"{before}\n\n{prose}\n\n{after}".encode(), "a.txt")
    kept = [article.text[s.start : s.end] for s in article.sentences]
    assert prose in kept


def test_the_bundled_article_loses_nothing(article: Article) -> None:
    check(article)
