"""Pages of other kinds: what is around the article goes, no sentence of it does."""

from qa_bot.documents.text.blocks import text_blocks
from qa_bot.ingest import read_article
from tests.documents.segmentation.test_clean import boilerplate, sentences

BLOG = """Home
About
Archive

The night train to Narvik

June 3, 2022 · 6 min read · 12 comments

I had wanted to take this train for ten years. Last Tuesday I did.

The carriage smelled of coffee. A woman from Kiruna shared her buns with me; her son slept.

Tip: book the window seat on the left.

What it costs

A bed is 89 euros. The seat alone costs 45 euros if you book a month ahead.

Would I do it again? Absolutely.

Share this:
Twitter
Facebook

Like this:
Like Loading...

Posted in Travel | Tagged Norway, Sweden, trains

3 thoughts on “The night train to Narvik”

Leave a comment
"""

PRESS = """FOR IMMEDIATE RELEASE

Halden Motors names Ingrid Sund chief executive

OSLO, March 3, 2024 — Halden Motors AS (OSE: HALD) today announced that its \
board has appointed Ingrid Sund as chief executive officer, effective April 1.

"Ingrid knows this company inside out," said chairman Per Lie. "We are delighted."

Sund, 48, joined Halden in 2011. She succeeds Tor Vik, who retires.

About Halden Motors

Halden Motors makes electric vans. It employs 1,200 people in Norway and Estonia.

Media contact:
Kari Moe
+47 22 00 00 00
press@halden.example

###
"""

RECIPE = """Lentil soup with lemon

Prep time: 10 min
Cook time: 35 min
Serves: 4

Jump to Recipe
Print Recipe

Ingredients

2 cups red lentils
1 onion, chopped
1 tsp cumin
Juice of 1 lemon
Salt

Method

1. Rinse the lentils.
2. Fry the onion for 5 minutes.
3. Add lentils, cumin and 6 cups of water. Simmer for 25 minutes.
4. Stir in the lemon juice. Serve.

Notes

The soup keeps for three days in the fridge. Do not freeze it.

Did you make this recipe? Tag @slowspoon on Instagram.
"""

SPORTS = """Rovers hold on to beat City in thriller

Rovers 3 - 2 City

Half-time: 2-1
Attendance: 12,431

Goals: Diaz 12', 40'; Moen 77' / Okafor 33', Lind 88'

Rovers survived a late scare to beat City 3-2 on Saturday and move into second place.

Diaz opened the scoring after 12 minutes. He doubled the lead with a header!

"We made it hard for ourselves," said coach Ola Nygård.

Line-ups

Rovers: Berg; Ness, Dahl, Lie; Moen, Diaz
City: Sand; Lind, Okafor

Related: City sign Brazilian winger
More football
"""

MINUTES = """MINUTES OF THE PARISH COUNCIL
Held on 12 May 2023 in the Village Hall at 7.30 pm

Present: Cllr A. Reed (Chair), Cllr B. Stone, Cllr P. Hall, Mrs J. Wood (Clerk)

Apologies: Cllr T. Moss

1. Minutes of the last meeting
The minutes of 14 April were approved and signed.

2. Playground
The Clerk reported that the swing is broken. It was resolved to spend up to £450 on a \
repair. Proposed by Cllr Stone, seconded by Cllr Hall.

3. Date of next meeting
9 June 2023

The meeting closed at 8.50 pm.
"""

README = """# wobble

[![CI](https://img.shields.io/ci.svg)](https://ci.example) [![PyPI](https://img.shields.io/v.svg)](https://package.example)

> A tiny library for *wobbly* text.

## Table of contents

- [Install](#install)
- [Usage](#usage)
- [License](#license)

## Install

```sh
pip install wobble
```

Needs Python 3.9 or newer.

## Usage

```python
from wobble import wobble
print(wobble("hi"))
```

Set `amount` to change the wobble. The default is **0.5**.

| Option | Default | Meaning |
|--------|---------|---------|
| amount | 0.5 | How much it wobbles |
| speed | 2 | Wobbles a second |

## License

MIT. See [LICENSE](LICENSE).
"""


def test_a_blogs_menus_go_and_its_title_is_found_below_them() -> None:
    article = read_article(BLOG.encode(), "blog.txt")
    assert article.title == "The night train to Narvik"
    assert sentences(article)[1:] == [
        "I had wanted to take this train for ten years.",
        "Last Tuesday I did.",
        "The carriage smelled of coffee.",
        "A woman from Kiruna shared her buns with me; her son slept.",
        "Tip: book the window seat on the left.",
        "A bed is 89 euros.",
        "The seat alone costs 45 euros if you book a month ahead.",
        "Would I do it again?",
        "Absolutely.",
    ]
    assert {kind for kind, _ in boilerplate(article)} == {"navigation"}


def test_a_press_release_keeps_its_title_and_its_contact() -> None:
    article = read_article(PRESS.encode(), "press.txt")
    assert article.title == "Halden Motors names Ingrid Sund chief executive"
    assert [kind for kind, _ in boilerplate(article)] == ["notice", "punctuation"]
    assert sentences(article)[-3:] == ["Kari Moe", "+47 22 00 00 00", "press@halden.example"]
    assert [s.speaker for s in article.sentences].count("Per Lie") == 2


def test_a_recipe_keeps_every_ingredient_and_step() -> None:
    article = read_article(RECIPE.encode(), "recipe.txt")
    assert article.title == "Lentil soup with lemon"
    kept = sentences(article)
    for line in ("Prep time: 10 min", "Juice of 1 lemon", "Salt", "1. Rinse the lentils."):
        assert line in kept
    assert [text for _, text in boilerplate(article)] == ["Jump to Recipe", "Print Recipe"]


def test_a_sports_report_keeps_scores_and_each_teams_line_up() -> None:
    kept = sentences(read_article(SPORTS.encode(), "sports.txt"))
    for line in (
        "Rovers 3 - 2 City",
        "Half-time: 2-1",
        "Attendance: 12,431",
        "Rovers: Berg; Ness, Dahl, Lie; Moen, Diaz",
        "City: Sand; Lind, Okafor",
        "He doubled the lead with a header!",
    ):
        assert line in kept


def test_minutes_keep_all_that_was_resolved() -> None:
    article = read_article(MINUTES.encode(), "minutes.txt")
    assert boilerplate(article) == []
    assert "It was resolved to spend up to £450 on a repair." in sentences(article)
    assert article.paragraphs[-1].kind == "text"


def test_a_readme_is_its_words_its_commands_and_its_tables() -> None:
    article = read_article(README.encode(), "README.md")
    assert article.title == "wobble"
    assert [(p.section, article.text[p.start : p.end]) for p in article.paragraphs] == [
        (None, "A tiny library for *wobbly* text."),
        ("Install", "pip install wobble"),
        ("Install", "Needs Python 3.9 or newer."),
        ("Usage", "Set `amount` to change the wobble. The default is **0.5**."),
        ("Usage", "Option | Default | Meaning"),
        ("Usage", "amount | 0.5 | How much it wobbles"),
        ("Usage", "speed | 2 | Wobbles a second"),
        ("License", "MIT. See [LICENSE](LICENSE)."),
    ]


def test_labeled_lines_are_not_taken_for_a_wrapped_paragraph() -> None:
    text = "Rovers: Berg; Ness, Dahl, Lie; Moen, Diaz, Okafor\nCity: Sand; Lind\n"
    assert [text[block.start : block.end] for block in text_blocks(text)] == text.splitlines()
