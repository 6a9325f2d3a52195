"""Reading questions: text, JSONL and CSV as people and programs write them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.batch import Format, Record, read_questions
from qa_bot.errors import BatchError

BOM = b"\xef\xbb\xbf"


def faults(data: bytes, name: str) -> list[str]:
    """Return the lines of the error that a file of questions gives."""
    with pytest.raises(BatchError) as error:
        read_questions(data, name)
    return str(error.value).split("\n")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", BOM])
@pytest.mark.parametrize(
    ("name", "lines", "ids"),
    [
        ("q.txt", ["Who?", "", "  What, when?  ", "", ""], [None, None]),
        ("Q.TXT", ["Who?", " ", "What, when?"], [None, None]),
        ("q", ["Who?", "", "What, when?"], [None, None]),
        (
            "q.jsonl",
            ['{"question": "Who?", "id": 7}', "", '{"question": "What, when?", "x": []}'],
            ["7", None],
        ),
        ("q.ndjson", ['{"question": "Who?"}', "", '{"question": "What, when?"}'], [None, None]),
        ("q.csv", ["id,Question", "", "a,Who?", ',"What, when?"'], ["a", None]),
        ("q.csv", ["Query,id", "Who?,a", "", '"What, when?",b,,'], ["a", "b"]),
    ],
)
def test_every_form_is_read_with_its_ids(
    name: str, lines: list[str], ids: list[str | None], mark: bytes, ending: str
) -> None:
    records = read_questions(mark + ending.join(lines).encode(), name)
    assert [record.question for record in records] == ["Who?", "What, when?"]
    assert [record.id for record in records] == ids


def test_records_know_their_lines() -> None:
    text = 'id,question\n1,"Who\nis it?"\n\n2,What?\n'
    records = read_questions(text.encode(), "q.csv")
    assert records == [Record(2, "Who\nis it?", "1"), Record(5, "What?", "2")]
    assert [one.line for one in read_questions(b"\n\na\n\nb", "q.txt")] == [3, 5]


def test_the_form_that_is_asked_for_overrides_the_name() -> None:
    assert read_questions(b'{"question": "Who?"}', "q.txt", Format.JSONL) == [Record(1, "Who?")]
    assert read_questions(b"question\nWho?", "-", Format.CSV) == [Record(2, "Who?")]


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("q.jsonl", '{"question": "a"}\n{oops}\n', 2, "no JSON"),
        ("q.jsonl", '["a"]', 1, "no object"),
        ("q.jsonl", '\n{"q": "a"}', 2, 'no text under "question"'),
        ("q.jsonl", '{"question": " "}', 1, 'no text under "question"'),
        ("q.jsonl", '{"question": ["a"]}', 1, 'no text under "question"'),
        ("q.jsonl", '{"question": "a", "id": {}}', 1, '"id" is neither'),
        ("q.jsonl", '{"question": "a", "id": true}', 1, '"id" is neither'),
        ("q.jsonl", "[" * 100_000, 1, "no JSON"),
        ("q.csv", "name,text\na,b\n", 1, 'no column "question"'),
        ("q.csv", "id;question\n1;Who?\n", 1, 'no column "question"'),
        ("q.csv", "id,question\n1,Who?\n2,\n", 3, 'no text in column "question"'),
        ("q.csv", "id,question\n1\n", 2, 'no text in column "question"'),
        ("q.csv", "id,question\n1,Who, when, why?\n", 2, "more cells than columns"),
        ("q.csv", 'id,question\n1,"Who?\n2,What?\n', 2, "unexpected end"),
        ("q.jsonl", '{"question": "a", "id": 1}\n{"question": "b", "id": "1"}', 2, "of line 1"),
        ("q.csv", "id,question\nx,a\nx,b\n", 3, "of line 2"),
    ],
)
def test_a_bad_line_is_named(name: str, text: str, line: int, says: str) -> None:
    head, *listed = faults(text.encode(), name)
    assert head.startswith(name)
    assert "nothing was asked" in head
    assert len(listed) == 1
    assert listed[0].startswith(f"  line {line}: ")
    assert says in listed[0]


def test_twenty_bad_lines_are_named_and_the_rest_counted() -> None:
    _, *listed = faults(b"{}\n" * 50, "q.jsonl")
    assert [one.split(":")[0].strip() for one in listed[:20]] == [f"line {n}" for n in range(1, 21)]
    assert listed[20:] == ["  and 30 more"]
    assert len(faults(b"{}\n" * 20, "q.jsonl")) == 21


def test_what_is_not_utf_8_is_refused_with_its_line() -> None:
    assert faults("Who?\nWhö?\n".encode("latin-1"), "q.txt") == [
        "q.txt: line 2 is not UTF-8; save the file as UTF-8"
    ]
    assert "line 1 is not UTF-8" in faults("Who?".encode("utf-16"), "q.csv")[0]


@pytest.mark.parametrize("name", ["q.txt", "q.jsonl", "q.csv"])
@pytest.mark.parametrize("data", [b"", BOM, b"\n \r\n\t\n"])
def test_a_file_without_questions_is_refused(name: str, data: bytes) -> None:
    assert faults(data, name) == [f"{name} holds no question"]


questions = st.lists(
    st.text(st.characters(exclude_categories=["Cs"])).filter(str.strip), min_size=1
)


@given(questions)
def test_what_a_program_writes_is_read_back(texts: list[str]) -> None:
    lines = "\n".join(json.dumps({"id": n, "question": q}) for n, q in enumerate(texts))
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["id", "question"])
    writer.writerows(enumerate(texts))
    expected = [(str(n), text) for n, text in enumerate(texts)]
    for data, name in ((lines, "q.jsonl"), (table.getvalue(), "q.csv")):
        records = read_questions(data.encode(), name)
        assert [(record.id, record.question) for record in records] == expected


@given(st.binary(), st.sampled_from(["q.txt", "q.jsonl", "q.csv"]))
def test_any_bytes_are_questions_or_a_fault(data: bytes, name: str) -> None:
    try:
        records = read_questions(data, name)
    except BatchError as error:
        assert name in str(error)
    else:
        assert all(record.question.strip() for record in records)
