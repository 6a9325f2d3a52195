"""Other libraries with the same local model, each in its own virtual environment."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from qa_bot.development.benchmark.measure import Side, alternate, run
from qa_bot.development.benchmark.show import Table
from qa_bot.development.benchmark.speed import QUESTION, prepare
from qa_bot.embedding import find_model
from qa_bot.paths import bundled_index

# Otherwise LangChain's dependencies pull a CUDA build of 3 GB.
_CONSTRAINTS = "torch==2.13.0\n"

# Arguments of each script: build or ask, the model's folder, texts.json, output, question.
_HEAD = """\
import json, sys
from pathlib import Path
job, model, texts, kept, question = sys.argv[1:]
texts = json.loads(Path(texts).read_text("utf-8"))
"""


@dataclass(frozen=True, slots=True)
class _Peer:
    name: str
    packages: tuple[str, ...]
    script: str


_PEERS = (
    _Peer(
        "txtai",
        ("txtai",),
        """\
from txtai import Embeddings
if job == "build":
    embeddings = Embeddings(path=model, content=True, gpu=False)
    embeddings.index(texts)
    embeddings.save(kept)
else:
    embeddings = Embeddings()
    embeddings.load(kept)
    print(embeddings.search(question, 3)[0]["text"])
""",
    ),
    _Peer(
        "LangChain + FAISS",
        ("langchain-huggingface", "langchain-community", "sentence-transformers", "faiss-cpu"),
        """\
from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings
embeddings = HuggingFaceEmbeddings(model_name=model, model_kwargs={"device": "cpu"})
if job == "build":
    FAISS.from_texts(texts, embeddings).save_local(kept)
else:
    store = FAISS.load_local(kept, embeddings, allow_dangerous_deserialization=True)
    print(store.similarity_search(question, 3)[0].page_content)
""",
    ),
    _Peer(
        "LlamaIndex",
        ("llama-index-core", "llama-index-embeddings-huggingface"),
        """\
from llama_index.core import Settings, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.schema import TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
Settings.embed_model = HuggingFaceEmbedding(model_name=model, device="cpu")
Settings.llm = None
if job == "build":
    index = VectorStoreIndex([TextNode(text=text) for text in texts])
    index.storage_context.persist(kept)
else:
    index = load_index_from_storage(StorageContext.from_defaults(persist_dir=kept))
    print(index.as_retriever(similarity_top_k=3).retrieve(question)[0].text)
""",
    ),
)


def compare(kept: Path, runs: int) -> list[Table]:
    """Measure one question, whole process, over a ready index, by each peer and by qa-bot.

    The environments are created in `kept` on the first run.
    """
    folder = kept / "peers"
    folder.mkdir(exist_ok=True)
    prepare(folder, 8)
    sides = [_side(peer, folder) for peer in _PEERS]
    ask = [sys.executable, "-m", "qa_bot", "ask", QUESTION, "--index", str(bundled_index())]
    ours = [Side("qa-bot ask --no-reader", [*ask, "--no-reader"]), Side("qa-bot ask", ask)]
    alternate([*sides, *ours], runs)
    figures = ("wall", "cpu", "peak")
    tables = []
    for side in sides:
        rows = tuple(
            (one.name, tuple(one.median_of(figure) for figure in figures)) for one in (side, *ours)
        )
        title = f"one question, whole process: {side.name}"
        tables.append(Table(title, ("wall s", "CPU s", "peak MB"), rows, ("wall s", "peak MB")))
    return tables


def _side(peer: _Peer, folder: Path) -> Side:
    """Return the peer's asking command, after creating its environment and index."""
    place = folder / peer.name.split()[0].lower()
    python, ready = place / "bin" / "python", place / "ready"
    if not ready.exists():
        shutil.rmtree(place, ignore_errors=True)
        print(f"installing {peer.name}, which takes some minutes", file=sys.stderr)
        run([sys.executable, "-m", "venv", str(place)])
        constraints = place / "constraints.txt"
        constraints.write_text(_CONSTRAINTS, "utf-8")
        pip = [str(python), "-m", "pip", "install", "-q", "-c", str(constraints)]
        run([*pip, *peer.packages])
        ready.touch()
    script = place / "peer.py"
    script.write_text(_HEAD + peer.script, "utf-8")
    index = place / "index"
    shutil.rmtree(index, ignore_errors=True)
    arguments = [str(find_model().folder), str(folder / "texts.json"), str(index), QUESTION]
    run([str(python), str(script), "build", *arguments])
    return Side(peer.name, [str(python), str(script), "ask", *arguments])
