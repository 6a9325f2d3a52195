import pytest

from qa_bot.documents.load import load
from qa_bot.ingest import read_article
from qa_bot.types import Article

PAGE = """---
title: Otters
---

# Otters return #

Otters have come *back* to the [river Lune](https://example.org/lune). They are nine.

<!-- a comment -->

## Counting

- In **May** they were counted.
- In June they were not.

> A quotation of the warden
> over two lines.

| Year | Otters |
|------|--------|
| 2021 | nine animals |

```
code stays text
```

![A picture](otter.png)

Setext heading
--------------

The end is here.
"""


def test_markdown_is_read_block_by_block_with_offsets_of_the_source() -> None:
    article = read_article(PAGE.encode(), "page.md")
    shown = [article.text[s.start : s.end] for s in article.sentences]
    assert article.title == "Otters return"
    assert [article.text[h.start : h.end] for h in article.headings] == [
        "Otters return",
        "Counting",
        "Setext heading",
    ]
    assert shown[:4] == [
        "Otters have come *back* to the [river Lune](https://example.org/lune).",
        "They are nine.",
        "In **May** they were counted.",
        "In June they were not.",
    ]
    assert "2021 | nine animals" in shown
    assert "code stays text" in shown
    assert article.paragraphs[-1].section == "Setext heading"
    left_out = [article.text[n.start : n.end] for n in article.boilerplate if n.kind == "markup"]
    assert left_out == ["---\ntitle: Otters\n---", "<!-- a comment -->", "![A picture](otter.png)"]


def read(text: str) -> Article:
    return read_article(text.encode(), "page.md")


def sentences(article: Article) -> list[str]:
    return [article.text[s.start : s.end] for s in article.sentences]


def markup(article: Article) -> list[str]:
    return [article.text[n.start : n.end] for n in article.boilerplate if n.kind == "markup"]


def test_no_row_of_a_table_is_taken_for_a_menu_a_heading_or_a_repetition() -> None:
    rows = [
        "| River | Otters | Beavers | Herons |",
        "| Lune | Nine | Four | Home |",
        "| Kent | Nine | Four | Home |",
        "| Kent | Nine | Four | Home |",
    ]
    article = read(
        f"# Counts\n\n{rows[0]}\n|--|--|--|--|\n" + "\n".join(rows[1:]) + "\n\nThey rose."
    )
    assert sentences(article) == [*(row.strip("| ") for row in rows), "They rose."]


def test_lists_are_items_whatever_their_nesting() -> None:
    article = read(
        "Intro stands here.\n\n1. Count them\n2. Wait\n   for a week.\n\n* outer\n  * inner fact\n"
        "\n- [x] done thing\n"
    )
    assert [p.kind for p in article.paragraphs] == ["text", *["item"] * 5]
    assert sentences(article)[1:] == [
        "1. Count them",
        "2. Wait\n   for a week.",
        "outer",
        "inner fact",
        "[x] done thing",
    ]


def test_commands_are_kept_and_a_program_is_not() -> None:
    article = read(
        "Run this now.\n\n```python\nx = first(1)\n```\n\n```sh\npip install otters\n}\n```\n\n"
        "    indented code\n\n~~~\nopen end"
    )
    assert sentences(article) == [
        "Run this now.",
        "pip install otters",
        "indented code",
        "open end",
    ]
    assert markup(article) == ["```python", "x = first(1)", "```sh"]


def test_html_keeps_its_words_and_gives_no_tag_as_a_heading() -> None:
    article = read(
        "<h2>Otters</h2>\n\n<p align=center>Centered words</p>\n\nThey came <b>back</b> in May.\n\n"
        "<!-- note\nto self -->\n\n<div>\n\nThey left in June.\n\n</div>\n"
    )
    assert sentences(article) == [
        "They came <b>back</b> in May.",
        "They left in June.",
    ]
    assert [article.text[h.start : h.end] for h in article.headings] == [
        "<h2>Otters</h2>",
        "<p align=center>Centered words</p>",
    ]
    assert article.title == "Otters"
    assert article.paragraphs[0].section == "Centered words"
    assert markup(article) == ["<!-- note\nto self -->", "<div>", "</div>"]


def test_links_keep_their_words_and_what_defines_them_is_markup() -> None:
    article = read(
        'See [the map](https://x.y "Map. Of it"). It is [large][1].\n\n[1]: https://x.y "A title"\n'
    )
    assert sentences(article) == ['See [the map](https://x.y "Map. Of it").', "It is [large][1]."]
    assert markup(article) == ['[1]: https://x.y "A title"']


def test_headings_that_recur_head_each_their_own_part() -> None:
    article = read("# T\n\n## A\n\nOne rose.\n\n## B\n\nTwo.\n\n## A\n\nThree.\n\n## A\n\nFour.\n")
    assert [p.section for p in article.paragraphs] == ["A", "B", "A", "A"]


def test_line_ends_of_any_kind_give_the_same_parts() -> None:
    plain = read(PAGE)
    for end in ("\r\n", "\r"):
        other = read(PAGE.replace("\n", end))
        assert [s.replace(end, "\n") for s in sentences(other)] == sentences(plain)
        assert [p.line for p in other.paragraphs] == [p.line for p in plain.paragraphs]
        assert len(other.boilerplate) == len(plain.boilerplate)


def test_front_matter_gives_the_title_the_author_and_the_date() -> None:
    article = read(
        '---\ntitle: "Otters: a return"\nauthors:\n  - Anna Brandt\n  - Joe Reed\n'
        "date: 2021-12-07T10:00:00Z\ntags: [a, b]\n---\n\nThey came back to the river in May.\n"
    )
    assert article.title == "Otters: a return"
    assert article.facts.author == "Anna Brandt, Joe Reed"
    assert article.facts.date == "2021-12-07"
    assert sentences(article) == ["They came back to the river in May."]


def test_badges_contents_and_comments_are_left_out() -> None:
    article = read(
        "# Otter counter\n\n[![Build](https://ci/b.svg)](https://ci) ![Cover](c.svg)\n\n"
        "- [Install](#install)\n- [Use it](#use-it)\n  - [With counts](#counts)\n\n"
        "## Install\n\n![Logo](l.png) It needs a [river](https://r.org). <!-- or a lake -->\n"
    )
    assert sentences(article) == ["It needs a [river](https://r.org)."]
    kinds = [(n.kind, article.text[n.start : n.end]) for n in article.boilerplate]
    assert ("links", "[Install](#install)") in kinds
    assert ("links", "[With counts](#counts)") in kinds
    assert ("markup", "![Logo](l.png)") in kinds
    assert ("markup", "<!-- or a lake -->") in kinds


def test_emphasis_over_sentences_does_not_hide_where_they_end() -> None:
    text = "**Nine came. Four left.** *Why?* Nobody [knows.](http://a.b) It rained."
    article = read(f"# T\n\n{text}\n")
    assert sentences(article) == [
        "**Nine came.",
        "Four left.**",
        "*Why?*",
        "Nobody [knows.](http://a.b)",
        "It rained.",
    ]


def test_the_turns_of_a_talk_have_speakers_and_are_no_sections() -> None:
    article = read(
        "# Talk\n\n## HOST: Are the otters back?\n\n**Anna Brandt:** They are. All nine.\n\n"
        "## HOST: Since when?\n\n**Anna Brandt:** Since *May*.\n"
    )
    assert [p.section for p in article.paragraphs] == [None] * 4
    assert [s.speaker for s in article.sentences] == [
        "HOST", "Anna Brandt", "Anna Brandt", "HOST", "Anna Brandt",
    ]  # fmt: skip


def test_an_emphasized_name_is_a_speakers_name() -> None:
    article = read("# T\n\n“It is *clean*,” said **Anna Brandt** of the [zoo](http://z.o).\n")
    assert article.sentences[0].speaker == "Anna Brandt"


@pytest.mark.parametrize("name", ["standard input", "README", "notes.txt", "https://example.org/a"])
@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        "# Otters\n\nThey came back.\n\n## Counts\n\nNine were seen.\n",
        "Otters, see [the count](counts.md):\n\n- nine in *May*\n- ten in June\n",
        "See [the count](https://example.org).\n\n```sh\notter --count\n```\n",
        "| River | Otters |\n|---|---|\n| Lune | **nine** |\n| Kent | **four** |\n",
        "---\ntitle: Otters\n---\n\nThe **river Lune** has **nine**.\n",
    ],
)
def test_markdown_is_recognized_whatever_its_name(name: str, text: str) -> None:
    assert load(text.encode(), name).format == "markdown"


@pytest.mark.parametrize(
    "text",
    [
        "The count* was nine.\n\n* without cubs, [1] and (2)\n",
        "* nine otters\n* ten **herons**, **in all**\n\nCounts\n======\n\nThey were `seen`.\n",
        "Otters\n------\n\n.. note:: They `came`, `all`.\n\n- [one](a.md)\n- two\n",
        "# Settings of\n# the counter\n\n# How often\nevery = 5\n\n## Where\nriver = [lune](a.b)\n",
        "---\nOn Monday the warden wrote:\n\n> Nine [otters].\n> Ten (herons).\n",
        "#1 hit of the year\n\n#otters\n",
        "1. #5 is open\n\ncalls[n](a.b) and f[this](c.d)\n\n- a\n- b\n",
    ],
)
def test_text_with_few_signs_of_markdown_is_text(text: str) -> None:
    assert load(text.encode(), "standard input").format == "text"


def test_markdown_is_not_sought_in_files_whose_name_says_what_they_are() -> None:
    assert load(PAGE.encode(), "page.py").format == "text"
