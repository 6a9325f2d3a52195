"""Measure the prose of a language model: how many of its sentences are kept, and why not.

`python -m qa_bot.development.measure_prose QUESTIONS.txt --llm-url URL`, or with `--gguf FILE` on a
server of its own (the package xllamacpp) on the loopback.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa_bot import Bot
from qa_bot.development import run
from qa_bot.prose import ProseOptions, Verdict, open_writer


def main() -> None:
    """Ask the questions, print the verdict on every sentence, and count them."""
    parser = argparse.ArgumentParser(prog="python -m qa_bot.development.measure_prose")
    parser.add_argument("questions", type=Path, help="a question a line")
    parser.add_argument("--index", help="the index to ask (default: the bundled article)")
    parser.add_argument("--llm-url", help="an OpenAI-compatible server")
    parser.add_argument("--llm-model", help="its model (default: the only one)")
    parser.add_argument("--llm-timeout", type=float, default=20.0, help="seconds an answer (20)")
    parser.add_argument("--gguf", type=Path, help="weights to serve here instead")
    given = parser.parse_args()
    questions = given.questions.read_text("utf-8").splitlines()
    with _server(given.gguf, given.llm_url) as url:
        options = ProseOptions.from_values(url, given.llm_model, None, given.llm_timeout)
        _measure(options, given.index, questions)


def _measure(options: ProseOptions, index: str | None, questions: list[str]) -> None:
    verdicts: list[Verdict] = []
    writer = open_writer(options)
    asked = kept = 0
    faults: Counter[str] = Counter()
    with Bot.open(index) as bot:
        for question in filter(str.strip, questions):
            verdicts.clear()
            started = time.monotonic()
            answer = writer.add_to(bot, bot.ask(question), verdicts.append)
            print(f"{question} ({answer.status}, {time.monotonic() - started:.1f} s)", flush=True)
            asked += answer.status == "answered"
            for one in verdicts:
                kept += one.fault is None
                support = "" if one.support is None else f" {one.support:.2f}"
                print(f"  {'kept' if one.fault is None else one.fault}{support}: {one.text}")
                faults[(one.fault or "kept").partition(" lacks ")[0]] += 1
            if answer.prose_error:
                print(f"  {answer.prose_error}")
                faults["no answer in time, or none at all"] += 1
    print(f"{asked} questions answered, {kept} sentences of the model kept: {dict(faults)}")


@contextmanager
def _server(gguf: Path | None, url: str | None) -> Iterator[str | None]:
    """Serve weights on a free port of the loopback while the block runs, if they are given."""
    if gguf is None:
        yield url
        return
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(gguf)
    params.n_ctx = 4096
    params.hostnames, params.port = ["127.0.0.1"], 0
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"


if __name__ == "__main__":
    run(main)
