"""Errors of requests, as callers receive them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qa_bot.service.bounds import shorten
from qa_bot.text import sanitize_line


class HttpError(Exception):
    """A status and a message of one line; `fields` are additional fields of the error."""

    def __init__(
        self,
        status: int,
        message: str,
        headers: Mapping[str, str] | None = None,
        **fields: str,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.fields = fields

    def to_dict(self) -> dict[str, Any]:
        """Return the error as plain JSON types, in the form that OpenAI's clients read."""
        kind = "invalid_request_error" if self.status < 500 else "server_error"
        message = shorten(sanitize_line(str(self)), 500)
        return {"error": {"type": kind, "message": message, **self.fields}}
