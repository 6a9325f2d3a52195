"""Evaluation: figures from gold questions."""

from qa_bot.evaluation.figures import measure
from qa_bot.evaluation.gold import GoldArticle, GoldQuestion, read_gold
from qa_bot.evaluation.run import EvaluatedQuestion, evaluate, index_articles

__all__ = [
    "EvaluatedQuestion",
    "GoldArticle",
    "GoldQuestion",
    "evaluate",
    "index_articles",
    "measure",
    "read_gold",
]
