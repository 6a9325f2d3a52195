import pytest

from qa_bot.errors import SourceError
from qa_bot.ingest import read_article
from qa_bot.types import Article

PROSE = "The river has been clean for years, and the otters have come back to it this spring."


def read(*blocks: str) -> Article:
    return read_article("\n\n".join(blocks).encode(), "a.txt")


def sentences(article: Article) -> list[str]:
    return [article.text[s.start : s.end] for s in article.sentences]


def boilerplate(article: Article) -> list[tuple[str, str]]:
    return [(n.kind, article.text[n.start : n.end]) for n in article.boilerplate]


def test_an_article_longer_than_any_book_is_refused_in_one_line() -> None:
    with pytest.raises(SourceError, match="holds 21 million characters"):
        read("otters " * 3_000_000)


def test_the_bundled_article_is_cleaned_of_all_that_is_not_its_own(article: Article) -> None:
    kinds = [kind for kind, _ in boilerplate(article)]
    assert kinds.count("advert") == 5
    assert boilerplate(article)[-7:] == [
        ("punctuation", ","),
        ("advert", "- Advertisement -"),
        ("newsletter", "Stay on top - Get the daily news in your inbox"),
        ("notice", "DMCA / Correction Notice"),
        ("links", "Recent Articles"),
        ("links", "Related Stories"),
        ("newsletter", "Stay on top - Get the daily news in your inbox"),
    ]
    shown = " ".join(sentences(article))
    for word in ("Advertisement", "inbox", "DMCA", "Recent Articles", "Related Stories"):
        assert word not in shown


def test_the_bundled_article_has_its_title_summary_and_headings(article: Article) -> None:
    assert article.title.startswith("Biden wants to prevent Russia-Ukraine conflict")
    assert [article.text[h.start : h.end] for h in article.headings[1:]] == [
        "no one understands?",
        "what does russia want",
        "Related Associates",
    ]
    assert [p.number for p in article.paragraphs if p.kind == "summary"] == [1, 2, 3, 4]
    sections = {p.line: p.section for p in article.paragraphs}
    assert (sections[27], sections[35]) == (None, "no one understands?")
    assert (sections[57], sections[79]) == ("what does russia want", "Related Associates")
    assert not set(sentences(article)) & {"no one understands?", "what does russia want"}


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("advert", "- Advertisement -"),
        ("advert", "ADVERTISEMENT"),
        ("advert", "Story continues below advertisement"),
        ("advert", "Sponsored content"),
        ("newsletter", "Sign up for our newsletter"),
        ("newsletter", "Get the latest headlines delivered to your inbox"),
        ("newsletter", "Already a subscriber? Log in"),
        ("newsletter", "Already have an account? Sign in here."),
        ("newsletter", "Follow us on Twitter"),
        ("notice", "Privacy Policy"),
        ("notice", "© 2021 The River Post. All rights reserved."),
        ("links", "Read more: Where the otters went"),
        ("links", "You may also like"),
        ("navigation", "Home | News | Sport | Weather"),
        ("navigation", "Share"),
        ("navigation", "Photo: Reuters"),
        ("punctuation", ". ."),
        ("punctuation", "* * *"),
        ("advert", "Continue reading below"),
        ("advert", "Scroll to continue"),
        ("newsletter", "Subscribe now!"),
        ("newsletter", "Sign up here."),
        ("newsletter", "Stay informed"),
        ("newsletter", "Download our app"),
        ("newsletter", "The best stories, delivered to your inbox."),
        ("newsletter", "By signing up you agree to our terms and privacy policy."),
        ("notice", "DMCA / Correction Notice"),
        ("notice", "Copyright 2021 The River Post"),
        ("notice", "(c) 2021 The River Post"),
        ("notice", "We use cookies to improve your experience."),
        ("links", "READ ALSO: Where the otters went"),
        ("links", "Watch: Otters in the snow"),
        ("links", "Editor's picks"),
        ("navigation", "Share on Twitter"),
        ("navigation", "Loading..."),
        ("navigation", "Home > News > Local"),
        ("navigation", "Photo credit: Jane Roe, The River Post"),
        ("navigation", "Getty Images"),
    ],
)
def test_page_chrome_is_left_out_and_listed(kind: str, line: str) -> None:
    article = read("Otters return", PROSE, line, "They were counted in May. " + PROSE + " Again.")
    assert (kind, line) in boilerplate(article)
    assert line not in sentences(article)


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement revenue fell by a third last year.",
        "The advert was shown once.",
        "Sponsored runners came from nine towns.",
        "Sponsored by a brewery, the club moved south.",
        "Continue reading the Bible, he told them.",
        "The newsletter reached two million readers.",
        "Newsletters were the blogs of 1620.",
        "Subscribe rates rose again, the company said.",
        "Subscribe to this view and you must accept the rest.",
        "He found the letter in your inbox, she said.",
        "The company put spyware in your inbox.",
        "Register to vote by 5 May at the town hall.",
        "Sign up for the clinic at the town hall by Friday.",
        "Join us on Saturday at 10 a.m. at the town hall.",
        "Like us, the Danes pay high taxes.",
        "Find our results in the table below.",
        "Follow the money, the detective said.",
        "Keep in touch with your doctor during the treatment.",
        "Get the vaccine, the alerts said.",
        "Download the app and hold the phone to the card.",
        "Your email address is stored for thirty days.",
        "Copyright law changed in 1998.",
        "Copyright 1998 rules still apply, the judge said.",
        "(c) The tenant pays the rent.",
        "They had all rights reserved to themselves.",
        "We use cookies to remember what is in the basket.",
        "Privacy was the subject of the debate.",
        "A correction was printed on Tuesday.",
        "Contact us, the kidnappers wrote.",
        "Feedback was good.",
        "Recent articles have said otherwise.",
        "Related stories were told in the village.",
        "Related-party deals rose by a third.",
        "Related: he is her cousin.",
        "More on this will be known tomorrow.",
        "Read also the small print, she said.",
        "See also the museum in the village.",
        "Topics ranged from water to war.",
        "Watch makers in Geneva went on strike.",
        "Watch-makers in Geneva went on strike.",
        "Listen - the birds are singing again.",
        "Home is where the heart is.",
        "Home.",
        "Next!",
        "Share prices fell.",
        "Search teams found the boat on Monday.",
        "Facebook bought WhatsApp in 2014.",
        "12 comments were deleted.",
        "Red / green / blue / yellow were the colours.",
        "Two roads diverged / in a yellow wood / and sorry I / could not travel both",
        "2021 | 9 | 4 | 120",
        "Photo editors are hard to find.",
        "Photo: the mayor opened the bridge on Monday.",
        "Photos, letters and maps were found in the attic.",
        "Picture, if you will, a river without otters.",
        "Getty Images sued the company in 2023.",
        "By noon, the square was empty.",
        "Yes.",
        "It was 3.5.",
    ],
)
def test_a_sentence_that_resembles_page_chrome_is_kept(line: str) -> None:
    article = read("Otters return", PROSE, line, PROSE.replace("river", "lake"))
    assert line in " ".join(sentences(article))
    assert boilerplate(article) == []


def test_a_short_question_above_prose_is_a_heading_and_no_boilerplate() -> None:
    article = read("Otters return", PROSE, "Why?", PROSE.replace("river", "lake"))
    assert [p.section for p in article.paragraphs] == [None, "Why?"]
    assert boilerplate(article) == []


@pytest.mark.parametrize(
    "line", ["https://example.org/harbour", "www.example.org", "a@example.org"]
)
def test_an_address_above_prose_is_no_heading(line: str) -> None:
    article = read("Opening the harbour", PROSE, line, PROSE.replace("otters", "herons"))
    assert [heading.start for heading in article.headings] == [0]


def test_links_hang_on_their_heading_until_prose_comes() -> None:
    article = read(
        "Otters return",
        PROSE,
        "Related Stories",
        "Beavers build a dam",
        "How clean is the Lune?",
        "The mayor said on Monday that no money was left.",
    )
    assert boilerplate(article) == [
        ("links", "Related Stories"),
        ("links", "Beavers build a dam"),
        ("links", "How clean is the Lune?"),
    ]
    assert sentences(article)[-1] == "The mayor said on Monday that no money was left."


def test_a_block_that_comes_twice_is_kept_once() -> None:
    article = read("Otters return", PROSE, "Another thing was said in between, too.", PROSE)
    assert sentences(article).count(PROSE) == 1
    assert ("repeated", PROSE) in boilerplate(article)


def test_a_heading_that_comes_twice_is_kept_and_a_short_sentence_too() -> None:
    lake = PROSE.replace("river", "lake")
    article = read("Otters return", "Results", PROSE, "The court said no.", "Results", lake,
                   "The court said no.")  # fmt: skip
    assert [p.section for p in article.paragraphs] == ["Results"] * 4
    assert boilerplate(article) == []


def test_a_line_that_comes_between_all_paragraphs_is_left_out_from_its_third_time_on() -> None:
    other = [PROSE.replace("river", word) for word in ("lake", "sea", "pond")]
    line = "Listen to this story"
    article = read("Otters", PROSE, line, other[0], line, other[1], line, other[2])
    assert boilerplate(article) == [("repeated", line)]


def test_short_lines_that_repeat_in_a_transcript_are_kept() -> None:
    article = read("Q: Did you see the otter there?", "Yes.", "Q: Did you like it?", "Yes.")
    assert sentences(article).count("Yes.") == 2


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    article = read(
        "Otters return to the river",
        "The river has been clean for years, and the otters have come back to\n"
        "it this spring. Nobody had expected that, said the mayor of the town,\n"
        "who had seen one.",
    )
    assert len(article.paragraphs) == 1
    assert len(sentences(article)) == 2


def test_a_number_or_dash_at_the_start_of_a_wrapped_line_is_no_item() -> None:
    article = read(
        "Otters return to the river",
        "The river has been clean for years, and some otters have come (e.g.\n"
        "15) to it this spring, though it was expected that their number was\n"
        "30. Nobody had seen one before the spring came to the river at last\n"
        "– or so they said.\n"
        "1. Count the otters in the morning before the sun is up and the boat\n"
        "2. Count them in the evening again",
    )
    assert [" ".join(one.split()) for one in sentences(article)] == [
        "The river has been clean for years, and some otters have come (e.g. 15) to it this"
        " spring, though it was expected that their number was 30.",
        "Nobody had seen one before the spring came to the river at last – or so they said.",
        "1. Count the otters in the morning before the sun is up and the boat",
        "2. Count them in the evening again",
    ]


def test_lines_that_are_paragraphs_of_their_own_stay_apart() -> None:
    article = read_article(f"Otters\n{PROSE * 2}\n{PROSE} And more.".encode(), "a.txt")
    assert [p.line for p in article.paragraphs] == [2, 3]
    assert article.title == "Otters"


def test_bylines_and_dates_are_kept_as_facts() -> None:
    article = read("Otters return", "By Anna Brandt", "7 December 2021", PROSE)
    assert sentences(article)[:2] == ["By Anna Brandt", "7 December 2021"]


def test_a_list_of_facts_without_full_stops_has_no_title() -> None:
    article = read_article(b"The sky is blue\nGrass is green\nSnow is white\n", "facts.txt")
    assert sentences(article) == ["The sky is blue", "Grass is green", "Snow is white"]
    assert article.title == "facts"


VERSE = [
    "April is the cruellest month, breeding",
    "Memory and desire, stirring",
    "Dull roots with spring rain.",
    "Winter kept us warm, covering",
    "Earth in forgetful snow.",
]


@pytest.mark.parametrize("count", [3, 5])
def test_no_line_of_verse_is_a_title_or_a_heading(count: int) -> None:
    page = "".join(f"<p>{line}</p>" for line in VERSE[:count])
    article = read_article(f"<html><body>{page}</body></html>".encode(), "april.html")
    shown = " ".join(sentences(article)).split()
    assert shown == " ".join(VERSE[:count]).split()
    assert article.headings == ()


def test_the_title_above_verse_is_no_line_of_it() -> None:
    article = read("The Burial of the Dead", *VERSE)
    assert article.title == "The Burial of the Dead"
    assert " ".join(sentences(article)).split() == " ".join(VERSE).split()


def test_headings_above_short_paragraphs_are_headings() -> None:
    article = read(
        "News of the week from the harbour, by its master",
        "The ferry to the island stops",
        "It will not run in winter.",
        "A new roof for the school",
        "Work on it begins on Monday.",
    )
    assert [article.text[h.start : h.end] for h in article.headings][-2:] == [
        "The ferry to the island stops",
        "A new roof for the school",
    ]
