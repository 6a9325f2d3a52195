"""The language model: any server that offers OpenAI's chat completions, within a time limit."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from functools import cached_property
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

from qa_bot.errors import UsageError
from qa_bot.prose.options import ProseError, ProseOptions
from qa_bot.text import sanitize_line

_TOKENS = 1_000  # some models think aloud first
_MAX_LENGTH = 8_000  # characters of an answer that are read
_USUAL_WAIT = 1.0  # seconds after "too many requests", if the server names none

_Piece = str | ProseError | None  # a piece of text, what went wrong, or the end


class LanguageModel:
    """Asks a server; answers are read in a thread, so that the time limit always holds."""

    def __init__(self, options: ProseOptions) -> None:
        """Take the options; nothing is connected yet. Raises UsageError without `openai`."""
        self.options = options
        if find_spec("openai") is None:
            raise UsageError(
                "prose needs the package openai; install it: pip install 'qa-bot[prose]'"
            )

    @cached_property
    def _openai(self) -> Any:
        """The package, imported at the first question, which takes a second."""
        import openai

        return openai

    @cached_property
    def _client(self) -> Any:
        options = self.options
        return self._openai.OpenAI(
            base_url=options.url,
            api_key=options.key or "none",  # local servers need no key, but the client does
            timeout=options.seconds,
            max_retries=0,
        )

    @cached_property
    def _model(self) -> str:
        """The model that was named, or the server's only one."""
        if self.options.model:
            return self.options.model
        names = [str(one.id) for one in self._client.models.list()]
        if len(names) != 1:
            listed = ", ".join(sanitize_line(one)[:60] for one in names[:5])
            raise ProseError(
                f"{self.options.shown_url} has {len(names)} models ({listed}); name one with "
                "--llm-model"
                if names
                else f"{self.options.shown_url} has no model; load one"
            )
        return names[0]

    @property
    def name(self) -> str:
        """The model's name and address, for a record of how answers were made."""
        return f"{sanitize_line(self.options.model or 'the model')} at {self.options.shown_url}"

    def write(self, messages: Sequence[dict[str, str]]) -> Generator[str, None, None]:
        """Send the question at once, and return the pieces of the answer as they arrive.

        The iterator raises ProseError if the answer is missing or incomplete within the time limit;
        closing it ends the request.
        """
        pieces: SimpleQueue[_Piece] = SimpleQueue()
        stop = Event()
        until = time.monotonic() + self.options.seconds
        Thread(target=self._receive, args=(messages, pieces, stop, until), daemon=True).start()
        return self._read(pieces, stop, until)

    def _read(
        self, pieces: SimpleQueue[_Piece], stop: Event, until: float
    ) -> Generator[str, None, None]:
        length = 0
        try:
            while length < _MAX_LENGTH:
                try:
                    piece = pieces.get(timeout=max(0.0, until - time.monotonic()))
                except Empty:
                    raise self._timeout_error() from None
                if piece is None:
                    return
                if isinstance(piece, ProseError):
                    raise piece
                length += len(piece)
                yield piece
                if time.monotonic() > until:
                    raise self._timeout_error()
        finally:
            stop.set()

    def _receive(
        self,
        messages: Sequence[dict[str, str]],
        pieces: SimpleQueue[_Piece],
        stop: Event,
        until: float,
    ) -> None:
        """Put the pieces of an answer into the queue, then None or the error."""
        length, is_whole = 0, False
        try:
            with self._request(messages, stop, until) as chunks:
                for chunk in chunks:
                    for choice in chunk.choices[:1]:
                        if text := choice.delta.content or "":
                            pieces.put(str(text))
                            length += len(text)
                        is_whole = is_whole or choice.finish_reason is not None
                    if stop.is_set() or length > _MAX_LENGTH:
                        break
            if not length:
                raise ProseError(f"{self._where} sent no text")
            if not (is_whole or stop.is_set() or length > _MAX_LENGTH):
                raise self._cut_off_error()
            pieces.put(None)
        except ProseError as error:
            pieces.put(error)
        except Exception as error:  # anything that a server can make the client raise
            pieces.put(self._explain(error, has_begun=length > 0))

    def _request(self, messages: Sequence[dict[str, str]], stop: Event, until: float) -> Any:
        """Send the question; if the server says so and there is time, wait and send it again."""
        # Some models accept no temperature; some servers use another name for the limit.
        further: dict[str, Any] = {"temperature": 0, "max_tokens": _TOKENS}
        while True:
            try:
                return self._client.chat.completions.create(
                    model=self._model, messages=list(messages), stream=True, **further
                )
            except self._openai.BadRequestError:
                if not further:
                    raise
                further = {}
            except self._openai.RateLimitError as error:
                wait = _seconds(error.response.headers.get("retry-after"))
                if time.monotonic() + wait > until:
                    raise ProseError(
                        f"{self._where} is busy and asks to wait {wait:.0f} s; ask again later"
                    ) from None
                if stop.wait(wait):
                    raise self._timeout_error() from None

    @property
    def _where(self) -> str:
        return f"the language model at {self.options.shown_url}"

    def _timeout_error(self) -> ProseError:
        return ProseError(
            f"{self._where} took longer than {self.options.seconds:g} s; give it more with "
            "--llm-timeout"
        )

    def _cut_off_error(self) -> ProseError:
        return ProseError(f"the connection to {self._where} was cut")

    def _explain(self, error: Exception, *, has_begun: bool) -> ProseError:
        """Return what went wrong in one line; the server's own words might hold the key."""
        openai, where = self._openai, self._where
        if isinstance(error, openai.APITimeoutError):
            return self._timeout_error()
        if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
            return ProseError(f"{where} refuses the key; set $OPENAI_API_KEY")
        if isinstance(error, openai.NotFoundError):
            named = f" {sanitize_line(self.options.model)[:60]}" if self.options.model else ""
            return ProseError(
                f"{where} has no such model{named} or address (most end in /v1); check --llm-url "
                "and --llm-model"
            )
        if isinstance(error, openai.APIStatusError):
            return ProseError(
                f"{where} answered with status {error.status_code}; look at its log, or name "
                "another with --llm-url"
            )
        # Before version 3, the client passed on its transport's own errors.
        if isinstance(error, openai.APIConnectionError) or "httpx" in type(error).__module__:
            if has_begun:
                return self._cut_off_error()
            return ProseError(f"no answer from {where}; start it, or name another with --llm-url")
        return ProseError(f"{where} does not answer as an OpenAI-compatible server does")


def _seconds(header: str | None) -> float:
    """Return the seconds of a Retry-After header; a date or none gives one second."""
    try:
        return max(0.0, float(header or _USUAL_WAIT))
    except ValueError:
        return _USUAL_WAIT
