"""Questions to suggest about an article: its speakers, sections and names."""

from __future__ import annotations

import re

ARTICLE_WORD = re.compile(r"^(?:A|An|The)\b")  # before a speaker: "the president"
NAME = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]++(?: [A-Z][\w’'-]++)*+")
# What comes before a word whose capital says nothing: no word, or the beginning of a quotation.
BEGINNING = re.compile(r"(?:^\W*|[“\"‘(]|: )$")
QUOTED = re.compile(r"[“\"]([^“”\"]{20,80}?)[.,;!]?[”\"]")
OF_SPEAKER = "what does {} say?"
OF_PERSON = "who is {}?"
OF_SUBJECT = "what does the article say about {}?"
OF_WORDS = "who said “{}”?"
OF_ARTICLE: tuple[str, ...] = ("what is the article about?", "who is quoted?")
