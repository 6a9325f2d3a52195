"""The wheel holds what a user needs, and nothing that only developers run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
NEEDED = (
    "qa_bot/answer.schema.json",
    "qa_bot/answering/reader-v2.fp16.safetensors",
    "qa_bot/embedding/graphs/encoder.onnx",
    "qa_bot/prose/support-v1.fp16.safetensors",
    "qa_bot/embedding/graphs/reader.onnx",
    "qa_bot/export/html/page.css",
    "qa_bot/export/html/page.html",
    "qa_bot/default_index/article.txt",
    "qa_bot/default_index/index.sqlite",
    "qa_bot/default_index/vectors.faiss",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    builders = pytest.importorskip("hatchling.builders.wheel")
    builder = builders.WheelBuilder(str(ROOT))
    (file,) = builder.build(directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"])
    return ZipFile(file)


@pytest.mark.slow
def test_the_wheel_holds_models_templates_and_the_index(wheel: ZipFile) -> None:
    assert set(NEEDED) <= set(wheel.namelist())
    for name in NEEDED:
        source = ROOT / name.replace("qa_bot/default_index", "index")
        assert wheel.read(name) == source.read_bytes(), name


@pytest.mark.slow
def test_the_wheel_holds_no_tests_and_nothing_of_development(wheel: ZipFile) -> None:
    folders = {name.split("/")[0] for name in wheel.namelist()}
    assert folders == {"qa_bot", next(one for one in folders if one.endswith(".dist-info"))}
    assert not [name for name in wheel.namelist() if "development" in name]


@pytest.mark.slow
def test_every_module_of_the_wheel_imports_without_the_rest(wheel: ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    names = sorted(
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in wheel.namelist()
        if name.endswith(".py") and not name.endswith("__main__.py")
    )
    code = (
        "import sys\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "from importlib import import_module\n"
        f"for name in {names!r}: import_module(name)\n"
        "import qa_bot; print(qa_bot.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(str(tmp_path))
