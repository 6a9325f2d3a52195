"""Claims with their evidence: FEVER's, near claims made of them, and statements made of questions.

A fifth of FEVER's documents, chosen by a hash of their names, is held out whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from qa_bot.development.claims.perturb import names_of, near_claims
from qa_bot.development.training import TrainingError
from qa_bot.development.training.data import answer_of, fault, read_records

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": "“", "''": "”"}
_SUBJECT = re.compile(
    r"(?:who|what|which (?:\w+ ){1,3}?)\s*"
    r"(?P<rest>(?:is|was|are|were|has|had|will|[a-z]+(?:ed|s))\b(?<!\bdoes)"
    r"(?! (?:he|she|they|it|did|there)\b).{8,})",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"\b(?:by|of|to|for|in|at|on|with|from|as|called|named|known|about)$")
_MAX_LENGTH = 300  # characters of claim and evidence in training: more are read in the same time


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, its evidence, and whether the evidence supports it; `kind` is how it was made."""

    claim: str
    evidence: str
    supports: bool
    doc: str
    kind: str


@dataclass(frozen=True, slots=True)
class Split:
    """Claims to train on, to choose the threshold on, and to measure on."""

    train: list[Claim]
    choose: list[Claim]
    held_out: list[Claim]


def load_claims(fever: Path, questions: Path | None, seed: int = 0) -> Split:
    """Return all claims; `questions` are examples of the reader, for statements made of them.

    Raises TrainingError with the line of a bad record.
    """
    random = Random(seed)
    parts: dict[str, list[Claim]] = {"train": [], "choose": [], "held_out": []}
    for number, row in read_records(fever, "claim", "evidence", "doc"):
        if not isinstance(row.get("supports"), bool):
            raise fault(fever, number, '"supports" must be true or false')
        part = _part(row["doc"])
        claim = Claim(
            row["claim"], _readable(row["evidence"]), row["supports"], row["doc"], "fever"
        )
        parts[part].append(claim)
    if not all(parts.values()):
        raise TrainingError(f"{fever}: too few claims to train, choose and measure on")
    for part, claims in parts.items():
        others = [name for one in claims for name in names_of(one.claim)]
        claims += [near for one in list(claims) for near in _contrasts(one, random, others)]
        if part == "train":
            claims += list(_own_sentences(claims, random, others))
    if questions is not None:
        parts["train"] += list(_statements(questions, random))
    short = [one for one in parts["train"] if len(one.claim) + len(one.evidence) <= _MAX_LENGTH]
    return Split(short, parts["choose"], parts["held_out"])


def _part(doc: str) -> str:
    """Return where a document belongs: a fifth is held out, a tenth of the rest chooses."""
    number = int(hashlib.sha256(doc.encode()).hexdigest()[:8], 16)
    if number % 5 == 0:
        return "held_out"
    return "choose" if number // 5 % 10 == 0 else "train"


def _readable(evidence: str) -> str:
    """Return tokenized text as it would be printed."""
    for token, mark in _BRACKETS.items():
        evidence = evidence.replace(token, mark)
    evidence = re.sub(r" ([,.;:!?%)\]”]|'s\b|n't\b|'(?=\s))", r"\1", evidence)
    evidence = re.sub(r"([(\[“]) ", r"\1", evidence)
    return evidence.replace(" -- ", "–").strip()


def _contrasts(one: Claim, random: Random, others: list[str]) -> Iterator[Claim]:
    """Yield near claims that are not supported; of a refuted claim without "not", one that is."""
    if one.supports:
        made = list(near_claims(one.claim, one.evidence, random, others))
        for claim in random.sample(made, min(2, len(made))):
            yield Claim(claim, one.evidence, False, one.doc, "contrast")
    elif random.random() < 0.25:
        claim = re.sub(r"\b(is|was) (?!not\b)", r"\1 not ", one.claim, count=1)
        if claim != one.claim and not re.search(r"\b(?:only|never|yet)\b", claim):
            yield Claim(claim, one.evidence, True, one.doc, "denied")


def _own_sentences(claims: Sequence[Claim], random: Random, others: list[str]) -> Iterator[Claim]:
    """Yield sentences of the evidence, or their beginnings, as claims; and near ones."""
    for evidence, doc in sorted({(one.evidence, one.doc) for one in claims}):
        sentences = [one for one in re.split(r"(?<=\.) (?=[A-Z])", evidence) if len(one) > 40]
        if not sentences:
            continue
        claim = random.choice(sentences)
        clause = claim.split(", ")[0]
        if len(clause.split()) > 6 and random.random() < 0.5:
            claim = clause.rstrip(".") + "."
        yield Claim(claim, evidence, True, doc, "own")
        for near in list(near_claims(claim, evidence, random, others))[:1]:
            yield Claim(near, evidence, False, doc, "own")


def _statements(path: Path, random: Random) -> Iterator[Claim]:
    """Yield answered questions as statements, and unanswerable ones with their wrong answers."""
    for number, row in read_records(path, "q", "ctx", "kind", "src"):
        if not row["src"].startswith("sq2") or ("why" not in row and row["kind"] != "pos"):
            continue
        span = answer_of(row, path, number) or (row.get("pa") if row["kind"] == "imp" else None)
        if not span or span[1] - span[0] > 60:
            continue
        claim, text = statement(row["q"], row["ctx"][span[0] : span[1]]), row["ctx"]
        if not claim:
            continue
        yield Claim(claim, text, row["a"] is not None, "", "question")
        if row["a"] is not None:
            near = list(near_claims(claim, text, random, names_of(claim)))
            if near and random.random() < 0.5:
                yield Claim(random.choice(near), text, False, "", "question")


def statement(question: str, answer: str) -> str | None:
    """Return a question for its subject with the answer in its place: "Bell invented it."."""
    line = question.strip().rstrip("?").strip()
    found = _SUBJECT.fullmatch(line)
    if not found or _OPEN_END.search(line):
        return None
    return f"{answer[:1].upper()}{answer[1:]} {found['rest']}."
