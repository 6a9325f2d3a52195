"""Attack every regular expression of the package with texts of its own alphabet.

`python -m tests.pattern_attacks` prints a JSON line for each pattern with the worst growth found;
`test_patterns` runs it in a process of its own.

A text is a prefix, a part that is repeated, and a tail at which the match fails. The parts come
from the parsed pattern: what its repeats and their alternatives match, the pattern up to a repeat,
and single members of its character classes.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import json
import math
import mmap
import os
import pkgutil
import re
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

METHODS = ("search", "match", "fullmatch", "sub", "finditer", "findall", "split", "subn")
_POOL = "aAz1 .,-’'\"()[]éß\n;:_<*#|"
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_TAILS = ("\x00", " \x00")
_SIZE = 2_000  # characters at which a quadratic pattern is seen: it takes some 6 ms or more
_SCREEN = 0.002  # seconds; what takes less is not measured further
_FLOOR = 0.03  # seconds at the greatest size below which growth is noise
_ENOUGH = 0.06  # seconds: a greater size would tell no more
_LONGEST = 0.1  # seconds that a text of the greatest length its callers give may take
_LIMIT = 6.0  # seconds for one text; what needs more hangs
_NOTE = 160  # bytes
_MEASURED = 2  # the slowest attacks, whose growth is measured
_ROUNDS = 4  # of further timing for what looks slower than linear


@dataclass
class Target:
    """A pattern, where it was compiled, and the methods that the package calls on it."""

    pattern: re.Pattern[str]
    name: str
    methods: set[str] = field(default_factory=set)


def collect() -> list[Target]:
    """Return every pattern that the package compiles when imported and when used a little."""
    found: dict[tuple[str, int], tuple[re.Pattern[str], str]] = {}
    original = re._compile  # type: ignore[attr-defined]

    def compiling(pattern: Any, flags: int) -> Any:
        compiled = original(pattern, flags)
        if isinstance(compiled.pattern, str):
            frame = sys._getframe(1)
            while frame and frame.f_code.co_filename == re.__file__:
                frame = frame.f_back  # type: ignore[assignment]
            module = frame.f_globals.get("__name__", "") if frame else ""
            if module.startswith("qa_bot"):
                key = (compiled.pattern, compiled.flags)
                found.setdefault(key, (compiled, f"{module}:{frame.f_lineno}"))
        return compiled

    re._compile = compiling  # type: ignore[attr-defined]
    modules = []
    try:
        for module in _module_names():
            try:
                modules.append(importlib.import_module(module))
            except ImportError:
                continue  # needs an extra
        _use()
    finally:
        re._compile = original  # type: ignore[attr-defined]
    names = {
        (value.pattern, value.flags): f"{module.__name__}.{name}"
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
    }
    called, inline = _calls()
    targets = []
    for key, (pattern, place) in found.items():
        name = names.get(key, place)
        methods = called.get(name, set()) | inline.get(place, set())
        methods |= called.get(name.rsplit(".", 1)[-1], set())
        targets.append(Target(pattern, name, methods or {"search", "fullmatch"}))
    return sorted(targets, key=lambda one: one.name)


def _module_names() -> Iterator[str]:
    import qa_bot

    for module in pkgutil.walk_packages(qa_bot.__path__, "qa_bot."):
        if not module.name.endswith("__main__"):
            yield module.name


def _use() -> None:
    """Read, ask and follow up once, so that patterns made on the fly are made."""
    from qa_bot import Bot
    from qa_bot.ingest import read_article

    page = (
        "# A day\n\nThe NATO chief Jens Berg, 50, said: “It is *late*.” The NATO chief said so.\n"
    )
    read_article(page.encode(), "a.md")
    read_article(page.encode(), "a.txt")
    with Bot.open() as bot:
        for question in ("what does Putin want?", "who is Ashe?", "what is it about?", "when?"):
            bot.ask(question)


def _calls() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the methods called on each constant, and those of `re` by module and line."""
    import qa_bot

    called: dict[str, set[str]] = defaultdict(set)
    inline: dict[str, set[str]] = defaultdict(set)
    root = Path(qa_bot.__file__).parent
    for path in root.rglob("*.py"):
        module = ".".join(path.relative_to(root.parent).with_suffix("").parts)
        tree = ast.parse(path.read_text("utf-8"))
        home = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Attribute) and node.attr in METHODS):
                continue
            base = node.value
            if isinstance(base, ast.Name) and base.id == "re":
                inline[f"{module}:{node.lineno}"].add(node.attr)
            elif isinstance(base, ast.Name):
                called[home.get(base.id, f"{module}.{base.id}")].add(node.attr)
            elif isinstance(base, ast.Attribute):  # a module's constant: words.MONTH
                called[base.attr].add(node.attr)
    return called, inline


def attacks(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield prefixes and parts to repeat, made of what the pattern matches."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.TEMPLATE)
    found: dict[tuple[str, str], None] = {}
    for before, body in _repeats(tree, ""):
        for sample in _samples(body):
            if sample:
                found[before, sample] = None
                found["", before + sample] = None
        if before:
            found["", before] = None
    for sample in _samples(tree):
        found["", sample] = None
    for char in dict.fromkeys(_alphabet(tree)):
        found["", char] = None
        found["", char + " "] = None
    yield from [one for one in found if one[1]][:60]


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Yield every repeated part of a pattern with a text that leads to it."""
    for kind, value in tree:
        if kind in _REPEATS:
            if value[1] > 3:
                yield before, value[2]
            yield from _repeats(value[2], before)
        elif kind is op.SUBPATTERN:
            yield from _repeats(value[3], before)
        elif kind is op.ATOMIC_GROUP:
            yield from _repeats(value, before)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeats(value[1], before)
        before += _sample([(kind, value)], 0)


def _samples(tree: Any) -> list[str]:
    """Return texts that a part matches, one for each of its alternatives (40 at most)."""
    return list(dict.fromkeys(_sample(tree, pick) for pick in range(min(_width(tree), 40))))


def _width(tree: Any) -> int:
    width = 2
    for kind, value in tree:
        if kind is op.BRANCH:
            width = max(width, len(value[1]), *(_width(one) for one in value[1]))
        elif kind is op.SUBPATTERN:
            width = max(width, _width(value[3]))
        elif kind in _REPEATS:
            width = max(width, _width(value[2]))
        elif kind is op.IN:
            width = max(width, min(6, len(_members(value))))
    return width


def _sample(tree: Any, pick: int) -> str:
    """Return a text that the part matches, by the alternatives of that number."""
    parts = []
    for kind, value in tree:
        if kind is op.LITERAL:
            parts.append(chr(value))
        elif kind is op.NOT_LITERAL:
            parts.append("a" if value != ord("a") else "b")
        elif kind is op.ANY:
            parts.append("a")
        elif kind is op.IN:
            members = _members(value)
            parts.append(members[pick % len(members)] if members else "")
        elif kind is op.BRANCH:
            parts.append(_sample(value[1][pick % len(value[1])], pick))
        elif kind is op.SUBPATTERN:
            parts.append(_sample(value[3], pick))
        elif kind is op.ATOMIC_GROUP:
            parts.append(_sample(value, pick))
        elif kind in _REPEATS:
            parts.append(_sample(value[2], pick) * max(value[0], min(value[1], 1 + pick % 2)))
    return "".join(parts)


def _members(items: Any) -> list[str]:
    """Return characters that a class matches."""
    negated = items[0][0] is op.NEGATE
    own = [chr(value) for kind, value in items if kind is op.LITERAL]
    own += [chr(end) for kind, value in items if kind is op.RANGE for end in value]
    pool = [char for char in _POOL if _accepts(items, char) != negated]
    return list(dict.fromkeys(pool if negated else [*own[:3], *pool, *own]))


def _accepts(items: Any, char: str) -> bool:
    tests: dict[Any, Callable[[str], bool]] = {
        op.CATEGORY_DIGIT: str.isdigit,
        op.CATEGORY_NOT_DIGIT: lambda c: not c.isdigit(),
        op.CATEGORY_SPACE: str.isspace,
        op.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
        op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
        op.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
    }
    for kind, value in items:
        if kind is op.LITERAL and chr(value) == char:
            return True
        if kind is op.RANGE and value[0] <= ord(char) <= value[1]:
            return True
        if kind is op.CATEGORY and tests[value](char):
            return True
    return False


def _alphabet(tree: Any) -> Iterator[str]:
    for kind, value in tree:
        if kind is op.LITERAL:
            yield chr(value)
        elif kind is op.IN:
            yield from _members(value)[:4]
        elif kind is op.BRANCH:
            for branch in value[1][:8]:
                yield from _alphabet(branch[:1])
        elif kind is op.SUBPATTERN:
            yield from _alphabet(value[3])
        elif kind in _REPEATS:
            yield from _alphabet(value[2])


def attack(target: Target, limit: int | None, shown: mmap.mmap) -> dict[str, Any]:
    """Return the worst growth of a pattern: its exponent, seconds and the text that showed it.

    Texts are cut at `limit` characters where the callers never give longer ones. Every attack is
    tried at one size, and the growth of the slowest few is measured. `shown` holds the attack that
    is being tried, for the one who finds this process killed.
    """
    worst: dict[str, Any] = {"name": target.name, "exponent": 0.0, "seconds": 0.0, "text": ""}
    calls = [_call(target.pattern, method) for method in sorted(target.methods)]
    slow: list[tuple[float, Callable[[str], object], Callable[[int], str]]] = []
    for prefix, part in attacks(target.pattern):
        for tail in _TAILS:

            def make(size: int, prefix: str = prefix, part: str = part, tail: str = tail) -> str:
                made = prefix + part * max(1, size // len(part))
                return (made[: limit - len(tail)] if limit else made) + tail

            note = repr((prefix[:40], part[:40], tail)).encode()[:_NOTE]
            shown[:_NOTE] = note.ljust(_NOTE)
            for call in calls:
                seconds = _seconds(call, make(_SIZE))
                if limit and seconds > max(worst["seconds"], _LONGEST):
                    worst |= {"exponent": 9.0, "seconds": seconds, "text": note.decode()}
                elif seconds > _SCREEN and not limit:
                    slow.append((seconds, call, make))
    for _, call, make in sorted(slow, key=lambda one: -one[0])[:_MEASURED]:
        exponent, seconds = _growth(call, make)
        if exponent > worst["exponent"]:
            worst |= {"exponent": exponent, "seconds": seconds, "text": repr(make(1)[:80])}
    return worst


def _call(pattern: re.Pattern[str], method: str) -> Callable[[str], object]:
    if method in ("sub", "subn"):
        return lambda text: pattern.sub("", text)
    if method == "finditer":
        return lambda text: sum(1 for _ in pattern.finditer(text))
    called: Callable[[str], object] = getattr(pattern, method)
    return called


def _growth(call: Callable[[str], object], make: Callable[[int], str]) -> tuple[float, float]:
    """Return the exponent of the time's growth and the greatest time; 0 where that is small.

    What looks slow is timed in more rounds, each with every size, and the least times count: a
    processor whose speed changes by half within a minute changes all sizes alike.
    """
    texts: list[str] = []
    times: list[float] = []
    for doubling in range(-3, 4):
        texts = [*texts[-2:], make(int(_SIZE * 2**doubling))]
        times = [*times[-2:], _seconds(call, texts[-1])]
        if times[-1] > _ENOUGH:
            break
    if times[-1] < _FLOOR or len(times) < 2:
        return 0.0, times[-1]
    for _ in range(_ROUNDS if _exponent(times) > 1.2 else 1):
        times = [min(least, _seconds(call, text)) for least, text in zip(times, texts, strict=True)]
    return _exponent(times), times[-1]


def _exponent(times: list[float]) -> float:
    """Return the power of the length by which times at doubled lengths grow."""
    return math.log2(times[-1] / max(times[0], 1e-6)) / (len(times) - 1)


def _seconds(call: Callable[[str], object], text: str) -> float:
    signal.setitimer(signal.ITIMER_VIRTUAL, _LIMIT)
    began = time.thread_time()  # a process's time moves in steps of 4 ms while its timer runs
    call(text)
    return time.thread_time() - began


def attack_apart(target: Target, limit: int | None) -> dict[str, Any]:
    """Attack a pattern in a fork that the kernel kills `_LIMIT` seconds into one text.

    A signal's handler in Python would not do: the engine looks for signals too seldom.
    """
    shown = mmap.mmap(-1, _NOTE)
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            found = attack(target, limit, shown)
            os.write(sending, json.dumps(found).encode())
        finally:
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    if data:
        result: dict[str, Any] = json.loads(data)
        return result
    text = shown[:_NOTE].decode(errors="replace").strip()
    return {"name": target.name, "exponent": 99.0, "seconds": _LIMIT, "text": text}


def main(limits: dict[str, int], only: str) -> None:
    """Attack every pattern; `limits` are lengths by pattern or module that its callers keep to."""
    for target in collect():
        module, _, line = target.name.partition(":")
        module = module if line else module.rsplit(".", 1)[0]  # behind it a constant's name
        if target.name.startswith(only):
            limit = limits.get(target.name, limits.get(module))
            sys.stdout.write(json.dumps(attack_apart(target, limit)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1] if len(sys.argv) > 1 else "{}"), *sys.argv[2:3] or [""])
