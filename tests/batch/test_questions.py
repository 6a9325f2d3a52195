"""Reading questions: text, JSONL and CSV as people and programs write them."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.batch import InputFormat, Record, check_questions
from qa_bot.errors import BatchError, UsageError

BOM = b"\xef\xbb\xbf"


def read_questions(
    data: bytes, name: str, form: InputFormat | None = None, column: str | None = None
) -> list[Record]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "questions"
        path.write_bytes(data)
        questions = check_questions(path, name, form, column)
        records = list(questions)
        assert len(records) == questions.count
        return records


def faults(data: bytes, name: str) -> list[str]:
    """Return the lines of the error that a file of questions gives."""
    with pytest.raises(BatchError) as error:
        read_questions(data, name)
    return [str(error.value), *error.value.details]


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
        ("q.csv", ["Query;id", "", "Who?;a", "What, when?;b"], ["a", "b"]),
        ("q.csv", ["Query", "Who?", "What, when?"], [None, None]),
        ("q.tsv", ["", "id\tQuestion", "a\tWho?", "\tWhat, when?"], ["a", None]),
    ],
)
def test_every_form_is_read_with_its_ids(
    name: str, lines: list[str], ids: list[str | None], mark: bytes, ending: str
) -> None:
    records = read_questions(mark + ending.join(lines).encode(), name)
    assert [record.question for record in records] == ["Who?", "What, when?"]
    given = [record.id for record in records if not re.fullmatch(r"[0-9a-f]{12}", record.id)]
    assert given == [id_ for id_ in ids if id_]


def test_a_question_in_a_single_column_may_hold_semicolons() -> None:
    (record,) = read_questions(b"question\nWho; and when?\n", "q.csv")
    assert record.question == "Who; and when?"


def test_records_know_their_lines() -> None:
    text = 'id,question\n1,"Who\nis it?"\n\n2,What?\n'
    records = read_questions(text.encode(), "q.csv")
    assert records == [Record(2, "Who\nis it?", "1"), Record(5, "What?", "2")]
    assert [one.line for one in read_questions(b"\n\na\n\nb", "q.txt")] == [3, 5]


def test_the_form_that_is_asked_for_overrides_the_name() -> None:
    for data, name, form in (
        (b'{"question": "Who?", "id": 1}', "q.txt", InputFormat.JSONL),
        (b"id,question\n1,Who?", "-", InputFormat.CSV),
    ):
        (record,) = read_questions(data, name, form)
        assert (record.question, record.id) == ("Who?", "1")


def test_a_column_can_be_named() -> None:
    table = b"number,text,note\n1,Who?,no\n"
    (record,) = read_questions(table, "q.csv", column="Text")
    assert (record.question, record.extra) == ("Who?", {"number": "1", "note": "no"})
    (record,) = read_questions(b'{"text": "Who?"}', "q.jsonl", column="text")
    assert record.question == "Who?"
    with pytest.raises(UsageError, match="does not apply"):
        read_questions(b"Who?", "q.txt", column="text")


def test_further_fields_are_carried() -> None:
    (record,) = read_questions(b'{"question": "Who?", "topic": {"a": [1]}}', "q.jsonl")
    assert record.extra == {"topic": {"a": [1]}}
    (record,) = read_questions(b"topic,q,id\nwar,Who?,7\n", "q.csv")
    assert (record.id, record.extra) == ("7", {"topic": "war"})
    (record,) = read_questions(b'{"question": "Who?", "conversation": 7}', "q.jsonl")
    assert (record.conversation, record.extra) == ("7", {"conversation": 7})
    (record,) = read_questions(b"q,Conversation,\nWho?,x,y\n", "q.csv")
    assert (record.conversation, record.extra) == ("x", {"Conversation": "x", "column 3": "y"})


def test_a_carried_field_never_stands_in_for_the_question() -> None:
    for data, name in (
        (b"text,question\na,b\n", "q.csv"),
        (b'{"text":"a","question":"b"}', "q.jsonl"),
    ):
        with pytest.raises(BatchError) as error:
            read_questions(data, name, column="text")
        assert '"question" is a reserved name' in error.value.details[0]


def test_a_file_that_changes_while_it_is_asked_is_said(tmp_path: Path) -> None:
    path = tmp_path / "q.txt"
    path.write_text("a\nb\n")
    questions = check_questions(path, "q.txt")
    records = iter(questions)
    next(records)
    path.write_text("a\nb\nc\n")
    with pytest.raises(BatchError, match=r"q\.txt was changed"):
        list(records)


def test_every_record_has_an_id_of_its_own_and_always_the_same() -> None:
    data = b'{"question": "a"}\n{"question": "a"}\n{"question": "a", "id": "x"}\n{"question": "b"}'
    ids = [record.id for record in read_questions(data, "q.jsonl")]
    assert ids[1] == f"{ids[0]}-2"
    assert len(set(ids)) == 4
    assert ids == [record.id for record in read_questions(data, "q.jsonl")]
    taken = data.replace(b'"x"', f'"{ids[1]}"'.encode())
    assert len({record.id for record in read_questions(taken, "q.jsonl")}) == 4


def test_a_conversation_knows_its_last_record() -> None:
    lines = [{"question": "a", "conversation": name} for name in ("x", "y", "x", 1)]
    data = "\n".join(map(json.dumps, [*lines, {"question": "b"}])).encode()
    records = read_questions(data, "q.jsonl")
    assert [record.conversation for record in records] == ["x", "y", "x", "1", None]
    assert [record.ends for record in records] == [False, True, True, True, False]


@pytest.mark.parametrize("name", ["q.txt", "q.csv"])
def test_a_line_of_ten_megabytes_is_read(name: str) -> None:
    (record,) = read_questions(b"question\n"[: 9 * (name == "q.csv")] + b"w " * 5_000_000, name)
    assert len(record.question.strip()) == 9_999_999


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("q.jsonl", '{"question": "a"}\n{oops}\n', 2, "not valid JSON"),
        ("q.jsonl", '["a"]', 1, "not a JSON object"),
        ("q.jsonl", '\n{"q": "a"}', 2, 'missing "question"'),
        ("q.jsonl", '{"question": " "}', 1, 'missing "question"'),
        ("q.jsonl", '{"question": ["a"]}', 1, 'missing "question"'),
        ("q.jsonl", '{"question": "a", "id": {}}', 1, '"id" must be text'),
        ("q.jsonl", '{"question": "a", "id": true}', 1, '"id" must be text'),
        ("q.jsonl", "[" * 100_000, 1, "not valid JSON"),
        ("q.csv", "name,text\na,b\n", 1, 'no column "question"'),
        ("q.csv", "id|question\n1|Who?\n", 1, 'no column "question"'),
        ("q.csv", "id,question\n1,Who?\n2,\n", 3, 'column "question" is empty'),
        ("q.csv", "id,question\n1\n", 2, 'column "question" is empty'),
        ("q.csv", "id,question\n1,Who, when, why?\n", 2, "more cells than columns"),
        ("q.csv", 'id,question\n1,"Who?\n2,What?\n', 2, "unexpected end"),
        (
            "q.jsonl",
            '{"question": "a", "id": 1}\n{"question": "b", "id": "1"}',
            2,
            "used on line 1",
        ),
        ("q.csv", "id,question\nx,a\nx,b\n", 3, "used on line 2"),
        ("q.jsonl", '{"question": "a", "answer": "b"}', 1, '"answer" is a reserved name'),
        ("q.jsonl", '{"question": "a", "x": NaN}', 1, "not valid JSON"),
        ("q.jsonl", '{"question": "a", "x": 1e999}', 1, "not valid JSON"),
        ("q.csv", "question,a,A\nx,b,c\n", 1, 'two columns are named "a"'),
        ("q.csv", "question,status\na,b\n", 1, '"status" is a reserved name'),
        ("q.jsonl", '{"question": "a", "conversation": []}', 1, '"conversation" must be text'),
    ],
)
def test_a_bad_line_is_named(name: str, text: str, line: int, says: str) -> None:
    head, *listed = faults(text.encode(), name)
    assert head.startswith(f"cannot read {name}")
    assert "nothing was asked" in head
    assert len(listed) == 1
    assert listed[0].startswith(f"line {line}: ")
    assert says in listed[0]


def test_twenty_faults_are_named_and_the_other_lines_counted() -> None:
    ids = "".join(f'{{"question": "a", "id": {n}}}\n' for n in range(25)) * 2
    _, *listed = faults(ids.encode(), "q.jsonl")
    assert listed[0] == "line 26: id '0' is already used on line 1"
    assert len(listed) == 21
    assert listed[20] == "and 5 more lines"


def test_one_fault_of_many_lines_is_named_once() -> None:
    for count, named in (
        (1, "line 1"),
        (2, "lines 1 and 2"),
        (5, "lines 1, 2, 3, 4 and 5"),
        (50, "lines 1, 2, 3, 4, 5 and 45 more"),
    ):
        _, *listed = faults(b"{}\n" * count, "q.jsonl")
        assert listed == [f'{named}: missing "question"']


def test_what_is_not_utf_8_is_refused_with_its_line() -> None:
    for name in ("q.txt", "q.jsonl", "q.csv"):
        data = "question\nWhö?\nWer?\nWhö?\n".encode("latin-1")
        listed = faults(data, name)[1:]
        assert "lines 2 and 4: not valid UTF-8; save the file as UTF-8" in listed


@pytest.mark.parametrize("name", ["q.txt", "q.jsonl", "q.csv"])
@pytest.mark.parametrize("data", [b"", BOM, b"\n \r\n\t\n"])
def test_a_file_without_questions_is_refused(name: str, data: bytes) -> None:
    assert faults(data, name) == [f"{name} contains no questions; write one on each line"]


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
