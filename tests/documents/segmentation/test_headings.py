"""What heads a passage and how far: numbers, quotations, colons, the kind of a document."""

import pytest

from qa_bot.documents.text.blocks import text_blocks
from qa_bot.ingest import read_article
from qa_bot.types import Article
from tests.documents.segmentation.test_clean import PROSE, boilerplate, read, sentences

LAKE = PROSE.replace("river", "lake")
SEA = PROSE.replace("river", "sea")


def sections(article: Article) -> dict[str, str | None]:
    return {article.text[p.start : p.end]: p.section for p in article.paragraphs}


def headings(article: Article) -> list[str]:
    return [article.text[h.start : h.end] for h in article.headings]


@pytest.mark.parametrize("lead", ["You will need:", "Expeditions followed to:", "Needed:"])
@pytest.mark.parametrize("mark", ["- ", "* ", "1. "])
def test_a_line_with_a_colon_heads_its_list_and_no_more(lead: str, mark: str) -> None:
    items = f"{mark}a pan\n{mark.replace('1', '2')}a spoon"
    article = read("Otters return", "Cooking", PROSE, lead, items, LAKE)
    below = sections(article)
    assert headings(article) == [
        "Otters return",
        "Cooking",
        *([lead] if lead in below.values() else []),
    ]
    assert below[LAKE] == "Cooking"
    if lead != "Needed:" or mark != "1. ":  # a label and numbers may be anything
        assert [one for one in below.values() if one == lead] == [lead, lead]


def test_in_markdown_a_line_with_a_colon_heads_its_list_and_no_more() -> None:
    text = f"# Otters\n\n## Food\n\nOtters eat:\n\n- fish\n- crabs\n\n{PROSE}\n"
    below = sections(read_article(text.encode(), "a.md"))
    assert below == {"fish": "Otters eat:", "crabs": "Otters eat:", PROSE: "Food"}


@pytest.mark.parametrize(
    "line", ["The mayor said:", "To count them, use a boat:", "There are three kinds of otters:"]
)
def test_the_beginning_of_a_sentence_above_prose_is_no_heading(line: str) -> None:
    article = read("Otters return", PROSE, line, LAKE)
    assert line in sentences(article)
    assert sections(article)[LAKE] is None


def test_a_label_above_prose_is_a_heading() -> None:
    article = read("Otters return", PROSE, "Error handling:", LAKE)
    assert sections(article)[LAKE] == "Error handling:"


def test_numbered_headings_stand_above_prose_and_above_one_another() -> None:
    article = read("Otters", "1 Looks", PROSE, "2 Life", "2.1 Habitat", LAKE, "2.2 Food", SEA)
    assert headings(article) == ["Otters", "1 Looks", "2 Life", "2.1 Habitat", "2.2 Food"]
    assert sections(article) == {PROSE: "1 Looks", LAKE: "2.1 Habitat", SEA: "2.2 Food"}


def test_a_numbered_part_with_a_colon_is_a_heading() -> None:
    article = read("Otters", "Chapter 3: The river", PROSE, "Population: 3,000", LAKE)
    assert headings(article) == ["Otters", "Chapter 3: The river"]
    assert "Population: 3,000" in sentences(article)


@pytest.mark.parametrize(
    "numbers", ["1 {}\n2 {}\n3 {}", "{}\n{}\n{}", "I. {} .... 1\nII. {} ... 2\nIII. {} ..... 19"]
)
def test_a_table_of_contents_is_left_out(numbers: str) -> None:
    names = ("Looks", "How they live in the cold river", "Enemies")
    parts = [one for pair in zip(names, (PROSE, LAKE, SEA), strict=True) for one in pair]
    contents = numbers.format(*names)
    article = read(
        "Otters", "They are shy and quick, and few see them.", f"Contents\n{contents}", *parts
    )
    assert boilerplate(article) == [("links", line) for line in ["Contents", *contents.split("\n")]]
    assert headings(article) == ["Otters", *names]


def test_contents_that_come_nowhere_below_are_kept() -> None:
    article = read("The box", PROSE, "Contents\nA pan\nA spoon\nA lid", LAKE)
    assert boilerplate(article) == []
    assert "A spoon" in sentences(article)


@pytest.mark.parametrize(
    "line", ["'We cannot keep putting out buckets'", "‘It’s a harvest in the dark’"]
)
def test_a_quotation_in_single_marks_above_prose_is_a_heading(line: str) -> None:
    assert sections(read("Otters return", PROSE, line, LAKE))[LAKE] == line


@pytest.mark.parametrize(
    "line",
    [
        "'We cannot go on,' he said",
        "'We cannot go on.'",
        '"We cannot go on"',
        "'Never'",
        "'Yes' or 'no'",
    ],
)
def test_other_quotations_are_no_headings(line: str) -> None:
    assert line in sentences(read("Otters return", PROSE, line, LAKE))


@pytest.mark.parametrize("line", ["★★★★☆ (4/5)", "86%"])
def test_a_rating_is_a_fact_and_no_heading(line: str) -> None:
    assert line in sentences(read("Otters return", PROSE, line, LAKE))


def test_a_year_may_be_a_heading() -> None:
    assert sections(read("Otters return", PROSE, "1914", LAKE))[LAKE] == "1914"


@pytest.mark.parametrize("kind", ["Obituary", "PRESS RELEASE", "News"])
@pytest.mark.parametrize("between", [(), ("EMBARGOED UNTIL TUESDAY 6 FEBRUARY 2024",)])
def test_the_headline_below_a_documents_kind_is_the_title(
    kind: str, between: tuple[str, ...]
) -> None:
    article = read(kind, *between, "Otters return to the river", "- in spring", "- at last", PROSE)
    assert article.title == "Otters return to the river"
    assert article.text[article.headings[0].start : article.headings[0].end] == article.title
    assert kind in headings(article)
    assert kind not in sentences(article)
    assert [p.kind for p in article.paragraphs[len(between) :]] == ["summary", "summary", "text"]
    assert {p.section for p in article.paragraphs} == {None}


def test_a_documents_kind_is_the_title_if_there_is_no_other() -> None:
    assert read("Obituary", PROSE, "His youth", LAKE).title == "Obituary"


def test_a_headline_with_a_score_is_the_title() -> None:
    line = "Rovers 3-2 City: Diaz saves the day"
    assert read(line, "Saturday 9 November 2024", PROSE, LAKE).title == line
    facts = read("Members in 2024: 3,000 and more", PROSE, LAKE)
    assert facts.title == "a"


@pytest.mark.parametrize(
    "byline",
    [
        "By Helen Pryce, Local Democracy Reporter",
        "By Dan Cresswell at Mill Lane in Harwick",
        "Words by Ann-Marie O’Neil and Jo Berg",
    ],
)
@pytest.mark.parametrize(
    "date",
    [
        "Published Thursday 14 March 2024, 07:45",
        "12:40, 21 Jun 2024 | Updated 17:05, 21 Jun 2024",
        "Last updated: 3 May 2025 at 5.15pm GMT",
    ],
)
def test_a_byline_a_date_and_chrome_below_them_stay_apart(byline: str, date: str) -> None:
    article = read("Otters return", f"{byline}\n{date}\nShare this article", PROSE)
    assert sentences(article)[:2] == [byline, date]
    assert boilerplate(article) == [("navigation", "Share this article")]


@pytest.mark.parametrize(
    "text",
    [
        "By Christmas Eve the whole of the town had\nheard of it and nobody slept until it\ncame.",
        "By Anna Berg and her men the river was made\nclean, and nobody had to pay for it or\nme.",
        "He was born in Leeds on a cold, wet day in\nMarch 1924 and he died in that place\ntoo.",
        "The new bridge was opened on the third of\nMay 1998, though no road led to it, and on\nto",
        "If you like the work that we do, then why\nFollow us on the way to the river and see",
        "Copyright (c) 2004-2025, by The Otter Team\nAnna Berg and Lena Moe, who are its editors",
    ],
)
def test_wrapped_prose_that_begins_like_a_byline_or_date_is_one_block(text: str) -> None:
    assert len(text_blocks(text)) == 1


def test_the_cells_of_a_row_are_one_sentence() -> None:
    text = (
        "# Prices\n\n| Who | Price |\n|--|--|\n| **Children (5–15)** | £4.75 |\n| Groups. | £3 |\n"
    )
    assert sentences(read_article(text.encode(), "a.md"))[1:] == [
        "**Children (5–15)** | £4.75",
        "Groups. | £3",
    ]


def test_a_quotation_and_whose_it_is_are_one_sentence() -> None:
    quote = 'The splitting is like watching magic." — Hannah, Derby'
    article = read("Otters", PROSE, f'"We meant to stay an hour and stayed for three. {quote}')
    assert sentences(article)[-1] == quote
