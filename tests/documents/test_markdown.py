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
    assert "| 2021 | nine animals |" in shown
    assert "code stays text" in shown
    assert article.paragraphs[-1].section == "Setext heading"
    left_out = [article.text[n.start : n.end] for n in article.noise if n.kind == "markup"]
    assert left_out == ["---\ntitle: Otters\n---", "<!-- a comment -->", "![A picture](otter.png)"]


def read(text: str) -> Article:
    return read_article(text.encode(), "page.md")


def sentences(article: Article) -> list[str]:
    return [article.text[s.start : s.end] for s in article.sentences]


def markup(article: Article) -> list[str]:
    return [article.text[n.start : n.end] for n in article.noise if n.kind == "markup"]


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
    assert sentences(article) == [*rows, "They rose."]


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


def test_code_is_kept_and_its_fence_is_not() -> None:
    article = read("Run this now.\n\n```python\nx = 1\n```\n\n    indented code\n\n~~~\nopen end")
    assert sentences(article) == ["Run this now.", "x = 1", "indented code", "open end"]
    assert markup(article) == ["```python"]


def test_html_keeps_its_words_and_gives_no_tag_as_a_heading() -> None:
    article = read(
        "<h2>Otters</h2>\n\n<p align=center>Centered words</p>\n\nThey came <b>back</b> in May.\n\n"
        "<!-- note\nto self -->\n\n<div>\n\nThey left in June.\n\n</div>\n"
    )
    assert sentences(article) == [
        "<p align=center>Centered words</p>",
        "They came <b>back</b> in May.",
        "They left in June.",
    ]
    assert [article.text[h.start : h.end] for h in article.headings] == ["<h2>Otters</h2>"]
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
        assert len(other.noise) == len(plain.noise)
