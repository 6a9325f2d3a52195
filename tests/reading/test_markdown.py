from qa_bot.reading import read_article

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
