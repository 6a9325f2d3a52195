"""Small talk: what people type that is not a question, such as "help", "hello", "asdf"."""

from __future__ import annotations

from qa_bot.chat.commands import run_command
from qa_bot.chat.session import ChatSession
from qa_bot.language import ENGLISH
from qa_bot.text import sanitize_line, stem, words

_PHRASES = ENGLISH.small_talk
LEAVING = _PHRASES.GOODBYE | {":q", "q"}

_INVITATION = 'Ask about the article: "what is the article about?"'
_EVIDENCE = (
    "See for yourself: /show 1 shows the source, /why the reasons, /more what else was found."
)


def reply_to_small_talk(session: ChatSession, line: str) -> bool:
    """Reply to small talk; return whether the line was any."""
    said = line.casefold().replace("’", "'").strip(" .!?,;")
    if said in _PHRASES.HELP and len(line) < 30:
        run_command(session, "/help")
    elif said in _PHRASES.GREETINGS:
        session.console.print(f"Hello. {_INVITATION}")
    elif said in _PHRASES.THANKS:
        session.console.print("You are welcome. Ask another question, or leave with /quit.")
    elif said in _PHRASES.DOUBTS:
        session.console.print(session.console.wrap(_EVIDENCE if session.turns else _INVITATION))
    elif said in _PHRASES.MORE:
        run_command(session, "/more")
    elif word := _unknown_word(session, line):
        articles = session.bot.index.articles
        holder = "The article does not mention" if len(articles) == 1 else "No article mentions"
        shown = f"{holder} “{sanitize_line(word)}”. Ask a question; /help lists commands."
        session.console.print(session.console.wrap(shown))
    else:
        return False
    return True


def _unknown_word(session: ChatSession, line: str) -> str | None:
    """Return a line's only word if the index has neither it nor a similar spelling."""
    found = [match[0] for match in words(line)]
    if len(found) != 1:
        return None
    stems = session.bot.parse(line).stems  # no stems in "why?", which is a follow-up
    known = session.bot.index.document_frequencies(map(stem, stems))
    return found[0] if stems and not any(known.values()) else None
