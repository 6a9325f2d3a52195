"""Checking an index: every span, checksum and count."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np

from qa_bot.embedding import DEFAULT_MODEL
from qa_bot.embedding.models import DEFAULT_SHA256
from qa_bot.index.schema import vectors_name
from qa_bot.index.snapshot import Index
from qa_bot.text import collapse_whitespace, embedding_text, stems


def verify_index(index: Index) -> Iterator[str]:
    """Yield what is wrong with an index, a line each; nothing where it is whole.

    Checks the FAISS file's checksum, every sentence's span against its paragraph and its
    neighbours and its speaker against the text, one vector of length 1 and at least one token
    vector a sentence, the stems' document frequencies, and the model's checksum where it is the
    packaged one.
    """
    if index.model == DEFAULT_MODEL and index.model_sha256 != DEFAULT_SHA256:
        yield f"the manifest's checksum of {DEFAULT_MODEL} is not the published one"
    for segment in index.segments:
        path = index.directory / vectors_name(segment.generation)
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != segment.sha256:
                yield f"{path.name} is not the file that was written"
    if index.size != sum(segment.rows - segment.removed for segment in index.segments):
        yield "the FAISS files' counts are not that of the sentences"
    frequencies: dict[str, int] = {}
    count = 0
    for article in index.articles:
        text = index.article_text(article.id)
        words = collapse_whitespace(text)
        paragraphs = {p.number: p for p in index.paragraphs(article.id)}
        end = 0
        for sentence in index.sentences(article.id):
            count += 1
            name = f"{article.source}: sentence {sentence.id} [{sentence.start}:{sentence.end}]"
            paragraph = paragraphs.get(sentence.paragraph)
            quote = text[sentence.start : sentence.end]
            if paragraph is None:
                yield f"{name} stands in no paragraph"
            elif not paragraph.start <= sentence.start < sentence.end <= paragraph.end:
                yield f"{name} is not inside its paragraph"
            elif sentence.start < end or quote != quote.strip() or sentence.end > len(text):
                yield f"{name} is no sentence of the source text"
            end = sentence.end
            if sentence.speaker is not None and sentence.speaker not in words:
                yield f"{name} has a speaker whom the article does not name"
            (tokens,) = index.packed_tokens([sentence.id])
            if not tokens or len(tokens) % index.dimensions:
                yield f"{name} has damaged token vectors"
            try:
                if abs(float(np.linalg.norm(index.vector(sentence.id))) - 1) > 1e-3:
                    yield f"{name} has a vector that is not of length 1"
            except RuntimeError:
                yield f"{name} has no vector"
            for stem in set(stems(embedding_text(quote))):
                frequencies[stem] = frequencies.get(stem, 0) + 1
    if count != index.size:
        yield f"there are {index.size} vectors for {count} sentences"
    stored = index.document_frequencies(index.vocabulary)
    if stored != frequencies:
        yield "the stems' document frequencies are not those of the sentences"
