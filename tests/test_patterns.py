"""No text makes a regular expression of the package take longer than its length allows."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

# Lengths that the callers never exceed: lines of page chrome, sentences, the end of a line.
LIMITS = {
    "qa_bot.language.en.assertions": 2000,
    "qa_bot.language.en.boilerplate": 160,
    "qa_bot.documents.segmentation.line_forms._CLOSED": 40,
    "qa_bot.documents.segmentation.line_forms._ENDED": 40,
    "qa_bot.documents.pdf.hyphens._BROKEN": 60,
    "qa_bot.documents.pdf.furniture._NUMBER": 40,
    "qa_bot.language.en.speech": 3000,
    "qa_bot.language.en.speech.BETWEEN": 20,
    "qa_bot.language.en.speech.BEGINS": 80,
}

EXPONENT = 1.5  # of the time over the length; linear is 1, quadratic 2


def run(*arguments: str) -> list[dict[str, float | str]]:
    command = [sys.executable, "-m", "tests.pattern_attacks", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_pattern_takes_time_proportional_to_its_text() -> None:
    found = run(json.dumps(LIMITS))
    assert len(found) > 100
    assert [one for one in found if float(one["exponent"]) > EXPONENT] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:\s+(?:recently|[a-z]+ly))+$",  # exponential: a word in two ways
        r"(?:[A-Z0-9][\w’'-]*|[ :&-])+,",
        r"(?:\s+[.,;]+)+$",  # quadratic: searched to the end from each mark
        r"<!--.*?-->",
        r"\[([^\]]*)\]\(",
        r"(\w+)\s*,?\s*$",
    ],
)
def test_a_slow_pattern_is_found(pattern: str) -> None:
    code = (
        "import re, json; from tests.pattern_attacks import *\n"
        f"target = Target(re.compile({pattern!r}, re.S), 'x', {{'search'}})\n"
        "print(json.dumps(attack_apart(target, None)))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    assert json.loads(done.stdout)["exponent"] > EXPONENT


def test_a_linear_pattern_is_not_reported() -> None:
    code = (
        "import re, json; from tests.pattern_attacks import *\n"
        r"target = Target(re.compile(r'\b(?:foo|bar)\b \w+,|[a-z]+'), 'x', {'finditer'})" + "\n"
        "print(json.dumps(attack_apart(target, None)))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    assert json.loads(done.stdout)["exponent"] <= EXPONENT
