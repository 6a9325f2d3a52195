"""Compose an answer with prose above its quotes, each sentence held to what it cites."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from qa_bot.answering.compose import Composition, Prose, compose_quotes
from qa_bot.answering.decide import Decision
from qa_bot.index import Index
from qa_bot.platform import forget_interrupt
from qa_bot.prose.check import find_fault
from qa_bot.prose.client import LanguageModel
from qa_bot.prose.options import ProseError, ProseOptions
from qa_bot.prose.prompt import MOST_SENTENCES, given_sentences, messages, spoken
from qa_bot.prose.sentences import CitedSentence, SentenceStream
from qa_bot.prose.support import THRESHOLD, SupportHead, open_support
from qa_bot.types import Citation

_LONGEST = 600  # characters of a sentence
_MOST_READ = 2 * MOST_SENTENCES  # sentences of the model, those left out among them


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sentence of the model with its [n], and why it is left out, or None if it is kept."""

    text: str
    fault: str | None
    support: float | None = None  # probability that what it cites supports it; None: not asked


@dataclass(slots=True)
class ProseComposer:
    """Says in quotes what was decided, and lets a language model say it in prose too.

    `listen` is told of each sentence as soon as it is judged. With `stoppable`, Ctrl-C while the
    model writes ends the prose, and the quotes stay.
    """

    model: LanguageModel
    support: SupportHead
    listen: Callable[[Verdict], object] = lambda verdict: None
    stoppable: bool = False

    def __call__(
        self, index: Index, question: str, decision: Decision, citations: Sequence[Citation]
    ) -> Composition:
        """Return the quotes with the prose that stands up to them; no fault of the model raises."""
        given = given_sentences(index, decision, citations)
        try:
            prose = self._write(question, given)
        except KeyboardInterrupt:
            if not self.stoppable:
                raise
            forget_interrupt()
            prose = Prose(error="stopped")
        further = [
            one for one in given if one not in citations and f"[{one.n}]" in (prose.text or "")
        ]
        prose = replace(prose, citations=tuple(sorted(further, key=lambda one: one.n)))
        return replace(compose_quotes(index, question, decision, citations), prose=prose)

    def _write(self, question: str, given: Sequence[Citation]) -> Prose:
        texts = {one.n: spoken(one) for one in given}
        kept: list[str] = []
        judged = 0
        error = None
        stream = SentenceStream()
        pieces = self.model.write(messages(question, given))
        self.support.load()  # while the model begins to write

        def judge(sentence: CitedSentence) -> bool:
            """Keep the sentence or not; return whether that was enough."""
            nonlocal judged
            judged += 1
            verdict = self.judge(sentence, texts)
            if verdict.fault is None and verdict.text in kept:
                verdict = replace(verdict, fault="said twice")
            if verdict.fault is None:
                kept.append(verdict.text)
            self.listen(verdict)
            return len(kept) == MOST_SENTENCES or judged == _MOST_READ

        try:
            with closing(pieces):
                is_enough = any(
                    judge(sentence) for piece in pieces for sentence in stream.feed(piece)
                )
            if not is_enough:
                any(map(judge, stream.finish()))
        except ProseError as fault:
            error = str(fault)
            any(map(judge, stream.finish(is_cut=True)))
        except KeyboardInterrupt:
            if not self.stoppable:
                raise
            forget_interrupt()
            error = "stopped"
        return Prose(" ".join(kept) or None, (), judged - len(kept), error)

    def judge(self, sentence: CitedSentence, texts: Mapping[int, str]) -> Verdict:
        """Return whether a sentence is kept, given the texts of the numbers."""
        if len(sentence.text) > _LONGEST:
            return Verdict(f"{sentence.text[:_LONGEST]}…", "it is too long")
        numbers = [n for n in sentence.numbers if n in texts]
        said = f"{sentence.text} {''.join(f'[{n}]' for n in numbers)}".rstrip()
        if not sentence.numbers:
            return Verdict(said, "it cites nothing")
        if len(numbers) < len(sentence.numbers):
            return Verdict(said, "it cites a number that was not given")
        evidence = " ".join(texts[n] for n in numbers)
        if fault := find_fault(sentence.text, evidence):
            return Verdict(said, f"what it cites lacks {fault}")
        (support,) = self.support.score([(sentence.text, evidence)])
        if support < THRESHOLD:
            return Verdict(said, "what it cites does not support it", support)
        return Verdict(said, None, support)


def open_composer(options: ProseOptions) -> ProseComposer:
    """Return a composer that asks the language model of the options.

    Nothing is connected yet. Raises UsageError without the package `openai`, and ModelError if the
    support head is damaged.
    """
    return ProseComposer(LanguageModel(options), open_support())
