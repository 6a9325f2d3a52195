"""The child process that reads RTF: the file on standard input, its text as JSON on the output.

Run by path, it imports nothing of the package: striprtf's regular expressions can take minutes on a
hostile file.
"""

from __future__ import annotations

import json
import re
import sys

_MEMORY = 1_000_000_000

# A private-use character marks what striprtf would drop: that a paragraph is a heading.
_MARK = r"{\u57344?}"
_OUTLINE = re.compile(r"(\\outlinelevel[0-8](?!\d)\s?)")
_HEADING_STYLE = re.compile(r"\{\\s(\d{1,4})(?!\d)[^{}]*?(?:heading \d|title);\}", re.IGNORECASE)
_STYLED = re.compile(r"(\\pard(?:\\plain)?\s*\\s(\d{1,4})(?![\da-z])\s?)")
_LAST_OF_CELL = re.compile(r"\\par(?![a-z])([\s}]{0,20}\\cell(?![a-z]))")
_STYLESHEET = re.compile(r"\{\\stylesheet(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")
# Runs of hidden and deleted text; every writer puts each into its own group.
_HIDDEN = re.compile(r"\{[^{}]*\\(?:v|deleted)(?![a-z0-9])[^{}]*\}")
_FIELD = re.compile(r"\\fldinst\s*\{")
_INFO = re.compile(r"\{\\(title|author)\s((?:[^{}]|\\[{}])*)\}")
_CREATED = re.compile(r"\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def main() -> None:
    """Read standard input and print one line of JSON: the text and the facts."""
    from striprtf.striprtf import rtf_to_text

    def plain(rtf: str) -> str:
        text: str = rtf_to_text(rtf, errors="replace")  # type: ignore[no-untyped-call]
        return text

    source = sys.stdin.buffer.read().decode("latin-1")
    facts = {
        key: plain(f"{{\\rtf1\\ansi {value}}}") for key, value in _INFO.findall(source[:50_000])
    }
    if created := _CREATED.search(source[:50_000]):
        facts["date"] = "-".join(part.zfill(2) for part in created.groups())
    headings = set(_HEADING_STYLE.findall("".join(_STYLESHEET.findall(source)[:1])))
    source = _STYLESHEET.sub("", source)
    source = _STYLED.sub(lambda found: found[1] + (_MARK if found[2] in headings else ""), source)
    source = _LAST_OF_CELL.sub(r"\1", source)
    source = _HIDDEN.sub("", source)
    source = _OUTLINE.sub(lambda found: found[1] + _MARK, source)
    # striprtf prints the address of a link field.
    source = _FIELD.sub(r"\\fldinst {", source)
    print(json.dumps({"text": plain(source), "facts": facts}))  # noqa: T201


def limit(memory: int) -> None:
    """Limit this process's memory, in bytes, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limit(_MEMORY)
    main()
