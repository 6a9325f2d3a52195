"""Small talk: what people type in a chat that is not a question."""

from __future__ import annotations

HELP = frozenset(("help", "help me", "commands", "what can you do", "what can i do", "h", ""))
GREETINGS = frozenset(
    ("hello", "hi", "hey", "hello there", "hi there", "good morning", "good afternoon",
     "good evening", "good day")
)  # fmt: skip
THANKS = frozenset(
    ("thanks", "thank you", "thanks a lot", "many thanks", "thank you very much", "thx", "cheers",
     "great", "ok", "okay", "cool", "nice", "good", "i see")
)  # fmt: skip
DOUBTS = frozenset(("really", "are you sure", "sure", "is that so", "is that true", "seriously"))
GOODBYE = frozenset(("exit", "quit", "bye", "goodbye"))
