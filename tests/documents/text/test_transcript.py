"""Transcripts: turns have speakers in each of the usual forms, and other texts have no turns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.display import displayed_text
from qa_bot.documents.load import load
from qa_bot.documents.text.transcript import find_turns
from qa_bot.errors import SourceError
from qa_bot.ingest import read_article
from tests.documents.builders import make_docx, paragraph

ANNA, TOM = "The river rose by four metres that night.", "And who paid for it?"


def said(text: str, name: str = "talk.txt") -> list[tuple[str | None, str]]:
    article = read_article(text.encode(), name)
    return [(one.speaker, article.text[one.start : one.end]) for one in article.sentences]


FORMS = {
    "plain": "Anna Berg: {0}\n\nTom: {1}\n\nAnna Berg: {0}\n",
    "lines": "Anna Berg: {0}\nTom: {1}\nAnna Berg: {0}\n",
    "capitals and title": "Anna Berg (mayor): {0}\n\nTom: {1}\n\nAnna Berg: {0}\n",
    "bold": "**Anna Berg:** {0}\n\n**Tom:** {1}\n\n**Anna Berg:** {0}\n",
    "bold, colon outside": "**Anna Berg**: {0}\n\n**Tom**: {1}\n\n**Anna Berg**: {0}\n",
    "brackets": "[Anna Berg] {0}\n\n[Tom] {1}\n\n[Anna Berg] {0}\n",
    "time before": "[00:12:03] Anna Berg: {0}\n\n[00:12:09] Tom: {1}\n\n[00:13:00] Anna Berg: {0}",
    "time in the label": "Anna Berg (00:03): {0}\n\nTom (00:09): {1}\n\nAnna Berg (01:10): {0}\n",
    "time and name above": "12:03 Anna Berg\n{0}\n\n12:09 Tom\n{1}\n\n12:15 Anna Berg\n{0}\n",
    "name and time above": "Anna Berg  0:03\n{0}\n\nTom  0:09\n{1}\n\nAnna Berg  0:15\n{0}\n",
    "name and time in brackets above": "Anna Berg (0:03)\n{0}\n\nTom (0:09)\n{1}\n\n"
    "Anna Berg (0:15)\n{0}",
    "name, colon and time above": "Anna Berg: (0:03)\n{0}\n\nTom: 0:09\n{1}\n\n"
    "Anna Berg: 0:15\n{0}",
    "brackets and time above": "[Anna Berg] 0:03:00\n{0}\n\n[Tom] 0:09:00\n{1}\n\n"
    "[Anna Berg] 0:15:00\n{0}",
    "bold brackets and time above": "**[Anna Berg]**: [00:03:00]  \n\n{0}\n\n"
    "**[Tom]**: [00:09:00]  \n\n{1}\n\n**[Anna Berg]**: [00:15:00]  \n\n{0}\n",
    "bold and time": "**Anna Berg:** \\[00:03:59.19\\] {0}\n\n**Tom:** {1}\n\n**Anna Berg:** {0}\n",
    "name above time": "Anna Berg\n  10:15 AM\n{0}\n\nTom\n  10:16 AM\n{1}\n\nAnna Berg\n"
    "  10:17 AM\n{0}",
    "name below times": "00:00:01:00 - 00:00:04:00\nAnna Berg\n{0}\n\n00:00:05:00 - 00:00:07:00\n"
    "Tom\n{1}\n\n00:00:08:00 - 00:00:09:00\nAnna Berg\n{0}\n",
    "name and time with date above": "Anna Berg — 03/12/2024 10:15 AM\n{0}\n"
    "Tom — Yesterday at 10:16 AM\n{1}\nAnna Berg — Today at 10:17 AM\n{0}\n",
    "name and date in brackets above": "Anna Berg, [12 Mar 2024 at 10:15:03]:\n{0}\n\n"
    "Tom, [12 Mar 2024 at 10:16:03]:\n{1}\n\nAnna Berg, [12 Mar 2024 at 10:17:03]:\n{0}\n",
    "spelled-out time": "Anna Berg\n0 minutes 3 seconds\n0:03\n{0}\n\nTom\n1 minute 9 seconds\n"
    "1:09\n{1}"
    "\n\nAnna Berg\n1 hour 2 minutes 3 seconds\n1:02:03\n{0}\n",
    "spelled-out time beside the name": "Anna Berg 0 minutes 3 seconds\nAnna Berg\n0:03\n{0}\n"
    "Tom 1 minute 9 seconds\nTom\n1:09\n{1}\nAnna Berg 1 hour 2 minutes\nAnna Berg\n1:02:00\n{0}\n",
    "date and time in brackets": "[12/03/24, 10:15:03] Anna Berg: {0}\n"
    "[12/03/24, 10:16:03] Tom: {1}\n"
    "\u200e[12/03/24, 10:17:03] Anna Berg: {0}\n",
    "date, time and dash": "3/12/24, 10:15\u202fAM - Anna Berg: {0}\n"
    "3/12/24, 10:16\u202fAM - Tom: {1}\n"
    "3/12/24, 10:17\u202fAM - Anna Berg: {0}\n",
    "chat of a meeting": "10:15:03\t From  Anna Berg : {0}\n10:16:03\t From  Tom : {1}\n"
    "10:17:03\t From  Anna Berg : {0}\n",
    "chat of a meeting, above": "10:15:03 From Anna Berg to Everyone:\n\t{0}\n10:16:03 From Tom to "
    "Anna Berg(Direct Message):\n\t{1}\n10:17:03 From Anna Berg to Everyone:\n\t{0}\n",
    "name and time in brackets before": "Anna Berg [00:00:03] {0}\n\n"
    "Tom [00:01:03] {1}\n\nAnna Berg [00:02:03] {0}\n",
    "times between": "00:00:00\n\nAnna Berg: {0}\nTom: {1}\n\n00:05:00\n\nAnna Berg: {0}\n",
    "name and colon above": "Anna Berg:\n{0}\n\nTom:\n{1}\n\nAnna Berg:\n{0}\n",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["talk.txt", "talk.md"])
def test_each_turn_has_its_speaker(form: str, name: str) -> None:
    found = said("The flood\n\n" + FORMS[form].format(ANNA, TOM), name)
    assert [speaker for speaker, _ in found] == ["Anna Berg", "Tom", "Anna Berg"]
    for (_, text), words in zip(found, (ANNA, TOM, ANNA), strict=True):
        assert displayed_text(text, "transcript").endswith(words)
        assert ":0" not in displayed_text(text, "transcript")  # no times


@pytest.mark.parametrize(
    "form",
    [
        "12:03 <anna> {0}\n12:04 <@tom_l> {1}\n12:05 <anna> {0}\n",
        "[12:03:11] <anna> {0}\n[12:04:11] <tom_l> {1}\n[12:05:11] <anna> {0}\n",
        "<anna> {0}\n<tom_l> {1}\n<anna> {0}\n",
        "2024-03-12 12:03:11\tanna\t{0}\n2024-03-12 12:04:11\ttom_l\t{1}\n"
        "2024-03-12 12:05:11\tanna\t{0}\n",
        "12.03.24, 10:15 - anna: {0}\n12.03.24, 10:16 - tom_l: {1}\n12.03.24, 10:17 - anna: {0}\n",
        "[03/12/2024 10:15 AM] anna\n{0}\n\n[03/12/2024 10:16 AM] tom_l\n{1}\n\n"
        "[03/12/2024 10:17 AM] anna\n{0}\n\n[03/12/2024 10:18 AM] tom_l\n{1}\n",
    ],
)
def test_names_in_chats_have_any_form(form: str) -> None:
    found = said(form.format(ANNA, TOM))
    assert [speaker for speaker, _ in found[:3]] == ["anna", "tom_l", "anna"]
    assert [text.rpartition("\t")[2].rpartition(": ")[2] for _, text in found[:3]] == [
        ANNA,
        TOM,
        ANNA,
    ]


@pytest.mark.parametrize(
    "form",
    [
        "12:03 <anna> {0}\n12:03 <tom> {1}\n12:04 -!- mia has joined #flood\n12:05 <anna> {0}\n",
        "1/3/24, 12:03 - Anna: {0}\n1/3/24, 12:03 - Tom: {1}\n"
        "1/3/24, 12:04 - mia has joined #flood\n"
        "1/3/24, 12:05 - Anna: {0}\n",
    ],
)
def test_what_a_chat_reports_is_said_by_nobody(form: str) -> None:
    assert [speaker for speaker, text in said(form.format(ANNA, TOM)) if "mia" in text] == [None]


def test_a_message_goes_on_over_lines() -> None:
    found = said(f"[1/3/24, 10:15:03] Anna: {ANNA}\nIt was cold.\n[1/3/24, 10:16:03] Tom: {TOM}\n")
    assert [speaker for speaker, _ in found] == ["Anna", "Anna", "Tom"]


def test_members_of_a_parliament_are_speakers() -> None:
    found = said(
        f"Mr John Smith (Leeds North) (Lab): {ANNA}\n\n"
        f"The Minister for Floods (Anna Berg): {TOM}\n\n"
        f"Mr John Smith: {ANNA}\n\nAnna Berg: {TOM}\n"
    )
    assert [speaker for speaker, _ in found] == ["Mr John Smith", "Anna Berg"] * 2
    found = said(
        f"  Mr. SMITH of Maine. {ANNA}\n  The SPEAKER pro tempore. {TOM}\n"
        f"  Mr. SMITH of Maine. {ANNA}\n"
    )
    assert [speaker for speaker, _ in found] == [
        "Mr. SMITH of Maine",
        "The SPEAKER pro tempore",
        "Mr. SMITH of Maine",
    ]


def test_names_that_recur_on_lines_of_their_own_are_speakers() -> None:
    turns = f"Anna Berg\n{ANNA}\n\nTom Lind (Leeds)\n{TOM}\n\n"
    assert [speaker for speaker, _ in said(turns * 2)] == ["Anna Berg", "Tom Lind"] * 2
    games = f"Home Team\n\n{ANNA}\n\nAway Team\n\n{TOM}\n\n"
    assert load((games * 3).encode(), "a.txt").turns == ()
    lives = "".join(
        f"{name}\n\nEarly Life\n\n{ANNA}\n\nLater Years\n\n{ANNA}\n\n"
        for name in ("Olga Sand", "Mia Roth")
    )
    assert load(lives.encode(), "a.txt").turns == ()


def test_times_within_what_is_said_are_not_displayed() -> None:
    found = said(
        "Anna Berg [00:00:03] The river rose [00:00:09] by four metres. [00:00:12][6.2]\n\n"
        f"Tom [00:01:03] {TOM}\n\nAnna Berg [00:02:03] We left (00:02:09) at [noon]."
    )
    assert [displayed_text(text, "transcript") for _, text in found] == [
        "The river rose by four metres.",
        TOM,
        "We left at [noon].",
    ]
    assert "rose [00:00:09] by" in found[0][1]  # verbatim


def test_questions_of_counsel_are_not_said_by_the_judge() -> None:
    found = said(
        f"THE COURT: {ANNA}\n\nMR. LIND: {ANNA}\n\nTHE COURT: {ANNA}\n\nQ.   {TOM}\n\n"
        f"A.   It did.\n\n"
        f"MR. LIND: {ANNA}\n"
    )
    assert [who for who, _ in found] == [
        "THE COURT",
        "MR. LIND",
        "THE COURT",
        None,
        None,
        "MR. LIND",
    ]


EXAMINATION = f"""     THE COURT:  Please call your first witness.

                        ANNA BERG,
having been first duly sworn, testified as follows:

                     DIRECT EXAMINATION
{{by}}
Q{{dot}}   {{inside}}What did you see?
A{{dot}}   {ANNA}
     MR. JONES:  Objection.
     THE COURT:  Overruled.
Q{{dot}}   {TOM}
A{{dot}}   Nobody paid.
"""


@pytest.mark.parametrize("dot", [".", " "])
@pytest.mark.parametrize(
    ("by", "inside", "asks"),
    [
        ("BY MR. LIND:", "", "MR. LIND"),
        ("EXAMINATION BY MR. LIND:", "", "MR. LIND"),
        ("", "(By Mr. Lind) ", "Mr. Lind"),
        ("", "BY MR. LIND: ", "MR. LIND"),
    ],
)
def test_counsel_and_witness_are_the_speakers_of_a_court_record(
    dot: str, by: str, inside: str, asks: str
) -> None:
    found = said(EXAMINATION.format(dot=dot, by=by, inside=inside))
    spoken = [who for who, text in found if "EXAMINATION" not in text]
    assert spoken[:3] == ["THE COURT", None, None]  # the oath is nobody's
    assert spoken[-6:] == [asks, "ANNA BERG", "MR. JONES", "THE COURT", asks, "ANNA BERG"]


def test_whoever_cross_examines_is_not_who_asked_before() -> None:
    asked = (
        f"BY MR. LIND:\nQ.   {TOM}\nA.   Nobody.\nQ.   Why?\nA.   Rain.\n\n"
        "CROSS-EXAMINATION\n{0}\nQ.   Who?\nA.   Me.\n"
    )
    spoken = [who for who, text in said(asked.format("")) if "CROSS" not in text]
    assert spoken == ["MR. LIND", "THE WITNESS"] * 2 + [None, None]
    spoken = [who for who, text in said(asked.format("BY MS. DAHL:")) if "CROSS" not in text]
    assert spoken == ["MR. LIND", "THE WITNESS"] * 2 + ["MS. DAHL", "THE WITNESS"]


def test_questions_and_answers_of_a_leaflet_are_said_by_nobody() -> None:
    found = said(f"Q. {TOM}\nA. {ANNA}\n\nQ. Why?\nA. Rain.\n\nNote: {ANNA}\n")
    assert {who for who, _ in found} == {None}


def test_fields_that_are_repeated_one_after_the_other_are_no_turns() -> None:
    fields = "Name: otters\nAuthor: Anna\nTopic: Rivers\nTopic: Otters\nNeeds: nets\nNeeds: boats\n"
    assert load(fields.encode(), "a.txt").turns == ()


LOGS = [
    "2026-01-02 10:00:0{n} INFO {name}: {words}",
    "2026-01-02 10:00:0{n},123 - {name} - ERROR - {words}: {name}",
    "[2026-01-02 10:00:0{n}] production.WARNING: {words}",
    "2026-01-02T10:00:0{n}.123Z info {name}: {words}",
    "2026-01-02 10:00:0{n}.123  INFO 12 --- [main] o.s.{name} : {words}",
    "2026-01-02 10:00:0{n}.123 UTC [{n}] LOG:  {words}",
    "10:00:0{n} DEBUG: {words}\n10:00:0{n} ERROR: {words}",
    "2026-01-02 10:00:0{n} startup archives unpack\n2026-01-02 10:00:0{n} status {name}",
]


@pytest.mark.parametrize("form", LOGS)
def test_the_log_of_a_program_is_text(form: str) -> None:
    names = ["app.main", "db.pool", "app.main", "worker", "db.pool", "app.main"]
    words = ["Started", "Cache miss", "Started", "Retrying in 5 seconds", "Cache miss", "Ready"]
    lines = (form.format(n=n, name=names[n], words=words[n]) for n in range(6))
    document = load("\n".join(lines).encode(), "a.log")
    assert (document.format, document.turns) == ("text", ())


@pytest.mark.parametrize("title", ["", "March 12, 2024, 10:15AM"])
@pytest.mark.parametrize(
    "form", ["{name}   {time}\n{words}", "0:{time}.0 --> 0:{time}.540\n{name}\n{words}"]
)
def test_speakers_in_meetings_saved_as_docx(form: str, title: str) -> None:
    turns = [("Anna Berg", "0:03", ANNA), ("Tom Lind", "0:12", TOM), ("Anna Berg", "1:20", ANNA)]
    body = "".join(
        paragraph(
            form.format(name=name, time=time, words=words)
            .replace(">", "&gt;")
            .replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
        )
        for name, time, words in turns
    )
    article = read_article(make_docx(paragraph(title) + body), "meeting.docx")
    found = [(one.speaker, article.text[one.start : one.end]) for one in article.sentences]
    assert found[-3:] == [(name, words) for name, _, words in turns]
    assert all(speaker is None for speaker, _ in found[:-3])


def test_a_turn_goes_on_over_paragraphs() -> None:
    found = said(f"Host: {TOM}\n\nGuest: {ANNA} It was cold.\n\nWe left early.\n\nHost: Thanks.\n")
    assert [speaker for speaker, _ in found] == ["Host", "Guest", "Guest", "Guest", "Host"]


def test_two_turns_of_a_host_and_a_guest_are_a_transcript() -> None:
    assert [speaker for speaker, _ in said(f"**Host:** {TOM}\n\n**Guest:** {ANNA}\n", "a.md")] == [
        "Host",
        "Guest",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norway\n\nCapital: Oslo is the capital.\n\nPopulation: Five million live there.\n",
        "Note: It is late.\n\nTip: Go home.\n\nNote: It is later.\n\nTip: Sleep.\n",
        "It happened at once: nobody knew.\n\nThe Council: A history. It was long.\n",
        f"Anna Berg: {ANNA}\n\nAnna Berg: {ANNA}\n",
        "9:00 AM Breakfast\n9:30 AM Opening Talk\n10:00 AM Songs\n",
        "9:00 Breakfast\nThere is coffee.\n\n9:30 Opening Talk\nThe mayor speaks.\n",
        "12/03/2024 10:15 Arrived in Leeds.\n12/03/2024 11:15 Rain.\n13/03/2024 9:00 Went home.\n",
        "**Ingredients:** flour\n\n**Method:** mix\n\n**Ingredients:** milk\n\n**Method:** stir\n",
    ],
)
def test_facts_and_notes_are_no_turns(text: str) -> None:
    assert load(text.encode(), "a.md").turns == ()


def test_headers_of_messages_are_no_speakers() -> None:
    text = """
MIME-Version: 1.0
Content-Type: text/plain
Content-Transfer-Encoding: 7bit

The ferry leaves at noon.

MIME-Version: 1.0
Content-Type: text/plain

The bus leaves at one.
"""
    assert load(text.encode(), "a.txt").turns == ()


_LINES = st.lists(
    st.text(alphabet="ANab:[]()*_01 \n-,", max_size=30)
    | st.sampled_from(
        [
            "Anna: yes",
            "[0:12] Tom: no",
            "0:12",
            "Anna",
            "1/2/24, 0:12 - tom: a",
            "<b> a",
            "- **Anna:** so",
            "Tom 0:12",
            "HOST",
        ]
    ),
    max_size=12,
)


@given(_LINES, st.sampled_from(["\n", "\n\n"]))
def test_blocks_stay_in_order_and_turns_begin_in_them(lines: list[str], between: str) -> None:
    try:
        document = load(between.join(lines).encode(), "a.md")
    except SourceError:
        return
    again = find_turns(document)
    assert again == document
    end = 0
    for block in document.blocks:
        assert end <= block.start - block.marker < block.end
        assert (
            document.text[block.start : block.end].strip() == document.text[block.start : block.end]
        )
        end = block.end
    for turn in document.turns:
        assert turn.start < turn.end
        assert turn.speaker in " ".join(document.text.split())


@pytest.mark.parametrize("rule", ["---", "***", "* * *", "_____"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_note_below_a_rule_at_the_end_is_nobodys(rule: str, name: str) -> None:
    note = "Lena Moe is a writer. Her book comes out in October."
    text = f"{FORMS['plain'].format(ANNA, TOM)}\nIt fell again.\n\n{rule}\n\n{note}\n"
    turns = said(text, name)
    assert ("Anna Berg", "It fell again.") in turns
    assert [speaker for speaker, words in turns if words in note] == [None, None]


def test_a_part_of_a_series_is_no_speaker() -> None:
    text = (
        f"Our talk\n\nEpisode 87: The river\n\nAbout water.\n\n{FORMS['plain'].format(ANNA, TOM)}"
    )
    assert {speaker for speaker, _ in said(text)} == {None, "Anna Berg", "Tom"}
