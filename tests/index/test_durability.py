"""What was reported is on the disk; what a kill, a full disk or a power cut stops is undone."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from qa_bot.embedding import Encoder
from qa_bot.index import Index, verify_index
from qa_bot.index.vectors import FAISS_FILE
from qa_bot.ingest import Indexer
from tests.conftest import OTTERS

pytestmark = pytest.mark.slow

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed: it shows the system calls"
)
STORY = "A story\n\nThe heron left the marsh in the morning.\n"
TRACED = "openat,write,pwrite64,fsync,fdatasync,unlink,rename,mkdir"
_CALL = re.compile(r"\d+ +(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+)")
_PATH = re.compile(r"<(?P<path>[^>]*)>|\"(?P<name>[^\"]*)\"")

# Adds an article at each turn, for ever.
ADDING = """
import sys
from pathlib import Path
from qa_bot.embedding import find_model, open_encoder
from qa_bot.ingest import Indexer
encoder = open_encoder()
print("ready", flush=True)
for number in range(10000):
    with Indexer(Path(sys.argv[1]), find_model(), lambda: encoder) as indexer:
        indexer.add(b"A story. It is number %d." % number, f"{number % 7}.txt")
    print(number, flush=True)
"""


def sources(directory: Path) -> list[str]:
    with closing(Index(directory)) as index:
        assert list(verify_index(index)) == []
        return [article.source for article in index.articles]


def run(directory: Path, text: str, *strace: str) -> subprocess.CompletedProcess[str]:
    """Run `qa-bot index` on a story, under strace where options for it are given."""
    source = directory.with_name("story.txt")
    source.write_text(text, "utf-8")
    command = [sys.executable, "-m", "qa_bot", "index", source, "--index", directory]
    if strace:
        command = ["strace", "-f", "-qq", "-y", "-s", "16", *strace, *command]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def calls(log: Path) -> list[tuple[str, str]]:
    """Return the successful calls: their names, and the paths that they are about."""
    found = []
    for line in log.read_text("utf-8", "replace").splitlines():
        call = _CALL.match(line)
        if call and not call["result"].startswith("-"):
            path = _PATH.search(call["arguments"].replace("AT_FDCWD<", "", 1))
            found.append((call["name"], (path["path"] or path["name"]) if path else ""))
    return found


def unsynced(done: list[tuple[str, str]], directory: Path) -> set[str]:
    """Return what a power cut may undo after these calls: writes, and entries of directories."""
    pending: set[str] = set()
    for name, path in done:
        if name in ("fsync", "fdatasync"):
            pending -= {one for one in pending if path in (one, f"in {path}")}
            pending -= {f"in {path}"}
        elif name in ("write", "pwrite64") and path.startswith(str(directory)):
            pending.add(path)
        elif name in ("unlink", "rename", "mkdir") and path.startswith(str(directory.parent)):
            pending.discard(path)
            pending.add(f"in {Path(path).parent}")
    return {one for one in pending if FAISS_FILE not in one}


@needs_strace
@pytest.mark.parametrize("is_new", [True, False])
def test_what_is_reported_is_on_the_disk(tmp_path: Path, encoder: Encoder, is_new: bool) -> None:
    directory, log = tmp_path / "made" / "index", tmp_path / "log"
    directory.parent.mkdir()
    if not is_new:
        with Indexer(directory, encoder.model, lambda: encoder) as indexer:
            indexer.add(OTTERS.encode(), "otters.txt")
    ran = run(directory, STORY, "-o", str(log), "-e", f"trace={TRACED}")
    assert (ran.returncode, ran.stderr) == (0, "")
    done = calls(log)
    report = next(n for n, (_, line) in enumerate(done) if is_report(log, n))
    before = done[:report]
    assert unsynced(before, directory) == set()
    # One transaction: the journal goes once.
    journal = f"{directory}/index.sqlite-journal"
    assert [path for name, path in before if name == "unlink" and "journal" in path] == [journal]
    writes = [
        n for n, call in enumerate(before) if call == ("pwrite64", f"{directory}/index.sqlite")
    ]
    syncs = [n for n, (name, path) in enumerate(before) if "sync" in name and path == journal]
    assert syncs and max(n for n in syncs) < min(writes)  # it can be undone before it is begun
    assert sum("sync" in name for name, path in before) <= 8


def is_report(log: Path, number: int) -> bool:
    """Return whether a successful call of a log is the one that writes "added …"."""
    lines = [
        line
        for line in log.read_text("utf-8", "replace").splitlines()
        if (call := _CALL.match(line)) and not call["result"].startswith("-")
    ]
    return " write(1" in lines[number] and '"added' in lines[number]


@needs_strace
@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("call", ["pwrite64:error=ENOSPC", "fdatasync:error=EIO"])
@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_full_disk_or_a_failing_sync_leaves_the_index_as_it_was(
    tmp_path: Path, encoder: Encoder, call: str, number: int, is_new: bool
) -> None:
    directory = tmp_path / "index"
    if not is_new:
        with Indexer(directory, encoder.model, lambda: encoder) as indexer:
            indexer.add(OTTERS.encode(), "otters.txt")
    paths = [f"{directory}/index.sqlite", f"{directory}/index.sqlite-journal"]
    options = [word for path in paths for word in ("-P", path)]
    ran = run(directory, STORY, "-o", os.devnull, *options, "-e", f"inject={call}:when={number}+")
    if "added" not in ran.stdout:  # else it was over before the call of that number
        assert ran.returncode == 1
        assert ran.stderr.startswith("qa-bot: the index ")
        assert ran.stderr.count("\n") == 1
        assert "damaged" not in ran.stderr
        if not is_new:
            assert sources(directory) == ["otters.txt"]
    ran = run(directory, STORY)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert sources(directory)[-1].endswith("story.txt")


@needs_strace
@pytest.mark.parametrize("call", ["write:error=ENOSPC", "close:error=EIO", "rename:error=EACCES"])
def test_a_faiss_file_that_cannot_be_written_loses_nothing(tmp_path: Path, call: str) -> None:
    directory = tmp_path / "index"
    part = f"{directory}/{FAISS_FILE}.part"
    ran = run(directory, STORY, "-o", os.devnull, "-P", part, "-e", f"inject={call}")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert not (directory / FAISS_FILE).exists()
    assert len(sources(directory)) == 1
    assert {path.name for path in directory.iterdir()} == {"index.sqlite", FAISS_FILE}


@needs_strace
@pytest.mark.parametrize("is_new", [True, False])
def test_killed_at_any_write_it_is_as_before_or_as_after(
    tmp_path: Path, encoder: Encoder, is_new: bool
) -> None:
    generator = random.Random(5 + is_new)
    for number in generator.sample(range(1, 90), 6):
        directory = tmp_path / str(number) / "index"
        directory.parent.mkdir()
        if not is_new:
            with Indexer(directory, encoder.model, lambda: encoder) as indexer:
                indexer.add(OTTERS.encode(), "otters.txt")
        database = f"{directory}/index.sqlite"
        options = ["-P", database, "-P", f"{database}-journal"]
        inject = f"inject=pwrite64,fdatasync,unlink:signal=KILL:when={number}"
        ran = run(directory, STORY, "-o", os.devnull, *options, "-e", inject)
        if "added" not in ran.stdout and not is_new:
            assert sources(directory) == ["otters.txt"]
        ran = run(directory, STORY)
        assert (ran.returncode, ran.stderr) == (0, ""), number
        assert len(sources(directory)) == 1 + (not is_new)
        assert {path.name for path in directory.iterdir()} <= {"index.sqlite", FAISS_FILE}


def test_killed_at_random_moments_it_keeps_what_was_reported(
    tmp_path: Path, encoder: Encoder
) -> None:
    generator, directory = random.Random(1), tmp_path / "index"
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", ADDING, directory], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(generator.uniform(0.02, 0.4))
        os.kill(process.pid, signal.SIGKILL)
        reported = process.stdout.read().split()
        process.wait()
        if reported:
            names = {f"{int(number) % 7}.txt" for number in reported}
            assert names <= set(sources(directory))
    with Indexer(directory, encoder.model, lambda: encoder) as indexer:
        indexer.add(OTTERS.encode(), "otters.txt")
    assert "otters.txt" in sources(directory)
    assert {path.name for path in directory.iterdir()} == {"index.sqlite", FAISS_FILE}
