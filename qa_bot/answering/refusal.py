"""How sure we are that a sentence answers the question: logistic regression on a few numbers.

By the recipe:  p = σ(1.61·match − 0.49·type0 − 0.74·missing − 2.90)
By the reader:  p = σ(1.60·S + 0.69·rd − 0.48)

match: S + 0.4·lex + 0.6·context + msc. type0: a kind of thing is asked for and the sentence holds
none. missing: a name or number of the question stands nowhere in the index. rd: the reader's own
judgement (`ranking`). Fitted by `python -m qa_bot.evaluation.fit` on XQuAD, SQuAD 2.0 and the
article's gold questions, each also asked questions of other articles. More numbers (coverage, the
lead over the second, unknown words, missing names) gained the reader's nothing when
cross-validated by article.
"""

from __future__ import annotations

import math

from qa_bot.answering.question import Question
from qa_bot.answering.scoring import Scored

# Below this the article is taken not to say. From .36 to .44 each step up refuses about as many
# more of the unanswerable as it loses of the answerable.
ANSWER_FROM = 0.40
ANSWER_FROM_BY_RECIPE = 0.34


def recipe_confidence(one: Scored, question: Question, *, missing: bool) -> float:
    """Return the probability that a sentence answers the question, by its recipe score alone."""
    type0 = question.wanted is not None and one.type == 0
    return _sigmoid(1.61 * one.match - 0.49 * type0 - 0.74 * missing - 2.90)


def read_confidence(one: Scored, rd: float) -> float:
    """Return the probability that a sentence which the reader judged `rd` answers the question."""
    return _sigmoid(1.60 * one.cosine + 0.69 * rd - 0.48)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
