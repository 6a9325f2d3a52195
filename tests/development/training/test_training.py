"""The reader's training: reading the data, learning, going on, what is left at the end."""

import gzip
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from qa_bot.answering.onnx_reader import MAX_TOKENS
from qa_bot.development.training import TrainingError, average, checkpoint
from qa_bot.development.training.__main__ import main
from qa_bot.development.training.batches import (
    BATCH_TOKENS,
    NO_SPAN,
    PairEncoder,
    Position,
    pack,
    shuffle,
    to_batch,
    walk,
)
from qa_bot.development.training.data import Example, contradictions, load_examples
from qa_bot.development.training.loop import (
    StoppedError,
    TrainingSettings,
    loss_of,
    ranking_loss,
    share_done,
    train,
)
from qa_bot.development.training.measure import WindowReading, figures, read_all
from qa_bot.development.training.model import (
    Logits,
    ReaderNetwork,
    load_reader,
    load_weights,
    new_reader,
    save_halves,
    save_trained,
    trained_tensors,
)

pytestmark = pytest.mark.slow

FACTS = [
    ("Where was the harbour built?", "The harbour was built on the shore.", "on the shore"),
    ("Who paints the boats?", "Every spring Mads Olin paints the boats.", "Mads Olin"),
    ("When did the ferry sink?", "The old ferry sank in 1931, and nobody was hurt.", "in 1931"),
    ("How many lamps does the tower have?", "The tower has forty lamps and one bell.", "forty"),
]  # fmt: skip


def record(question: str, window: str, answer: str | None, kind: str) -> dict[str, Any]:
    start = window.index(answer) if answer else 0
    span = [start, start + len(answer)] if answer else None
    return {"q": question, "ctx": window, "a": span, "src": "made", "kind": kind}


def dozen() -> list[dict[str, Any]]:
    """Four answered, four windows of other questions, four for relevance only."""
    records = [record(*fact, "pos") for fact in FACTS]
    for number, (question, _, _) in enumerate(FACTS):
        other = FACTS[(number + 1) % len(FACTS)][1]
        records.append(record(question, other, None, "neg_art"))
        records.append(record(question.lower(), other.lower(), None, "relneg"))
    return records


def write(path: Path, records: list[dict[str, Any]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(each) + "\n" for each in records)
    return path


@pytest.fixture(scope="session")
def encoder() -> PairEncoder:
    return PairEncoder()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "train.jsonl.gz", dozen())


def quiet(_: str) -> None:
    pass


def seeded() -> ReaderNetwork:
    torch.manual_seed(3)
    return new_reader()


# WindowReading the data


def test_kinds_say_what_is_learned(data: Path, encoder: PairEncoder) -> None:
    items = encoder.encode(load_examples(data))
    seen = {(i.example.kind, i.example.answered, min(1, i.start)) for i in items}
    assert seen == {("pos", True, 1), ("neg_art", False, 0), ("relneg", False, NO_SPAN)}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[1]", "not a JSON object"),
        ({"q": " "}, '"q" must be'),
        ({"a": [4, 400]}, '"a" must be null or [start, end]'),
        ({"a": None}, '"a" is null'),
        ({"kind": "imp"}, '"a" must be null for kind imp'),
        ({"kind": "odd"}, "unknown \"kind\" 'odd'"),
        ({"q": "각 " * 100}, "the question takes"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: bytes | dict[str, Any], told: str
) -> None:
    lines = [json.dumps(each).encode() for each in dozen()[:3]]
    lines[1] = change if isinstance(change, bytes) else json.dumps(dozen()[1] | change).encode()
    path = tmp_path / "bad.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(lines)))
    assert main([str(path), "--out", str(tmp_path / "out")]) == 1
    error = capsys.readouterr().err
    assert f"{path}, line 2: " in error
    assert told in error
    assert error.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_file_cut_off_is_told(data: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.jsonl.gz"
    short.write_bytes(data.read_bytes()[:-20])
    with pytest.raises(TrainingError, match="damaged or cut off after line"):
        load_examples(short)
    with pytest.raises(TrainingError, match="no examples"):
        load_examples(write(tmp_path / "empty.jsonl.gz", []))


def test_plain_jsonl_and_blank_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "plain.jsonl"
    path.write_text("\n\n".join(json.dumps(each) for each in dozen()), encoding="utf-8")
    examples = load_examples(path)
    assert [example.line for example in examples[:2]] == [1, 3]


def test_contradictions_are_counted() -> None:
    def made(kind: str, *, answered: bool) -> Example:
        return Example("Who?", "She did.", None, answered, False, kind, "made", 1)

    assert contradictions([made("relpos", answered=True), made("relneg", answered=False)]) == 1
    assert contradictions([made("relpos", answered=True)] * 2) == 0


# Tokens and batches


def test_span_tokens_are_the_answers_words(data: Path, encoder: PairEncoder) -> None:
    for item in encoder.encode(load_examples(data)):
        if item.example.answer is not None:
            start, end = item.example.answer
            assert item.offsets[item.start][0] == start
            assert item.offsets[item.end][1] == end
            assert item.types[item.start] == 1


def test_only_the_window_is_cut(encoder: PairEncoder) -> None:
    window = "word " * 400 + "end"
    for answer, expected in ((1995, NO_SPAN), (0, 8)):
        example = Example("Who " + "?" * 4, window, (answer, answer + 4), True, True, "pos", "", 1)
        item = encoder.encode([example])[0]
        assert len(item.ids) == MAX_TOKENS
        if expected == NO_SPAN:
            assert (item.start, item.end) == (NO_SPAN, NO_SPAN)
        else:
            assert item.start == item.types.index(1)


def test_batches_keep_to_the_limit_and_mask_the_rest(encoder: PairEncoder, data: Path) -> None:
    items = encoder.encode(load_examples(data) * 40)
    packed = pack([[item] for item in items])
    assert sum(map(len, packed)) == len(items)
    for group in packed:
        batch = to_batch(group)
        assert batch.ids.numel() <= BATCH_TOKENS
        assert not (batch.in_window & (batch.mask == 0)).any()
        assert not batch.in_window[:, 0].any()


def test_a_walk_taken_up_anywhere_is_the_same_walk(data: Path, encoder: PairEncoder) -> None:
    examples = load_examples(data) * 150  # 1,800: three chunks a pass
    whole = list(walk(examples, encoder, 5, 2, Position()))
    for stop in (0, 3, len(whole) // 2, len(whole) - 2):
        rest = list(walk(examples, encoder, 5, 2, whole[stop][0]))
        assert [at for at, _ in rest] == [at for at, _ in whole[stop + 1 :]]
        assert torch.equal(rest[0][1].ids, whole[stop + 1][1].ids)
    assert sum(len(batch.items) for _, batch in whole) == 2 * len(examples)
    other = next(walk(examples, encoder, 6, 1, Position()))[1]
    assert not torch.equal(other.ids, whole[0][1].ids)


def test_a_pair_stays_together() -> None:
    pairs = [f"p{number // 2}" if number % 3 else None for number in range(900)]
    examples = [Example("q", "w", None, False, True, "imp", "s", n, p) for n, p in enumerate(pairs)]
    order = shuffle(examples, "0/0")
    assert sorted(number for group in order for number in group) == list(range(900))
    places = {number: place for place, group in enumerate(order) for number in group}
    for number in range(0, 900, 2):
        if pairs[number] and pairs[number] == pairs[number + 1]:
            assert places[number] == places[number + 1]


def test_the_ranking_loss_falls_as_the_answering_window_leads(encoder: PairEncoder) -> None:
    windows = [("Ann built it.", (0, 3), "pos"), ("It was built of oak.", None, "neg_par")]
    items = encoder.encode(
        [Example("Who built it?", w, a, a is not None, True, k, "s", 1) for w, a, k in windows]
    )
    batch = to_batch(items)
    none = torch.zeros(2, batch.ids.shape[1])

    def loss(answers: list[float]) -> float:
        return float(ranking_loss(Logits(torch.tensor(answers), none, none), batch))

    assert loss([4.0, -4.0]) < loss([0.0, 0.0]) < loss([-4.0, 4.0])
    alone = to_batch(items[:1])
    none = torch.zeros(1, alone.ids.shape[1])
    assert ranking_loss(Logits(torch.zeros(1), none, none), alone) == 0


# Learning


def run_of(
    out: Path, data: Path, settings: TrainingSettings, stop: Callable[[], bool] = lambda: False
) -> tuple[ReaderNetwork, checkpoint.Progress]:
    out.mkdir(exist_ok=True)
    reader = seeded()
    examples = load_examples(data)
    progress = train(
        reader, examples, examples, settings, out, run={"seed": settings.seed}, say=quiet, stop=stop
    )
    return reader, progress


def test_a_dozen_examples_are_learned(data: Path, tmp_path: Path, encoder: PairEncoder) -> None:
    settings = TrainingSettings(passes=25, warm_up=3, mark_every=5, dev_every=100)
    frozen = seeded().bert.embeddings.word_embeddings.weight
    reader, progress = run_of(tmp_path / "out", data, settings)
    assert progress.step == 25
    assert progress.marks[-1].loss < 0.5 * progress.marks[0].loss
    readings = read_all(reader, encoder, load_examples(data))
    found = figures(readings)
    assert found.auroc == 1.0
    assert found.f1 is not None
    assert found.f1 > 0.7
    assert torch.equal(frozen, reader.bert.embeddings.word_embeddings.weight)
    curve = (tmp_path / "out" / "curve.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["step"] for line in curve] == [5, 10, 15, 20, 25]


def test_stopped_and_taken_up_gives_the_same_weights(data: Path, tmp_path: Path) -> None:
    settings = TrainingSettings(
        passes=6, warm_up=2, mark_every=2, dev_every=4, checkpoint_every=100
    )
    whole, straight = run_of(tmp_path / "whole", data, settings)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    with pytest.raises(StoppedError):
        run_of(tmp_path / "parts", data, settings, stop)
    assert (tmp_path / "parts" / checkpoint.NAME).exists()
    again, resumed = run_of(tmp_path / "parts", data, settings)
    assert resumed.step == straight.step == 6
    for name, tensor in trained_tensors(whole).items():
        assert torch.equal(tensor, trained_tensors(again)[name]), name
    pairs = zip(straight.marks, resumed.marks, strict=True)
    assert all((a.step, a.loss, a.dev) == (b.step, b.loss, b.dev) for a, b in pairs)


def test_a_checkpoint_of_another_run_or_a_damaged_one_is_refused(
    data: Path, tmp_path: Path
) -> None:
    run_of(tmp_path / "out", data, TrainingSettings(warm_up=1))
    with pytest.raises(TrainingError, match="seed 0 → 1"):
        run_of(tmp_path / "out", data, TrainingSettings(seed=1, warm_up=1))
    (tmp_path / "out" / checkpoint.NAME).write_bytes(b"nothing")
    with pytest.raises(TrainingError, match=r"damaged.*delete it"):
        run_of(tmp_path / "out", data, TrainingSettings(warm_up=1))


def test_relevance_alone_teaches_no_span(data: Path, encoder: PairEncoder) -> None:
    examples = [example for example in load_examples(data) if not example.has_span]
    batch = to_batch(encoder.encode(examples))
    reader = seeded()
    loss_of(reader(batch.ids, batch.types, batch.mask), batch).backward()  # type: ignore[no-untyped-call]
    assert reader.span.weight.grad is None
    assert reader.cls.weight.grad is not None


def test_a_time_limit_is_its_own_schedule() -> None:
    settings = TrainingSettings(max_minutes=10)
    progress = checkpoint.Progress(examples=100, seconds=300)
    assert share_done(progress, 1000, settings) == 0.5
    assert share_done(progress, 100, settings) == 1.0
    assert share_done(progress, 1000, TrainingSettings()) == 0.1


# Weights, figures, command


def test_weights_go_to_disk_and_back(tmp_path: Path, data: Path, encoder: PairEncoder) -> None:
    reader = seeded().eval()
    save_trained(reader, tmp_path / "w.safetensors")
    again = load_reader(tmp_path / "w.safetensors")
    assert len(trained_tensors(again)) == 84
    assert all(t.dtype == torch.float32 for t in trained_tensors(again).values())
    ours, theirs = (read_all(r, encoder, load_examples(data)) for r in (reader, again))
    for one, other in zip(ours, theirs, strict=True):
        assert one.logit == pytest.approx(other.logit, abs=0.02)
    (tmp_path / "w.safetensors").write_bytes(b"no weights")
    with pytest.raises(TrainingError, match="cannot read the weights"):
        load_reader(tmp_path / "w.safetensors")


def test_weights_of_one_network_are_averaged(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.safetensors" for name in "abc"]
    for path, value in zip(paths, (1.0, 5.0, 9.0), strict=True):
        save_halves({"w": torch.full((2, 3), value)}, path)
    one, other, out = map(str, paths)
    average.main([one, other, "--out", out])
    assert torch.equal(load_weights(paths[2])["w"], torch.full((2, 3), 3.0, dtype=torch.float16))
    average.main([one, other, "--out", out, "--share", ".75"])
    assert torch.equal(load_weights(paths[2])["w"], torch.full((2, 3), 2.0, dtype=torch.float16))
    for tensors in ({"w": torch.ones(3, 2)}, {"v": torch.ones(2, 3)}):
        save_halves(tensors, paths[1])
        with pytest.raises(TrainingError, match="not of the same network"):
            average.main([one, other, "--out", out])
    with pytest.raises(TrainingError, match="cannot read the weights"):
        average.main([one, str(tmp_path / "nope"), "--out", out])


def test_figures_are_squads() -> None:
    def reading(words: str, logit: float, answer: tuple[int, int] | None) -> WindowReading:
        window = "It was the Red Tower, in 1931."
        example = Example("What?", window, answer, answer is not None, True, "pos", "made", 1)
        return WindowReading(example, logit, 0.0, words)

    found = figures(
        [reading("red tower", 1, (7, 20)), reading("1931", 0, (22, 29)), reading("It", -1, None)]
    )
    assert found.auroc == 1.0
    assert found.exact == 0.5
    assert found.f1 == pytest.approx((1 + 2 / 3) / 2)
    assert figures([reading("It", -1, None)]).auroc is None


def test_command_is_interrupted_goes_on_and_finishes(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [r | {"kind": "test_ans" if r["a"] else "test_imp"} for r in dozen()]
    dev = write(tmp_path / "dev.jsonl.gz", records)
    out = tmp_path / "out"
    command = [str(data), "--out", str(out), "--dev", str(dev), "--passes", "2"]

    def loss_and_signal(*given: Any) -> torch.Tensor:
        os.kill(os.getpid(), signal.SIGINT)
        return loss_of(*given)

    with monkeypatch.context() as patch:
        patch.setattr("qa_bot.development.training.loop.loss_of", loss_and_signal)
        assert main(command) == 130
    assert f"python -m qa_bot.development.training {data} --out {out}" in capsys.readouterr().err
    assert not (out / "report.json").exists()
    assert main(command) == 0
    assert "resumed at step 1" in capsys.readouterr().err
    assert sorted(p.name for p in out.iterdir()) == [
        "curve.jsonl",
        "reader.fp16.safetensors",
        "report.json",
    ]
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    held_out = report["held_out"]["all"]
    assert (held_out["examples"], held_out["answerable"]) == (12, 4)
    assert report["data"]["kinds"]["neg_art"] == 4
    assert main(command) == 0
    assert "already finished" in capsys.readouterr().err
    assert main([*command, "--seed", "1"]) == 1
    assert "use another --out" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--passes", "0"], ["--max-minutes", "-1"], ["--dev", "nope"]])
def test_wrong_options_are_usage_errors(data: Path, tmp_path: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([str(data), "--out", str(tmp_path), *wrong])
    assert stopped.value.code == 2
