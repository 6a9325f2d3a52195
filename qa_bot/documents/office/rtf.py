"""Rich text (RTF), read by striprtf in a child process: paragraphs, headings, items and rows."""

from __future__ import annotations

import re
from pathlib import Path

from qa_bot.documents.document import Document
from qa_bot.documents.parsing.child_process import ChildError, run_child
from qa_bot.documents.rendering import Rendering
from qa_bot.errors import SourceError
from qa_bot.text import collapse_whitespace
from qa_bot.types import Facts

_CHILD = Path(__file__).with_name("rtf_child.py")
_HEADING = "\ue000"  # set by the child
_ITEM = re.compile(r"\s*[•·▪◦‣\uf0b7\uf0a7-]\s*\t\s*")


def load(data: bytes, name: str) -> Document:
    """Return the document of an RTF file; raises SourceError if it cannot be read."""
    try:
        (read,) = run_child(_CHILD, data)
    except (ChildError, ValueError) as error:
        reason = error.args[0] if isinstance(error, ChildError) else "it has no text"
        raise SourceError(f"{name} cannot be read as RTF: {reason}; save it as DOCX") from None
    rendering = Rendering()
    for line in read["text"].split("\n"):
        if line.lstrip().startswith(_HEADING):
            rendering.add(line.replace(_HEADING, ""), "heading")
        elif line.rstrip().endswith("|") or line.count("|") > 1:
            cells = [collapse_whitespace(cell) for cell in line.replace(_HEADING, "").split("|")]
            rendering.add(" | ".join(cells).strip(" |"), "row")
        elif item := _ITEM.match(line):
            rendering.add(line[item.end() :], "item")
        else:
            rendering.add(line.replace(_HEADING, ""))
    facts = {key: collapse_whitespace(value) or None for key, value in read["facts"].items()}
    return rendering.finish("rtf", name, facts=Facts(**facts))
