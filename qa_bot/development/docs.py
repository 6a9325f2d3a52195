"""Run the commands that the documentation shows, and write their real output back into it.

``python -m qa_bot.development.docs FILE.md…`` checks; ``--write`` updates the files.

A ``console`` block holds commands after ``$``, each followed by what it prints. All blocks of a
file run in order in one copy of ``examples/``. Output is compared if the file shows some; a command
without output must only succeed. Durations are not compared.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"

_BLOCK = re.compile(r"^```console\n((?:(?!```).*\n)*+)```$", re.MULTILINE)
# Set-up is tried by hand, in an empty directory; the rest of the command is run here.
_SETUP = re.compile(r"python3 -m venv \S+ && \. \S+ && pip install [^&]+ && ")
_NOT_RUN = re.compile(r"(?:pytest|pip|git|\.ci/run)\b")
_DURATION = re.compile(r"\b\d+\.\d+ s\b|(?<=\"seconds\": )[\d.]+")


@dataclass(frozen=True, slots=True)
class ShownCommand:
    """A command of the documentation and the output shown for it; `span` is the output's."""

    command: str
    output: str
    span: tuple[int, int]


def shown_commands(text: str) -> Iterator[ShownCommand]:
    """Yield the commands of a Markdown text's console blocks, in order."""
    for block in _BLOCK.finditer(text):
        lines = [(match.start(), match[0]) for match in re.finditer(r".*\n", block[1])]
        begins = [place for place, (_, line) in enumerate(lines) if line.startswith("$ ")]
        for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
            last = begin
            while lines[last][1].endswith("\\\n"):
                last += 1
            command = "".join(line for _, line in lines[begin : last + 1])[2:]
            output = "".join(line for _, line in lines[last + 1 : end])
            start = block.start(1) + lines[last][0] + len(lines[last][1])
            yield ShownCommand(command.strip(), output, (start, start + len(output)))


def comparable(output: str) -> str:
    """Return output without durations, which differ from run to run, and trailing space."""
    return _DURATION.sub("…", output).strip()


def make_folder(folder: Path) -> Path:
    """Create the commands' folder: a copy of the examples, with the program on the path."""
    shutil.copytree(EXAMPLES, folder / "examples")
    program = folder / "bin" / "qa-bot"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m qa_bot "$@"\n', "utf-8")
    program.chmod(0o755)
    (folder / "bin" / "python").symlink_to(sys.executable)
    return folder


def run_command(command: str, folder: Path) -> str | None:
    """Run one command and return its output; None if it is not run here.

    Raises RuntimeError with the output if it fails.
    """
    command = _SETUP.sub("", command)
    if _NOT_RUN.match(command):
        return None
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder / "examples",
        env=os.environ
        | {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(folder / "state"),
            "COLUMNS": "90",
            "NO_COLOR": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"$ {command}\n{ran.stdout}(exit status {ran.returncode})")
    return ran.stdout.replace(str(folder / "examples"), "~/examples")


def differences(path: Path, folder: Path) -> Iterator[tuple[ShownCommand, str]]:
    """Yield the commands whose output differs from the file's, with that output."""
    for shown in shown_commands(path.read_text("utf-8")):
        printed = run_command(shown.command, folder)
        if printed is None or not shown.output:
            continue
        if comparable(printed) != comparable(shown.output):
            yield shown, printed


def main() -> int:
    """Check or update the named files."""
    parser = argparse.ArgumentParser(prog="python -m qa_bot.development.docs")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.md")
    parser.add_argument("--write", action="store_true", help="update the output in the files")
    given = parser.parse_args()
    status = 0
    for path in given.files:
        with tempfile.TemporaryDirectory() as temporary:
            found = list(differences(path, make_folder(Path(temporary))))
        text = path.read_text("utf-8")
        for shown, printed in reversed(found):
            start, end = shown.span
            text = text[:start] + printed.rstrip() + "\n" + text[end:]
            print(f"{path}: $ {shown.command}")
            if not given.write:
                print(printed)
        if given.write and found:
            path.write_text(text, "utf-8")
        status |= bool(found) and not given.write
    return status


if __name__ == "__main__":
    sys.exit(main())
