"""The prompt, put together: what is typed is edited by prompt_toolkit."""

from __future__ import annotations

from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.shortcuts import CompleteStyle

from qa_bot.chat.completion import Commands
from qa_bot.chat.history import open_history
from qa_bot.chat.keys import key_bindings
from qa_bot.chat.session import ChatSession
from qa_bot.chat.suggestions import Suggestions
from qa_bot.chat.toolbar import toolbar
from qa_bot.paths import history_file


def open_prompt(talk: ChatSession) -> PromptSession[str]:
    """Return the prompt; the bot is opened as soon as it shows."""
    suggestions = Suggestions(talk)
    session: PromptSession[str] = PromptSession(
        "? ",
        history=open_history(talk.console, history_file()),
        auto_suggest=suggestions,
        completer=Commands(talk),
        complete_while_typing=True,
        complete_style=CompleteStyle.COLUMN,
        enable_history_search=False,
        search_ignore_case=True,
        enable_open_in_editor=True,
        enable_suspend=True,
        mouse_support=False,
        key_bindings=key_bindings(),
        prompt_continuation="  ",
        bottom_toolbar=lambda: toolbar(talk, session.output.get_size().columns),
        placeholder=lambda: FormattedText([("class:placeholder", suggestions.example)]),
    )

    def start_loading(_: object) -> None:
        talk.opening.start(lambda bot: suggestions.learn(bot.index), opened)

    def opened() -> None:
        if talk.opening.fault:
            _leave(session.app, talk.opening.fault)
        session.app.invalidate()

    session.app.after_render += start_loading
    return session


def read_line(session: PromptSession[str], talk: ChatSession) -> str:
    """Return a line as typed; raises KeyboardInterrupt, EOFError, or why nothing can be asked."""
    if fault := talk.opening.fault:
        raise fault
    session.editing_mode = EditingMode.VI if talk.vi else EditingMode.EMACS
    session.app.editing_mode = session.editing_mode
    session.color_depth = None if talk.console.color_out else ColorDepth.MONOCHROME
    return session.prompt()


def _leave(app: Application[str], fault: Exception) -> None:
    """End the prompt that is being shown with what is wrong."""

    def end() -> None:
        if app.is_running:
            app.exit(exception=fault)

    if app.loop is not None:
        app.loop.call_soon_threadsafe(end)
