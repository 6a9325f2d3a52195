"""Small talk: what people type in a chat that is not a question."""

from __future__ import annotations

HELP = frozenset(
    ("help", "help me", "commands", "what can you do", "what can i do", "h", "",
     "who are you", "what are you", "how does this work", "what can i ask")
)  # fmt: skip
GREETINGS = frozenset(
    ("hello", "hi", "hey", "hello there", "hi there", "good morning", "good afternoon",
     "good evening", "good day")
)  # fmt: skip
THANKS = frozenset(
    ("thanks", "thank you", "thanks a lot", "many thanks", "thank you very much", "thx", "cheers",
     "great", "ok", "okay", "cool", "nice", "good", "i see",
     "ok thanks", "okay thanks", "ok thank you", "perfect", "got it", "no thanks", "no thank you")
)  # fmt: skip
DOUBTS = frozenset(
    ("really", "are you sure", "sure", "is that so", "is that true", "seriously", "no", "wrong",
     "that is wrong", "that's wrong", "that is not true", "that's not true",
     "that is not what i asked", "that's not what i asked", "what", "huh",
     "what do you mean", "what does that mean",
     "i don't understand", "i do not understand", "how do you know", "how do you know that",
     "are you sure about that", "explain", "explain that", "prove it")
)  # fmt: skip
# Asks for more passages than those shown.
MORE = frozenset(
    ("more", "what else", "and what else", "anything else", "something else", "is there more",
     "is there anything else", "tell me more", "tell me more about it", "tell me more about that",
     "show me more", "show more", "go on", "continue", "more please", "what more", "any more",
     "is that all")
)  # fmt: skip
GOODBYE = frozenset(("exit", "quit", "bye", "goodbye"))
