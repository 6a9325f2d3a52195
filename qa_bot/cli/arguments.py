"""Rewrite what people type into the command they mean; imports nothing: it runs at every start."""

from __future__ import annotations

# Options of `qa-bot` itself, which people also put after a command.
_ROOT_FLAGS = frozenset(("--no-color", "--debug"))
_ROOT_ONLY = frozenset(("-h", "--help", "--version", "--install-completion", "--show-completion"))


def rewrite_arguments(arguments: list[str]) -> list[str]:
    """Return the arguments with the options of `qa-bot` first and the intended command.

    Options without a command are for the chat: `qa-bot --index mine`. A first argument of several
    words is a question: `qa-bot "what does Putin want?"`.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    flags = [one for one in arguments[:end] if one in _ROOT_FLAGS]
    rest = [*(one for one in arguments[:end] if one not in _ROOT_FLAGS), *arguments[end:]]
    first = rest[0] if rest else ""
    if first.startswith("-") and first != "--":
        if first.partition("=")[0] not in _ROOT_ONLY:
            rest.insert(0, "chat")
    elif len(first.split()) > 1:
        rest.insert(0, "ask")
    return [*flags, *rest]


def is_chat(arguments: list[str]) -> bool:
    """Return whether rewritten arguments start a chat."""
    rest = [one for one in arguments if one not in _ROOT_FLAGS]
    return rest[:1] in ([], ["chat"]) and not _ROOT_ONLY.intersection(rest)
