"""Alternating whole processes: wall and processor seconds, peak memory, medians, ratios."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from qa_bot.errors import QaBotError


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process: wall seconds, processor seconds, peak memory in MB, what it printed."""

    wall: float
    cpu: float
    peak: float
    out: str


@dataclass(slots=True)
class Side:
    """One side of a comparison: its name, its command, its finished runs."""

    name: str
    command: Sequence[str]
    runs: list[Run] = field(default_factory=list)

    def median_of(self, figure: str) -> float:
        """Return the median of a figure of the runs: `wall`, `cpu` or `peak`."""
        return float(median(getattr(run, figure) for run in self.runs))

    def values(self) -> list[Any]:
        """Return the JSON value that each run printed."""
        return [json.loads(run.out.splitlines()[-1]) for run in self.runs]


def seconds(work: Callable[[], object]) -> float:
    """Return how many seconds a call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def alternate(sides: Sequence[Side], runs: int, *, warm_up: bool = True) -> None:
    """Run the sides' commands alternating, A B A B …; the first round does not count."""
    for number in range(runs + warm_up):
        for side in sides:
            done = run(side.command)
            if number >= warm_up:
                side.runs.append(done)


# A process inherits the peak memory of the one it is forked from, so a small one starts it.
_START = """
import json, os, sys, time
started = time.perf_counter()
_, status, used = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)
figures = time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss
sys.stderr.write("\\n" + json.dumps(figures))
sys.exit(os.waitstatus_to_exitcode(status) and 1)
"""


def run(command: Sequence[str]) -> Run:
    """Run a command, its program an absolute path, to its end; raises QaBotError if it fails."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _START, *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    *errors, figures = [line for line in done.stderr.splitlines() if line.strip()] or [""]
    if done.returncode:
        reason = errors[-1] if errors else "no output"
        raise QaBotError(f"{' '.join(command)[:200]} failed: {reason}")
    wall, cpu, peak = json.loads(figures)
    return Run(wall, cpu, peak / 1024, done.stdout)  # Linux reports the peak in KB
