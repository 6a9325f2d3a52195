"""How sure we are that a sentence answers the question: logistic regression on a few numbers.

By the recipe:  p = σ(1.61·match − 0.49·type0 − 0.74·missing − 2.90)
By the reader:  p = σ(1.09·S + 0.88·rd − 0.55·max(rd − 1, 0) − 0.49·typed + 0.15)

match: S + 0.4·lex + 0.6·context + msc. type0: a kind of thing is asked for and the sentence holds
none. missing: a name or number of the question stands nowhere in the index. rd: the reader's own
judgement (`ranking`), which counts for half where it is sure, for it is surer than right. typed: a
kind of thing is asked for (who, when, where, how many). Fitted by `python -m
qa_bot.development.fit_confidence` on XQuAD, SQuAD 2.0 and the article's gold questions, each also
asked questions of other articles. More numbers (coverage of names and rare words in the sentence
and around it, the least covered word, the lead over the second, a reading of the sentence alone
or in a wider window, lengths) gained the reader's nothing when cross-validated by article.
"""

from __future__ import annotations

import math

from qa_bot.answering.question import Question
from qa_bot.answering.scoring import Scored

# Below this the article is taken not to say: 92 % of the answerable are kept, and 99.4 % of the
# questions of other articles are refused.
ANSWER_FROM = 0.38
ANSWER_FROM_BY_RECIPE = 0.34

# Of a question about the article as a whole. Read by eye on four articles of news and 14 pieces of
# encyclopedias, 44 of 47 answers were right and whole; of the lists of people only 3 in 10 were.
WHOLE_CONFIDENCE = 0.9
PEOPLE_CONFIDENCE = 0.5


def hybrid_confidence(one: Scored, question: Question, *, missing: bool) -> float:
    """Return the probability that a sentence answers the question, by its recipe score alone."""
    type0 = question.wanted is not None and one.type == 0
    return _sigmoid(1.61 * one.match - 0.49 * type0 - 0.74 * missing - 2.90)


def reader_confidence(one: Scored, rd: float, question: Question) -> float:
    """Return the probability that a sentence which the reader judged `rd` answers the question."""
    weighed = zip((1.09, 0.88, -0.55, -0.49), confidence_features(one, rd, question), strict=True)
    return _sigmoid(sum(weight * value for weight, value in weighed) + 0.15)


def confidence_features(one: Scored, rd: float, question: Question) -> tuple[float, ...]:
    """Return the numbers that the confidence by the reader is made of: S, rd, beyond 1, typed."""
    return one.cosine, rd, max(rd - 1, 0.0), float(question.wanted is not None)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
