"""Training of the reader: a file of questions and windows → weights and a held-out report.

``python -m qa_bot.development.training TRAIN.jsonl.gz --out DIR`` runs it.
Answering never imports this package, which needs torch, transformers and scikit-learn.
"""

from qa_bot.errors import QaBotError


class TrainingError(QaBotError):
    """An error that the user can fix; the message is one line with cause and remedy."""
