"""How many questions a second `qa-bot serve` answers: clients that ask one after the other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import cycle, islice
from statistics import median, quantiles

from qa_bot.development.docs import ROOT
from qa_bot.errors import QaBotError

_GOLD = ROOT / "tests" / "gold"


def serving(clients: int, seconds: float) -> str:
    """Return questions a second and their times, in a line; raises QaBotError if it fails."""
    questions = [
        json.loads(line)["question"]
        for file in sorted(_GOLD.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "qa_bot", "serve", "--port", "0", "--index", str(ROOT / "index")],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if found is None:
            raise QaBotError(f"qa-bot serve did not start: {line.strip()}")
        with ThreadPoolExecutor(clients) as pool:
            _ask(int(found[1]), questions[:20], time.monotonic() + seconds)  # warm
            began = time.monotonic()
            runs = [
                pool.submit(_ask, int(found[1]), islice(cycle(questions), n, None), began + seconds)
                for n in range(0, len(questions), max(1, len(questions) // clients))
            ][:clients]
            times = [one for run in runs for one in run.result()]
            took = time.monotonic() - began
    finally:
        process.terminate()
        process.communicate()
    slow = quantiles(times, n=20)[-1]
    rate, middle = len(times) / took, 1000 * median(times)
    return (
        f"{clients} clients, {len(times)} questions in {took:.0f} s: {rate:.0f} a second, "
        f"median {middle:.0f} ms, 95 % within {1000 * slow:.0f} ms"
    )


def _ask(port: int, questions: Iterable[str], until: float) -> list[float]:
    """Ask over one connection until a time; return how long each question took, in seconds."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for question in questions:
        began = time.monotonic()
        if began > until:
            break
        body = json.dumps({"question": question})
        connection.request("POST", "/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
        if response.status != 200:
            raise QaBotError(f"{question!r}: {answer['error']['message']}")
        times.append(time.monotonic() - began)
    connection.close()
    return times
