"""The prompt, built on prompt_toolkit."""

from __future__ import annotations

from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import completion_is_selected, emacs_mode
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.shortcuts import CompleteStyle

from qa_bot.chat.completion import ChatCompleter
from qa_bot.chat.history import open_history
from qa_bot.chat.session import ChatSession
from qa_bot.chat.suggestions import Suggestions
from qa_bot.chat.toolbar import toolbar
from qa_bot.paths import history_file


def open_prompt(session: ChatSession) -> PromptSession[str]:
    """Return the prompt; the bot starts opening when it is shown."""
    suggestions = Suggestions(session)
    prompt: PromptSession[str] = PromptSession(
        lambda: f"{suggestions.introduction}? ",
        history=open_history(session.console, history_file() if session.keeps else None),
        auto_suggest=suggestions,
        completer=ChatCompleter(session, lambda: suggestions.offered),
        complete_while_typing=True,
        complete_style=CompleteStyle.COLUMN,
        enable_history_search=False,
        search_ignore_case=True,
        enable_open_in_editor=True,
        enable_suspend=True,
        mouse_support=False,
        key_bindings=_key_bindings(),
        prompt_continuation="  ",
        bottom_toolbar=lambda: toolbar(session, prompt.output.get_size().columns),
    )

    def start_loading(_: object) -> None:
        session.loader.start(suggestions.learn, opened)

    def opened() -> None:
        if session.loader.fault:
            _leave(prompt.app, session.loader.fault)
        prompt.app.invalidate()
        if (bot := session.loader.ready) and not session.begun and not session.turns:
            suggestions.choose(bot)
            prompt.app.invalidate()

    prompt.app.after_render += start_loading
    return prompt


def _key_bindings() -> KeyBindings:
    """Return the chat's bindings, which override prompt_toolkit's."""
    bindings = KeyBindings()

    @bindings.add("enter", filter=completion_is_selected)
    def accept(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None  # keep the item, close the menu

    # In vi mode Escape leaves insert mode, and must not wait for a following Enter.
    @bindings.add("escape", "enter", filter=emacs_mode)
    @bindings.add("c-j")
    def new_line(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return bindings


def read_line(prompt: PromptSession[str], session: ChatSession) -> str:
    """Return a line as it was typed.

    Raises KeyboardInterrupt, EOFError, or the error that opening the bot raised.
    """
    if fault := session.loader.fault:
        raise fault
    prompt.editing_mode = EditingMode.VI if session.vi else EditingMode.EMACS
    prompt.app.editing_mode = prompt.editing_mode
    prompt.color_depth = None if session.console.color_out else ColorDepth.MONOCHROME
    return prompt.prompt()


def _leave(app: Application[str], fault: Exception) -> None:
    """End the current prompt with an error."""

    def end() -> None:
        if app.is_running:
            app.exit(exception=fault)

    if app.loop is not None:
        app.loop.call_soon_threadsafe(end)
