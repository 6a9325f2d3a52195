"""Untrusted JSON: read from a file, or made a dataclass, each field checked by its annotation."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def read_json(path: Path) -> Any:
    """Return the JSON value in a file; None if it is missing, unreadable or damaged."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def parse_fields(kind: type[T], values: Mapping[str, Any]) -> T:
    """Return a dataclass of these values; raises TypeError if a field is missing or wrong.

    A float may be given as a whole number and must be finite; members of tuples are not checked.
    """
    made = kind(**values)
    key: Any = kind  # a type is hashable, which mypy does not see
    for name, (types, literals) in _allowed(key).items():
        value = getattr(made, name)
        if type(value) not in types and not (type(value) is str and value in literals):
            raise TypeError(f"{name} has the wrong type")
        if type(value) is float and not math.isfinite(value):
            raise TypeError(f"{name} is not a number")
    return made


@cache
def _allowed(kind: type) -> dict[str, tuple[frozenset[type], frozenset[str]]]:
    """Return the types that each field may have, and the words if it is a Literal."""
    return {name: _types(hint) for name, hint in get_type_hints(kind).items()}


def _types(hint: Any) -> tuple[frozenset[type], frozenset[str]]:
    if get_origin(hint) is Literal:
        return frozenset(), frozenset(get_args(hint))
    if get_origin(hint) is tuple:
        return frozenset((tuple,)), frozenset()
    hints = get_args(hint) or (hint,)
    types = {NoneType if one is None else one for one in hints}
    return frozenset({*types, int} if float in types else types), frozenset()
