"""Completion in the shell: the values of options, the articles of an index, the chat's options.

The shell completes everything else, such as files. Bash inserts values as they are, so only values
that need no quotes are offered.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import closing
from pathlib import Path

import typer
from typer.core import TyperGroup

from qa_bot.cli.arguments import is_of_chat
from qa_bot.errors import QaBotError
from qa_bot.paths import DATABASE, index_directory
from qa_bot.text import sanitize_line

_FIRST_WORD = re.compile(r"(\S+\s+)(\S+)(\s)")


class CompletionGroup(TyperGroup):
    """Completes the chat's options too, which need no command before them."""

    def shell_complete(self, ctx, incomplete):  # type: ignore[no-untyped-def]
        """Return the completions of the first word."""
        found = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            known = {one.value for one in found}
            more = self.commands["chat"].shell_complete(ctx, incomplete)
            found += [one for one in more if one.value not in known]
        return found


def insert_chat(environment: MutableMapping[str, str]) -> None:
    """Insert the word "chat" into a line to complete, if its first option is the chat's.

    The shells give the line in a variable: bash with the word's number, zsh and fish up to it.
    """
    for name in ("COMP_WORDS", "_TYPER_COMPLETE_ARGS"):
        first = _FIRST_WORD.match(environment.get(name, ""))
        if first and is_of_chat(first[2]):
            line = environment[name]
            environment[name] = f"{first[1]}chat{first[3]}{line[first.start(2) :]}"
            if name == "COMP_WORDS":
                environment["COMP_CWORD"] = str(int(environment.get("COMP_CWORD", "0")) + 1)


def complete_format(incomplete: str) -> list[str]:
    """Return the output formats."""
    from qa_bot.export import Format

    return _beginning(incomplete, Format)


def complete_input_format(incomplete: str) -> list[str]:
    """Return the formats of questions."""
    from qa_bot.batch import InputFormat

    return _beginning(incomplete, InputFormat)


def complete_reader(incomplete: str) -> list[str]:
    """Return the readers known by name."""
    return _beginning(incomplete, ("on", "off"))


def complete_index(incomplete: str) -> list[str]:
    """Return the indexes in the directory being typed; if none, the shell completes paths."""
    folder = incomplete.rpartition("/")[0]
    try:
        files = Path(folder or ("/" if incomplete.startswith("/") else ".")).glob(f"*/{DATABASE}")
        found = sorted(file.parent.name for file in files)
    except OSError:
        return []
    start = incomplete[: len(incomplete) - len(incomplete.rpartition("/")[2])]
    return _beginning(incomplete, (f"{start}{name}" for name in found))


def complete_article(context: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Yield the sources of the index's articles, or their numbers, each with its title."""
    from qa_bot.index import Index
    from qa_bot.settings import read_settings

    try:
        # An option, the environment or the settings; the group's callback has not read these.
        chosen = context.params.get("index") or read_settings().get("index")
        index = Index(index_directory(Path(chosen) if chosen else None))
    except QaBotError:
        return
    with closing(index):
        for number, article in enumerate(index.articles, 1):
            for value in _beginning(incomplete, (article.source, str(number)))[:1]:
                yield value, sanitize_line(article.title)


def _beginning(incomplete: str, values: Iterable[str]) -> list[str]:
    return [
        str(one)
        for one in values
        if str(one).startswith(incomplete) and shlex.quote(sanitize_line(one)) == str(one)
    ]
