"""The model card of a run, in Markdown, for whoever gets the weights."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qa_bot.development.training.measure import Figures

FIGURES: dict[str, tuple[str, Callable[[Figures], float | None]]] = {
    "auroc": ("AUROC of cls", lambda f: f.auroc),
    "auroc_score": ("AUROC of the reader's score", lambda f: f.auroc_score),
    "f1": ("span F1", lambda f: f.f1),
    "exact": ("span EM", lambda f: f.exact),
}


def card(report: Mapping[str, Any]) -> str:
    """Return the card of a report (as in ``report.json``)."""
    data, settings, weights = report["data"], report["settings"], report["weights"]
    versions = report["versions"]
    passes = report["examples_seen"] / data["examples"]
    limit = settings["max_minutes"]
    limited = "" if limit is None else f"\nThe run was limited to {limit:g} minutes."
    return f"""# Reader

Says whether a window of text answers a question, and with which words. English, extractive: a BERT
of 6 layers (all-MiniLM-L6-v2) with two heads, `cls` (the window answers) and `span` (start and end
of the words; position 0 is "no answer").

- Weights: `{weights["name"]}`, {weights["bytes"] / 1e6:.1f} MB, SHA-256
  `{weights["sha256"]}`.
  The trained tensors only, in half precision; embeddings and layer 0 are the packaged model's.
- Input: `[CLS] question [SEP] window [SEP]`, question cut at 200 characters, window truncated, at
  most 160 tokens.

## Training

{report["examples_seen"]:,} examples ({passes:.2f} passes over {data["examples"]:,}), \
{report["steps"]:,} steps, {report["minutes"]:.1f} minutes on {report["threads"]} threads.{limited}

AdamW, learning rate {settings["learning_rate"]:g} (heads ×{settings["head_factor"]:g}), \
weight decay {settings["weight_decay"]:g}, warm-up {settings["warm_up"]} steps,
linear decay to 0, gradient clip {settings["clip"]:g}, seed {settings["seed"]}; \
torch {versions["torch"]}, transformers {versions["transformers"]}.

{_curve(report["curve"])}

Loss: mean since the mark before (every {settings["mark_every"]} steps).

## Data

SHA-256 of the training file: `{report["run"]["train"]}`.

{_counts("kind", data["kinds"])}

{_counts("source", data["sources"])}

{data["contradictions"]:,} pairs of question and window are marked both as answering and as not.

The weights derive from the texts they were trained on: state the licences of these sources, as
published by their authors, wherever the weights are passed on.

## Held-out figures

{_held_out(report["held_out"])}

## Limits

One seed, one run. AUROC is over windows chosen for their questions; how much ranking and refusal
gain in an article has to be measured there (`qa-bot eval`), and confidence has to be refitted for
new weights. A question about one entity may be answered with a fact about another.
"""


def _curve(marks: Sequence[Mapping[str, Any]]) -> str:
    """Return a table of the marks with held-out figures, and the last."""
    rows = []
    for mark in marks:
        if mark["dev"] is None and mark is not marks[-1]:
            continue
        dev = mark["dev"] or {}
        rows.append(
            [
                f"{mark['step']:,}",
                f"{mark['examples']:,}",
                f"{mark['minutes']:.1f}",
                f"{mark['rate']:.1f}",
                f"{mark['loss']:.3f}",
                *(_number(dev.get(key)) for key in ("auroc", "f1", "exact")),
            ]
        )
    titles = ["step", "examples", "minutes", "examples/s", "loss", "AUROC of cls", "F1", "EM"]
    return _table(titles, rows)


def _held_out(groups: Mapping[str, Mapping[str, Any]]) -> str:
    if not groups:
        return "None: no held-out file was given."
    rows = []
    for name, group in groups.items():
        row = [f"{name}: {group['examples']:,} ({group['answerable']:,})"]
        for key in FIGURES:
            bounds = group["intervals"][key]
            told = f" [{_number(bounds[0])}, {_number(bounds[1])}]" if bounds else ""
            row.append(_number(group[key]) + told)
        rows.append(row)
    titles = ["examples (answerable)", *(title for title, _ in FIGURES.values())]
    return f"""{_table(titles, rows)}

95 % intervals by bootstrap over the examples. Span figures: answerable examples, best span of at
most 16 tokens in the window, one marked answer each."""


def _counts(title: str, counts: Mapping[str, int]) -> str:
    return _table([title, "examples"], [[name, f"{count:,}"] for name, count in counts.items()])


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
