"""A reader's calibration: how its scores become an order and a confidence.

The packaged reader's is below; others are fitted by `qa-bot eval --calibrate` and kept in the
user's cache, one file per reader.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from qa_bot.fields import read_json
from qa_bot.files import write_text
from qa_bot.paths import cache_directory


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers fitted for one reader.

    Candidates are ranked by hybrid score + `weight`·(o + 0.5·l), where o are the log odds of words
    in the sentence and l is the logit of its window. The confidence is
    σ(`cosine`·S + `reader`·r + `missing`·m + `intercept`), where S is the cosine of the question
    and the sentence, r is the reader score, and m is 1 if a name of the question is nowhere in the
    index. The article is taken to answer at confidence `threshold` and
    above.
    """

    weight: float
    cosine: float
    reader: float
    missing: float
    intercept: float
    threshold: float

    @property
    def weights(self) -> tuple[float, ...]:
        """The weights of the confidence's features: S, r, m."""
        return self.cosine, self.reader, self.missing

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that identify this calibration."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:8]


# By `python -m qa_bot.development.fit_confidence` on XQuAD, seven articles of SQuAD 2.0 and the
# bundled article's two sets of questions. The cost is lowest at .65; at .5 it is .010 higher, but
# eight more of a hundred answerable questions are answered.
PACKAGED = Calibration(0.105, 3.24, 0.75, -0.03, -1.4, 0.5)


def load_calibration(reader: str) -> Calibration | None:
    """Return the calibration kept for a reader's version, or None if there is no usable one."""
    kept = read_json(_file(reader))
    try:
        values = [float(kept[field.name]) for field in fields(Calibration)]
    except (ValueError, KeyError, TypeError):
        return None
    good = all(map(math.isfinite, values)) and 0 <= values[-1] <= 1
    return Calibration(*values) if good else None


def save_calibration(reader: str, calibration: Calibration) -> Path:
    """Save a reader's calibration and return its file; raises OSError."""
    path = _file(reader)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, json.dumps(asdict(calibration), indent=1) + "\n")
    return path


def _file(reader: str) -> Path:
    name = hashlib.sha256(reader.encode()).hexdigest()[:32]
    return cache_directory() / "calibrations" / f"{name}.json"
