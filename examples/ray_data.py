"""Answer a file of questions, one a line, on a Ray cluster: each actor opens the bot once.

python ray_data.py QUESTIONS.txt OUT.jsonl [--index DIR] [--actors N]

OUT.jsonl has the records of `qa-bot batch`, in the order of the questions. QUESTIONS.txt and the
index must be readable on every node.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qa_bot import Bot


class Answerer:
    """Answers batches of rows that have a column `question`; for Ray Data's `map_batches`."""

    def __init__(self, index: str | None = None) -> None:
        """Open the bot: once an actor, a third of a second."""
        self.bot = Bot.open(index)

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """Return the rows with a column `record`: the answer as JSON, faults included."""
        answers = self.bot.ask_all(map(str, batch["question"]))
        records = [json.dumps(answer.to_dict(), ensure_ascii=False) for answer in answers]
        return {**{name: list(column) for name, column in batch.items()}, "record": records}


def main() -> None:
    """Read the questions, answer them, and write the records in order."""
    import ray

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions")
    parser.add_argument("out")
    parser.add_argument("--index")
    parser.add_argument("--actors", type=int, default=2)
    given = parser.parse_args()

    ray.data.DataContext.get_current().execution_options.preserve_order = True
    answered = (
        ray.data.read_text(given.questions)
        .rename_columns({"text": "question"})
        .map_batches(
            Answerer,
            fn_constructor_kwargs={"index": given.index},
            # One to begin with: if actors take every processor, none is left to read the questions.
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=given.actors),
            batch_size=256,
        )
    )
    with Path(given.out).open("w", encoding="utf-8") as out:
        for row in answered.iter_rows():
            out.write(row["record"] + "\n")


if __name__ == "__main__":
    main()
