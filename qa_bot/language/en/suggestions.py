"""Questions to suggest about an article: its speakers, sections and names."""

from __future__ import annotations

import re

ARTICLE_WORD = re.compile(r"^(?:A|An|The)\b")  # before a speaker: "the president"
# Names of several words, and abbreviations.
NAME = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]++(?: [A-Z][\w’'-]++)++|\b[A-Z]{2,}\b")
QUOTED = re.compile(r"[“\"]([^“”\"]{20,80}?)[.,;!]?[”\"]")
OF_SPEAKER: tuple[str, ...] = ("what does {} say?", "who is {}?")
OF_SUBJECT = "what does the article say about {}?"
OF_WORDS = "who said “{}”?"
OF_ARTICLE: tuple[str, ...] = ("what is the article about?", "who is quoted?")
