"""File locks and syncing, as the operating system does them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qa_bot.platform import lock_file, sync_directory

HOLD = """
import sys
from pathlib import Path
from qa_bot.platform import lock_file
with Path(sys.argv[1]).open("a+b") as file:
    lock_file(file)
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_one_processs_until_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"locked\n"
    with path.open("a+b") as file:
        with pytest.raises(BlockingIOError):
            lock_file(file)
        holder.kill()
        holder.communicate()
        lock_file(file)
        file.write(b"kept")
    assert path.read_bytes() == b"kept"


def test_a_directory_that_is_not_there_cannot_be_synced(tmp_path: Path) -> None:
    sync_directory(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync_directory(tmp_path / "none")
