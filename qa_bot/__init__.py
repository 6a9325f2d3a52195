"""Ask an article questions; it answers in its own words, cited to the character.

>>> from qa_bot import Bot
>>> bot = Bot.open()
>>> answer = bot.ask("what does Putin want?")
>>> for citation in answer.citations:
...     print(citation.line, citation.quote)
"""

# Nothing is imported here, not even `typing`, so that the entry point can handle Ctrl-C first.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from qa_bot.answering import Bot, Conversation
    from qa_bot.errors import QaBotError
    from qa_bot.types import Answer, Citation

__version__ = "0.2.0"
__all__ = ["Answer", "Bot", "Citation", "Conversation", "QaBotError", "__version__"]

_HOMES = {
    "Answer": "qa_bot.types",
    "Bot": "qa_bot.answering",
    "Citation": "qa_bot.types",
    "Conversation": "qa_bot.answering",
    "QaBotError": "qa_bot.errors",
}


def __getattr__(name: str) -> "Any":
    # `qa-bot --help` imports this package; NumPy and FAISS are imported with Bot.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'qa_bot' has no attribute {name!r}")
