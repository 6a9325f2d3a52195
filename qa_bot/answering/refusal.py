"""How sure the recipe is that a sentence answers the question: logistic regression on its score.

    p = σ(2.6·(S + 0.4·lex + msc) − 0.07·type0 − 0.49·missing − 3.66)

type0: a kind of thing is asked for and the sentence holds none. missing: a name or number of the
question stands nowhere in the index. Fitted on SQuAD 2.0's answerable and unanswerable questions.
"""

from __future__ import annotations

import math

from qa_bot.answering.question import Question
from qa_bot.answering.scoring import Scored

# Below this the article is taken not to say.
ANSWER_FROM = 0.45


def recipe_confidence(best: Scored, question: Question, *, missing: bool) -> float:
    """Return the probability that a sentence answers the question, by its recipe score alone."""
    type0 = question.wanted is not None and best.type == 0
    return _sigmoid(2.6 * best.match - 0.07 * type0 - 0.49 * missing - 3.66)


def read_confidence(nearest: float, rd: float) -> float:
    """Return the probability that a sentence which the reader judged `rd` answers the question.

    `nearest` is the greatest cosine of the question and any candidate.
    """
    return _sigmoid(4.1 * nearest + 0.36 * rd - 2.3)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
