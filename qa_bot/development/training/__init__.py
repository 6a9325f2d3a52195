"""Training of the reader: from a file of questions and windows to weights with a held-out report.

``python -m qa_bot.development.training TRAIN.jsonl.gz --out DIR`` is the way in.
Nothing that answers questions imports this package: it needs torch, transformers and
scikit-learn, which answering does without.
"""

from qa_bot.errors import QaBotError


class TrainingError(QaBotError):
    """Something a person can put right; the message is one line with the cause and the remedy."""
