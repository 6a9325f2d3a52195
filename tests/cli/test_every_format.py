"""A file of every format, from the command line to its citations, and read again when changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa_bot import ingest
from tests.conftest import Ran
from tests.documents.builders import make_docx, make_epub, make_odt, paragraph
from tests.documents.html.test_mhtml import archive
from tests.documents.pdf.test_pdf import make_pdf

Run = Callable[..., Ran]

LINES = [
    "The old mill at Halton was opened again on Saturday after eight years of repairs and delay.",
    "Its wheel weighs {} tons, and the water of the river drives it day and night.",
    "Visitors from three countries came to see the first flour that was ground there.",
]
PAGE = "<html><head><title>The mill</title></head><body><article><p>{}</p></article></body></html>"


def _files(weight: str) -> dict[str, bytes]:
    lines = [line.format(weight) for line in LINES]
    text = "\n\n".join(lines)
    html = PAGE.format("</p><p>".join(lines))
    cues = [f"00:00:0{n},000 --> 00:00:0{n + 1},000\n{line}\n" for n, line in enumerate(lines)]
    return {
        "a.txt": text.encode(),
        "a.md": f"# The mill\n\n{text}".encode(),
        "a.html": html.encode(),
        "a.mhtml": archive(html.encode()),
        "a.docx": make_docx("".join(map(paragraph, lines))),
        "a.odt": make_odt("".join(f"<text:p>{line}</text:p>" for line in lines)),
        "a.epub": make_epub(
            {
                "one.xhtml": f"<h1>Before</h1><p>{lines[0]}</p>",
                "two.xhtml": f"<p>{lines[1]}</p><p>{lines[2]}</p>",
            },
            nav="<li><a href='one.xhtml'>Before</a></li><li><a href='two.xhtml'>The wheel</a></li>",
        ),
        "a.pdf": make_pdf(paragraphs=[*_FILLING, *lines]),
        "a.rtf": ("{\\rtf1\\ansi " + "\\par ".join(lines) + "}").encode(),
        "a.eml": f"From: Ann <a@a.example>\nTo: b@b.example\nSubject: The mill\n\n{text}".encode(),
        "a.srt": "\n".join(f"{n}\n{cue}" for n, cue in enumerate(cues, 1)).encode(),
        "a.vtt": ("WEBVTT\n\n" + "\n".join(cues).replace(",", ".")).encode(),
    }


# More than two pages of them, so that what is asked is on the third.
_FILLING = [
    f"Clerk number {n} of the town's office wrote down in the book of that year what each of the "
    f"{n + 2} farmers of his parish had brought, sold and bought at the market. " * 4
    for n in range(24)
]


def _refuse(*_: object) -> None:
    raise AssertionError("what is unchanged is parsed")


@pytest.mark.parametrize("name", sorted(_files("nine")))
def test_a_file_is_asked_and_read_again_only_when_changed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    file, index = tmp_path / name, tmp_path / "index"
    file.write_bytes(_files("nine")[name])
    assert run("index", file, "--index", index).out.startswith("added ")

    def answered() -> dict[str, Any]:
        ran = run("ask", "how many tons does the wheel weigh?", "--index", index, "--json")
        found = json.loads(ran.out)
        assert found["status"] == "answered"
        first: dict[str, Any] = found["citations"][0]
        return first

    first = answered()
    assert "nine tons" in first["text"]
    if name == "a.pdf":
        assert first["page"] >= 2
        assert (
            f"page {first['page']} · paragraph" in run("ask", "wheel weigh?", "--index", index).out
        )
    if name == "a.epub":
        assert first["section"] == "The wheel"
        assert "“The wheel”" in run("ask", "what does the wheel weigh?", "--index", index).out

    with monkeypatch.context() as patched:
        patched.setattr(ingest, "read_article", _refuse)
        for arguments in ((file,), ("--update",)):
            assert run("index", *arguments, "--index", index).out == f"unchanged {file}\n"
    file.write_bytes(_files("twelve")[name])
    assert run("index", "--update", "--index", index).out.startswith(f"replaced {file}")
    assert "twelve tons" in answered()["text"]
    assert run("verify", "--index", index).status == 0
