"""qa-bot's side, measured in its own process."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    """Do one job over an index and print one line of JSON."""
    # As the command line does, before NumPy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    job, index, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    threads = os.cpu_count() or 1
    if job == "encode":
        import numpy as np

        from qa_bot.embedding import open_encoder

        texts = json.loads((folder / "texts.json").read_text("utf-8"))
        encoder = open_encoder(threads=threads)
        encoder.encode(texts[:64])
        started = time.perf_counter()
        found = encoder.encode(texts)
        seconds = time.perf_counter() - started
        theirs = np.fromfile(folder / "plain.f32", np.float32).reshape(len(texts), -1)
        apart = float(np.abs(np.stack([one.sentence for one in found]) - theirs).max())
        print(json.dumps({"seconds": seconds, "apart": apart}))
        return
    from qa_bot.answering import Bot

    questions = json.loads((folder / "questions.json").read_text("utf-8"))
    together, reader = job == "batch", sys.argv[4] == "reader"
    with Bot.open(index, reader=reader, threads=threads if together else 1) as bot:
        for question in questions[:8]:
            bot.ask(question)
        started = time.perf_counter()
        asked = bot.ask_all(questions) if together else map(bot.ask, questions)
        each = [answer.seconds for answer in asked]
        print(json.dumps({"each": each, "seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main()
