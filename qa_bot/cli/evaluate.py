"""`eval`: figures against gold questions."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.state import IndexOption, ReaderOption, console_of
from qa_bot.errors import UsageError
from qa_bot.settings import parse_setting
from qa_bot.terminal.console import Console
from qa_bot.text import sanitize_line

if TYPE_CHECKING:
    from qa_bot.evaluation import EvaluatedQuestion, GoldArticle, GoldQuestion


def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="SQuAD 1.1 or 2.0 JSON, or JSONL.")],
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="SOURCE...", help="For JSONL: articles to ask instead of the index."
        ),
    ] = None,
    index: IndexOption = None,
    reader: ReaderOption = "on",
    per_article: Annotated[
        bool, typer.Option("--per-article", help="For SQuAD: one index per article.")
    ] = False,
    fit: Annotated[
        bool,
        typer.Option(
            "--calibrate", help="Fit the confidence of --reader NAME to GOLD, and keep it."
        ),
    ] = False,
    types: Annotated[
        bool, typer.Option("--by-type", help="Show figures by type of question.")
    ] = False,
    misses: Annotated[bool, typer.Option("--misses", help="List every miss.")] = False,
    out: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON.")
    ] = None,
    picture: Annotated[
        Path | None,
        typer.Option(
            "--plot",
            metavar="FILE",
            help="Plot risk against coverage, and reliability, to an image file.",
        ),
    ] = None,
) -> None:
    """Measure the bot on gold questions.

    \b
    qa-bot eval squad-dev.json --by-type
    qa-bot eval questions.jsonl --index mine --misses
    A line of JSONL: {"question": "…", "answers": ["regex", …], "answerable": true}
    """
    from qa_bot.evaluation import measure, read_gold
    from qa_bot.evaluation.figures import by_type
    from qa_bot.evaluation.show import miss_lines, plot, report_lines, require_matplotlib

    console = console_of(context)
    if fit:
        _calibrate(console, gold, sources, index, reader)
        return
    for file in (out, picture):
        if file and not file.parent.is_dir():
            shown = sanitize_line(str(file))
            raise UsageError(f"cannot write {shown}: no such folder; create it first")
    questions, articles = read_gold(gold)
    if articles and (sources or index):
        raise UsageError(f"{gold} holds its own articles; leave SOURCE and --index out")
    if sources and index:
        raise UsageError("SOURCE and --index cannot be combined; choose one")
    if per_article and not articles:
        raise UsageError(f"--per-article is for SQuAD, and {gold} is JSONL; leave it out")
    if picture:
        require_matplotlib()
    groups = [articles]
    if per_article:
        groups = [[article] for article in articles]
    choice = parse_setting("reader", reader)
    outcomes: list[EvaluatedQuestion] = []
    for group in groups:
        outcomes += _ask(console, questions, group, sources or [], index, reader=choice)
    report = measure(outcomes)
    for line in report_lines(report):
        console.print(line)
    kinds = by_type(outcomes) if types or out else {}
    if types:
        for name, part in kinds.items():
            console.print()
            console.print(name)
            for line in report_lines(part):
                console.print(line)
    if misses:
        console.print()
        for line in miss_lines(outcomes):
            console.print(line)
    if out:
        value = {**report.to_dict(), "by type": {k: r.to_dict() for k, r in kinds.items()}}
        out.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if picture:
        plot(outcomes, picture)


def _calibrate(
    console: Console, gold: Path, sources: list[Path] | None, index: Path | None, reader: str
) -> None:
    from qa_bot.answering.calibration import save_calibration
    from qa_bot.answering.readers import PACKAGED_NAMES
    from qa_bot.answering.transformers_reader import open_transformers_reader
    from qa_bot.embedding import open_encoder
    from qa_bot.evaluation.calibrate import calibrate, collect_examples

    if sources or index:
        raise UsageError("--calibrate asks GOLD's own articles; leave SOURCE and --index out")
    name = parse_setting("reader", reader)
    if isinstance(name, bool) or name in PACKAGED_NAMES:
        raise UsageError("--calibrate needs a reader of your own: add --reader NAME")
    found = list(collect_examples([gold], open_encoder(), name))
    calibration = calibrate(found)
    file = save_calibration(open_transformers_reader(name).weights, calibration)
    console.print(f"calibrated on {len(found)} questions, threshold {calibration.threshold:.2f}")
    console.print(f"kept in {sanitize_line(str(file))}")


def _ask(
    console: Console,
    questions: list[GoldQuestion],
    articles: list[GoldArticle],
    sources: list[Path],
    index: Path | None,
    *,
    reader: bool | str,
) -> list[EvaluatedQuestion]:
    from qa_bot.answering import Bot
    from qa_bot.documents.parsing.decode import decode
    from qa_bot.embedding import open_encoder
    from qa_bot.evaluation import GoldArticle, index_articles
    from qa_bot.evaluation import evaluate as ask_all
    from qa_bot.sources.files import find_files, read_file

    for source in sources:
        for file in find_files(source, console.note):
            text, _ = decode(read_file(file), str(file))
            articles = [*articles, GoldArticle(str(file), text)]
    if not articles:
        with Bot.open(index, reader=reader) as bot:
            return ask_all(bot, questions)
    names = {article.source for article in articles}
    with tempfile.TemporaryDirectory() as folder:
        encoder = open_encoder()
        index_articles(articles, Path(folder) / "index", encoder)
        with Bot.open(Path(folder) / "index", reader=reader) as bot:
            return ask_all(bot, [q for q in questions if q.source is None or q.source in names])
