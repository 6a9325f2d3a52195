"""Ctrl-C at any moment: 130 and no traceback.

The moment is chosen by counting the interpreter's audit events (imports, opened files, compiled
expressions …), so that it does not depend on the speed of the machine.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

RUN = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
moment, sys.argv = int(sys.argv[1]), ["qa-bot", *sys.argv[2:]]
import qa_bot.__main__
import qa_bot.cli.arguments
count = 0
def interrupt(event, arguments):
    global count
    count += 1
    if count == moment:
        os.kill(os.getpid(), signal.SIGINT)
def tell():
    print(count, file=sys.stderr)
import atexit
if not moment:
    atexit.register(tell)
sys.addaudithook(interrupt)
qa_bot.__main__.main()
"""


def run(moment: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, str(moment), *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_the_entry_point_takes_over_ctrl_c_before_it_imports_anything() -> None:
    program = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import qa_bot.__main__, _signal\n"
        "after = set(sys.modules) - before - {'_signal'}\n"
        "print(sorted(after), _signal.getsignal(_signal.SIGINT).__module__)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.stdout == "['qa_bot', 'qa_bot.__main__'] qa_bot.__main__\n"


@pytest.mark.parametrize(
    ("arguments", "moments"),
    [(["ask", "what does Putin want?"], 16), (["list"], 8), (["--help"], 4)],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_ctrl_c_at_any_moment_is_130_without_a_traceback(
    arguments: list[str], moments: int
) -> None:
    whole = run(0, *arguments)
    assert whole.returncode == 0
    count = int(whole.stderr.splitlines()[-1])
    assert count > 100
    # Not the first events, which are the entry point's own before it has set its handler.
    for n in range(moments):
        moment = 5 + n * (count - 6) // moments
        ran = run(moment, *arguments)
        assert (ran.returncode, ran.stderr) == (130, ""), (moment, count)
