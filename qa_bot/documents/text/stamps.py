"""Times beside the names in transcripts and chats, with their dates: parts of patterns."""

from __future__ import annotations

import re

from qa_bot.language import ENGLISH

_DAY = ENGLISH.documents.CHAT_DAY
_CLOCK = (
    r"\d{1,2}:\d{2}(?::\d{2}){0,2}(?:[.,]\d{1,3})?(?!\d)"
    r"(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\b\.?)?"
)
_DATE = rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|{_DAY})(?:,? ?|T)"
_OPEN, _CLOSE = r"(?:\\?[\[(<])?", r"(?:\\?[\])>])?"

# "0:03", "[00:12:03]", "\[00:12:03.19\\]" in Markdown, "10:15 AM".
TIME = rf"{_OPEN}{_CLOCK}{_CLOSE}"
# With or without a date: "[12/03/24, 10:15:03]", "03/12/2024 10:15 AM", "Today at 10:15".
STAMP = rf"{_OPEN}(?:{_DATE})?{_CLOCK}{_CLOSE}"
DATED = re.compile(rf"[\u200e\u200f]?{_OPEN}{_DATE}\d")
# A line of its own, also "0:0:3.540 --> 0:0:7.230" and "0 minutes 3 seconds".
ALONE = re.compile(
    rf"{STAMP}(?:[ \t]*[-–—][ \t]*{STAMP})?|{ENGLISH.documents.SPELLED_TIME.pattern}"
    r"|\d{1,3}:\d{1,2}:\d{1,2}(?:\.\d{1,3})?[ \t]*-->[ \t]*\d{1,3}:\d{1,2}:\d{1,2}(?:\.\d{1,3})?"
)
