"""Whole processes in turn: wall and processor seconds, peak memory, medians, ratios."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
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
    """One of the things compared: its name, its command, its finished runs."""

    name: str
    command: Sequence[str]
    runs: list[Run] = field(default_factory=list)

    def middle(self, figure: str) -> float:
        """Return the median of a figure of the runs: `wall`, `cpu` or `peak`."""
        return float(median(getattr(run, figure) for run in self.runs))

    def last(self) -> Any:
        """Return the JSON value that the last run printed."""
        return json.loads(self.runs[-1].out.splitlines()[-1])


def in_turn(sides: Sequence[Side], runs: int, *, warm_up: bool = True) -> None:
    """Run the sides' commands one after the other, A B A B …; the first round does not count."""
    for number in range(runs + warm_up):
        for side in sides:
            done = run(side.command)
            if number >= warm_up:
                side.runs.append(done)


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end; raises QaBotError with its last line where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    out, errors = process.stdout.read(), process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    if process.returncode:
        reason = (errors.strip().splitlines() or ["it said nothing"])[-1]
        raise QaBotError(f"{' '.join(command)[:200]} failed ({process.returncode}): {reason}")
    # Linux counts the peak in KB.
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out)
