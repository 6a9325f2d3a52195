"""Rewrite what people type into the command they mean; runs at every start, so imports nothing."""

from __future__ import annotations

from itertools import zip_longest

# Options of `qa-bot` itself, which people also put after a command.
_ROOT_FLAGS = frozenset(("--no-color", "--debug"))
_ROOT_ONLY = frozenset(("-h", "--help", "--version", "--install-completion", "--show-completion"))
# A first word that begins a question; none is a command.
_ASKING = frozenset(
    ("who", "whom", "whose", "what", "which", "when", "where", "why", "how", "is", "are", "was",
     "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "should")
)  # fmt: skip
_SHORTHANDS = {"--no-reader": "--reader=off"}


def rewrite_arguments(arguments: list[str]) -> list[str]:
    """Return the arguments with the options of `qa-bot` first and the intended command.

    Options without a command belong to the chat: `qa-bot --index mine`. A first argument of several
    words is a question, and so are arguments that begin with a question word: `qa-bot "what does
    Putin want?"`, `qa-bot who is Ashe`. `qa-bot help ask` is `qa-bot ask --help`.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    flags = [one for one in arguments[:end] if one in _ROOT_FLAGS]
    own = [_SHORTHANDS.get(one, one) for one in arguments[:end] if one not in _ROOT_FLAGS]
    rest = [*own, *arguments[end:]]
    first = rest[0] if rest else ""
    if is_of_chat(first):
        rest.insert(0, "chat")
    elif len(first.split()) > 1 or (len(own) > 1 and first.lower() in _ASKING):
        rest.insert(0, "ask")
    elif first == "help":
        rest = [*rest[1:2], "--help"]
    return [*flags, *rest]


def is_of_chat(first: str) -> bool:
    """Return whether a first argument is an option of the chat, whose name may be left out."""
    is_option = first.startswith("-") and first != "--"
    return is_option and first.partition("=")[0] not in _ROOT_ONLY | _ROOT_FLAGS


def is_chat(arguments: list[str]) -> bool:
    """Return whether rewritten arguments start a chat."""
    rest = [one for one in arguments if one not in _ROOT_FLAGS]
    return rest[:1] in ([], ["chat"]) and not _ROOT_ONLY.intersection(rest)


def only_file(arguments: list[str]) -> str | None:
    """Return the file that rewritten arguments ask with --in, if it is the only source.

    URLs are left out, since settings that are not read yet may forbid them.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    own = arguments[:end]
    names = [
        one.removeprefix("--in=") if one.startswith("--in=") else following
        for one, following in zip_longest(own, own[1:], fillvalue="")
        if one == "--in" or one.startswith("--in=")
    ]
    if len(names) != 1 or names[0] in ("", "-") or "://" in names[0]:
        return None
    return None if _ROOT_ONLY.intersection(own) else names[0]
