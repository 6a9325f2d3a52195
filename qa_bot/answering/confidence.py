"""The probability that a sentence answers the question: logistic regression on a few features.

By hybrid score:  p = σ(1.61·match − 0.49·type0 − 0.74·missing − 2.90)
With the reader: see its `calibration`

match: S + 0.4·lex + 0.6·context + MaxSim. type0: the question asks for a type of thing that the
sentence does not contain. missing: a name or number of the question is nowhere in the index.

Fitted by `python -m qa_bot.development.fit_confidence` on XQuAD, SQuAD 2.0 and the article's gold
questions, each also asked questions of other articles. More features (coverage of names and rare
words in and around the sentence, the least covered word, the lead over the second sentence, the
reader's output on the sentence alone or in a wider window, lengths) did not help in
cross-validation by article.
"""

from __future__ import annotations

import math

from qa_bot.answering.calibration import Calibration
from qa_bot.answering.overview_intent import Overview
from qa_bot.answering.question import Question
from qa_bot.answering.scoring import ScoredCandidate

# Below this the article is taken not to answer.
THRESHOLD_WITHOUT_READER = 0.34
# From here up to the threshold, the best candidates are shown as a possible answer.
UNCERTAIN_FROM = 0.2

# The confidence of an overview answer that leaves nothing out. On four news articles and 14 of
# encyclopedias, 44 of 47 answers were right and complete when read by a person; of lists of people,
# 3 in 10.
_OVERVIEW_RIGHT = 0.94
_PEOPLE_RIGHT = 0.6
_METADATA_RIGHT = 0.8  # a page's metadata can be another page's


def overview_confidence(kind: Overview, coverage: float, *, is_metadata: bool) -> float:
    """Return the confidence of an overview answer that covers this share of the article."""
    if is_metadata:
        return _METADATA_RIGHT
    right = _PEOPLE_RIGHT if kind == "people" else _OVERVIEW_RIGHT
    return right * (0.5 + 0.5 * coverage)


def hybrid_confidence(one: ScoredCandidate, question: Question, *, missing: bool) -> float:
    """Return the probability that a sentence answers the question, by its hybrid score alone."""
    type0 = question.answer_type is not None and one.type == 0
    return _sigmoid(1.61 * one.match - 0.49 * type0 - 0.74 * missing - 2.90)


def reader_confidence(
    cosine: float, reader_score: float, calibration: Calibration, *, missing: bool
) -> float:
    """Return the probability that a sentence with this reader score answers the question.

    `cosine` is that of the question and the sentence.
    """
    features = zip(calibration.weights, (cosine, reader_score, missing), strict=True)
    return _sigmoid(sum(weight * value for weight, value in features) + calibration.intercept)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
