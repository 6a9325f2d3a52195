import json
from pathlib import Path

import pytest

from qa_bot.errors import GoldError
from qa_bot.evaluation import EvaluatedQuestion, GoldQuestion, measure, read_gold
from qa_bot.evaluation.figures import question_type
from qa_bot.types import Answer, Status

pytestmark = pytest.mark.slow


def outcome(
    answerable: bool, rank: int | None, status: Status, confidence: float
) -> EvaluatedQuestion:
    answer = Answer("1", "q", status, "", None, confidence, (), (), None, 0.01)
    return EvaluatedQuestion(GoldQuestion("q", 1, answerable), answer, rank, rank == 1, True)


def test_the_figures_are_those_of_their_definitions() -> None:
    report = measure(
        [
            outcome(True, 1, "answered", 0.95),
            outcome(True, 2, "answered", 0.75),
            outcome(True, None, "not_found", 0.15),
            outcome(False, None, "answered", 0.55),
            outcome(False, None, "not_found", 0.05),
        ]
    )
    found = {name: round(figure.value, 4) for name, figure in report.figures.items()}
    assert found["hit@1"] == round(1 / 3, 4)
    assert found["hit@3"] == round(2 / 3, 4)
    assert found["MRR"] == 0.5
    assert found["answered of the answerable"] == round(2 / 3, 4)
    assert found["refused of the unanswerable"] == 0.5
    assert found["precision of shown answers"] == round(1 / 3, 4)
    assert found["AUROC"] == round(5 / 6, 4)
    assert found["ECE"] == round((0.05 + 0.75 + 0.15 + 0.55 + 0.05) / 5, 4)
    assert found["ms a question"] == 10
    for figure in report.figures.values():
        assert figure.low <= figure.value <= figure.high


def test_what_cannot_be_measured_is_null() -> None:
    report = measure([outcome(True, 1, "answered", 0.9)]).to_dict()
    assert report["AUROC"] is None
    assert report["refused of the unanswerable"] is None
    json.dumps(report, allow_nan=False)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who is it?", "who"),
        ("in which year was it", "when"),
        ("How many came?", "how many"),
        ("Where is Riga?", "where"),
        ("Why?", "why"),
        ("Is Ukraine in NATO?", "yes-no"),
        ("What does Putin want?", "other"),
    ],
)
def test_types_of_questions(question: str, kind: str) -> None:
    assert question_type(question) == kind


SQUAD = {
    "data": [
        {
            "title": "River_Lune",
            "paragraphs": [
                {
                    "context": "Otters came back in May. Beavers built a dam in June.",
                    "qas": [
                        {
                            "question": "When did the beavers build a dam?",
                            "answers": [{"text": "June", "answer_start": 48}],
                        },
                        {
                            "question": "When did the herons leave?",
                            "is_impossible": True,
                            "answers": [],
                        },
                    ],
                }
            ],
        }
    ]
}


def test_squad_is_read_with_offsets_into_the_article(tmp_path: Path) -> None:
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(SQUAD), "utf-8")
    questions, articles = read_gold(path)
    start, end = questions[0].spans[0]
    assert articles[0].text[start:end] == "June"
    assert [question.answerable for question in questions] == [True, False]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no question"),
        ('{"question": "q"', "line 1: not valid JSON"),
        ('{"question": "q", "answers": [7], "answerable": true}', "line 1"),
        ('{"question": "q", "answers": [], "answerable": true}', "is empty"),
        ('\n\n{"answers": ["a"]}', "line 3: 'question' is missing"),
        ('{"data": [{"title": "t"}]}', "not valid SQuAD"),
    ],
)
def test_a_gold_file_that_cannot_be_read_is_refused(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(GoldError, match=word):
        read_gold(path)


def test_an_answer_is_a_regular_expression_or_else_text(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"question": "q", "answers": ["in (May|June)", "(sic"]}', "utf-8")
    question = read_gold(path)[0][0]
    for quote, matches in [("It was in may.", True), ("A word (sic.", True), ("sic", False)]:
        assert question.matches("a", 0, 9, quote) == matches


@pytest.mark.slow
def test_the_command_measures_squad_and_jsonl(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    squad = tmp_path / "squad.json"
    squad.write_text(json.dumps(SQUAD), "utf-8")
    figures = tmp_path / "figures.json"
    ran = run("eval", squad, "--misses", "--by-type", "--json", figures)
    assert (ran.status, ran.err) == (0, "")
    assert "hit@1                         1.000" in ran.out
    assert json.loads(figures.read_text("utf-8"))["hit@1"]["value"] == 1
    gold, story = tmp_path / "gold.jsonl", tmp_path / "lune.txt"
    gold.write_text('{"question": "When did otters come back?", "answers": ["in May"]}\n', "utf-8")
    story.write_text("River Lune\n\nOtters came back to the river in May.\n", "utf-8")
    assert "1 question, 1 of them answerable" in run("eval", gold, story).out
    assert run("eval", squad, story).status == 2
    assert "leave it out" in run("eval", gold, story, "--per-article").err
    assert run("eval", tmp_path / "nowhere.json").status == 1
    for option in ("--json", "--plot"):
        ran = run("eval", gold, story, option, tmp_path / "nowhere" / "file")
        assert (ran.status, ran.out) == (2, "")
        assert "no such folder; create it first" in ran.err
