"""Whole pages as they are scraped: what is the article's own is kept, what is around it is not."""

from qa_bot.ingest import read_article
from qa_bot.types import Article
from tests.documents.segmentation.test_clean import boilerplate, sentences

NEWS = """Skip to main content

News | Sport | Business | Opinion

Home > News > Local

Ferry strike enters second week as talks collapse

By Maria Olsen and Tom Reid

Published 14 March 2023 at 09:42 GMT

Share on Facebook
Copy link
4 min read

Ferry crews on the west coast will stay out for a second week after talks between the union \
and the operator, CoastLink, collapsed late on Monday.

ADVERTISEMENT

"We walked in with an open mind," said Pat Doyle. "Our members can't eat goodwill."

Read more: How the ferry strike began

Most read

1. Storm Ada to hit on Friday
2. Man, 40, held after harbour fire
Who owns the ferries?

A spokesman for the ministry said it was "watching closely" but would not step in.

Subscribe to our newsletter

Get the day's top stories delivered to your inbox every morning.

Comments (42)

About us · Contact us · Privacy policy · Terms of use

© 2023 Harbour Gazette Ltd. All rights reserved.
"""

WRAPPED = """The Lighthouse at Skerry Point
==============================

The lighthouse at Skerry Point was built in 1847 by the engineer
Robert Hale.  It stands 38 metres tall and is made of grey granite
brought by barge from the quarry at Dunmore.

WRECKS

  * The Amelia, 1839: 212 dead
  * The Hopewell, 1844: no deaths, because the crew had left in
    time and rowed to the shore

The tower is open from April to October.  Tickets cost 6 pounds; a
child pays half.

Page 2 of 3
"""

FAQ = """Questions about the library card

Who can get a card?

Anyone who lives or works in the county can get a card.

How much does it cost?

It is free for residents. Others pay $20 a year.

Can I use the card online?

Yes.

Can children have a card?

Yes.
"""

TRANSCRIPT = """Inquiry into the collapse of the bridge

CHAIR: Were you on the bridge on 3 June?

WITNESS: Yes.

CHAIR: Did you report the crack?

WITNESS: I told the site's engineer about it at about 7 a.m. on that day.

CHAIR: Did you report the crack?

WITNESS: Yes.

(Laughter.)

CHAIR: Thank you.

WITNESS: I told the site's engineer about it at about 7 a.m. on that day.
"""

TALK = """Evening programme

HOST

Welcome to the programme, minister.

ANNA BRANDT

Thank you for having me.

HOST

You said that no river would be dammed.

ANNA BRANDT

I said that we would try.

HOST

And now there are two dams.

ANNA BRANDT

Both were planned before I came.
"""

BLOG = """MENU

MY SLOW KITCHEN

Posted on June 3, 2020 by Lena | 14 Comments

I started baking in the spring, like everybody else. My first loaf was a brick.

THE OVEN

You need a hot oven, at least 230 °C. I use a Dutch oven because it keeps the steam in.

1. Mix the dough and let it rest for 40 minutes.
2. Fold it four times
3. Shape it and leave it in the fridge overnight.
4. Bake it for 45 minutes

WHAT WENT WRONG

The crumb was dense. I had used water that was too cold!

Related

How to keep a starter alive

Leave a Reply

Your email address will not be published. Required fields are marked *

← Older posts
"""

TABLES = """Otter counts

The wardens have counted the otters of three rivers since the mill was closed.

River | Adults | Young | Dens
Lune | Nine | Four | Three
Kent | Two | One | One

Bluetooth
Yes
Camera
Yes
Flash
Yes
"""


def read(page: str, name: str = "page.txt") -> Article:
    return read_article(page.encode(), name)


def section(article: Article, line: str) -> str | None:
    start = article.text.index(line)
    return next(p.section for p in article.paragraphs if p.start <= start < p.end)


def headings(article: Article) -> list[str]:
    return [article.text[h.start : h.end] for h in article.headings]


def test_a_news_page_leaves_its_article() -> None:
    article = read(NEWS)
    assert article.title == "Ferry strike enters second week as talks collapse"
    assert sentences(article) == [
        "By Maria Olsen and Tom Reid",
        "Published 14 March 2023 at 09:42 GMT",
        "Ferry crews on the west coast will stay out for a second week after talks between the "
        "union and the operator, CoastLink, collapsed late on Monday.",
        '"We walked in with an open mind," said Pat Doyle.',
        '"Our members can\'t eat goodwill."',
        'A spokesman for the ministry said it was "watching closely" but would not step in.',
    ]
    assert [kind for kind, _ in boilerplate(article)] == [
        *["navigation"] * 6, "advert", *["links"] * 5, *["newsletter"] * 2,
        "navigation", *["notice"] * 2,
    ]  # fmt: skip


def test_a_hard_wrapped_file_is_read_in_paragraphs_with_its_headings_and_items() -> None:
    article = read(WRAPPED)
    assert headings(article) == ["The Lighthouse at Skerry Point", "WRECKS"]
    assert [(p.line, p.kind) for p in article.paragraphs] == [
        (4, "text"), (10, "item"), (11, "item"), (14, "text"),
    ]  # fmt: skip
    assert " ".join(sentences(article)[3].split()) == (
        "The Hopewell, 1844: no deaths, because the crew had left in time and rowed to the shore"
    )
    assert ("navigation", "Page 2 of 3") in boilerplate(article)


def test_the_questions_of_an_faq_head_even_the_shortest_answers() -> None:
    article = read(FAQ)
    assert sentences(article).count("Yes.") == 2
    assert [p.section for p in article.paragraphs] == [
        "Who can get a card?",
        "How much does it cost?",
        "Can I use the card online?",
        "Can children have a card?",
    ]


def test_a_transcript_keeps_all_that_is_said() -> None:
    article = read(TRANSCRIPT)
    assert article.title == "Inquiry into the collapse of the bridge"
    assert boilerplate(article) == []
    assert len(article.headings) == 1
    assert sentences(article).count("CHAIR: Did you report the crack?") == 2
    assert len(article.paragraphs) == TRANSCRIPT.count("\n\n")


def test_names_above_what_is_said_stay_with_it_however_often_they_come() -> None:
    article = read(TALK)
    assert [p.section for p in article.paragraphs] == ["HOST", "ANNA BRANDT"] * 3


def test_a_blog_keeps_its_sections_and_every_step_of_a_list() -> None:
    article = read(BLOG)
    assert headings(article) == ["MY SLOW KITCHEN", "THE OVEN", "WHAT WENT WRONG"]
    assert section(article, "2. Fold") == "THE OVEN"
    for step in ("2. Fold it four times", "4. Bake it for 45 minutes"):
        assert step in sentences(article)
    assert "You need a hot oven, at least 230 °C." in sentences(article)
    assert [text for _, text in boilerplate(article)] == [
        "MENU",
        "Related",
        "How to keep a starter alive",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "← Older posts",
    ]


def test_tables_in_plain_text_lose_no_row() -> None:
    article = read(TABLES)
    assert boilerplate(article) == []
    kept = " ".join(sentences(article))
    for row in TABLES.splitlines()[4:]:
        assert row in kept
    assert sentences(article).count("Yes") == 3


def test_a_wrapped_line_that_is_complete_does_not_draw_in_the_heading_below() -> None:
    step = "Beat the butter and the sugar until pale."
    article = read(f"Lemon cake\n{step}\nMethod\n\nBake it all now.")
    assert headings(article) == ["Lemon cake", "Method"]


def test_the_summary_below_a_share_button_is_no_list_of_links() -> None:
    article = read(
        "Ferry strike enters second week\n\nShare this article\n\n• Crews stay out\n"
        "• The union wants 9%\n\nThe crews of the ferries will stay out, said the union.\n"
    )
    assert [p.kind for p in article.paragraphs] == ["summary", "summary", "text"]


def test_topics_are_links_at_the_foot_and_facts_above_it() -> None:
    page = "Water conference\n\nIt begins on Monday in the town hall.\n\nTopics\n\n• Law\n• Fish\n"
    assert sentences(read(page)) == ["It begins on Monday in the town hall."]
    assert sentences(read(page + "\nIt ends on Friday in the town hall.\n"))[1:3] == ["Law", "Fish"]
