"""Options for prose: the language model's server, its name, the key, the time limit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from qa_bot.errors import QaBotError, UsageError
from qa_bot.text import sanitize_line

SECONDS = 20.0
_OPENAI = "https://api.openai.com/v1"


class ProseError(QaBotError):
    """The language model gave no prose, or only part of it; the quotes are shown without it."""


@dataclass(frozen=True, slots=True)
class ProseOptions:
    """An OpenAI-compatible server: its address, a model, a key, and seconds per answer.

    Without `model`, the server's only one is used.
    """

    url: str
    model: str | None = None
    key: str | None = field(default=None, repr=False)  # never shown, never logged
    seconds: float = SECONDS

    @classmethod
    def from_values(
        cls, url: str | None, model: str | None, key: str | None, seconds: float = SECONDS
    ) -> ProseOptions:
        """Return the options; a key without an address is for OpenAI's own server.

        Raises UsageError if there is no server to ask.
        """
        if not url and not key:
            raise UsageError(
                "no language model to write prose; name a server, for example: --llm-url "
                "http://localhost:11434/v1 (or set $OPENAI_BASE_URL)"
            )
        url = url or _OPENAI
        try:
            parts = urlsplit(url)
            is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
            _ = parts.port
        except ValueError:
            is_address = False
        if not is_address:
            raise UsageError(
                f"--llm-url must be an address such as http://localhost:11434/v1, not "
                f"{sanitize_line(url)[:60]}"
            )
        if parts.username or parts.password:
            raise UsageError("--llm-url must not hold a password; put the key in $OPENAI_API_KEY")
        if not 0 < seconds < math.inf:
            raise UsageError("--llm-timeout must be a number of seconds above 0")
        return cls(url, model or None, key or None, seconds)

    @property
    def shown_url(self) -> str:
        """The address without its query, safe to show."""
        return sanitize_line(self.url.partition("?")[0])[:200]
