"""Key bindings: new lines, and Enter in the open menu."""

from __future__ import annotations

from prompt_toolkit.filters import completion_is_selected, emacs_mode
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent


def key_bindings() -> KeyBindings:
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
