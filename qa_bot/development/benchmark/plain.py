"""The baseline: sentence-transformers and FAISS as in their own examples.

A separate script, so that it imports nothing of qa-bot: `python plain.py JOB MODEL FOLDER …`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Do one job over the sentences in FOLDER/texts.json and the index in FOLDER/plain.faiss."""
    job, model_folder, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    import faiss
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(model_folder, device="cpu")
    texts = json.loads((folder / "texts.json").read_text("utf-8"))
    if job == "build":
        vectors = model.encode(texts, normalize_embeddings=True)
        made = faiss.IndexFlatIP(vectors.shape[1])
        made.add(vectors)
        faiss.write_index(made, str(folder / "plain.faiss"))
        return
    if job == "encode":
        model.encode(texts[:64])
        started = time.perf_counter()
        vectors = model.encode(texts)
        print(json.dumps({"seconds": time.perf_counter() - started}))
        vectors.tofile(folder / "plain.f32")
        return
    index = faiss.read_index(str(folder / "plain.faiss"))

    def ask(question: str) -> str:
        _, found = index.search(model.encode([question], normalize_embeddings=True), 3)
        return str(texts[found[0][0]])

    if job == "ask":
        print(ask(sys.argv[4]))
        return
    questions = json.loads((folder / "questions.json").read_text("utf-8"))
    seconds = []
    for question in questions[:8] + questions:
        started = time.perf_counter()
        ask(question)
        seconds.append(time.perf_counter() - started)
    print(json.dumps({"each": seconds[8:], "seconds": sum(seconds[8:])}))


if __name__ == "__main__":
    main()
