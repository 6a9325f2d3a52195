"""Add a language model's prose to an answer, as far as the quotes support it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from qa_bot.answering import Bot
from qa_bot.answering.compose import quote_with_speaker
from qa_bot.platform import forget_interrupt
from qa_bot.prose.check import find_fault
from qa_bot.prose.client import LanguageModel
from qa_bot.prose.options import ProseError, ProseOptions
from qa_bot.prose.prompt import MAX_SENTENCES, collect_sentences, messages
from qa_bot.prose.sentences import CitedSentence, SentenceStream
from qa_bot.prose.support import THRESHOLD, SupportHead, open_support
from qa_bot.types import Answer, Citation

_MAX_LENGTH = 600  # characters of a sentence
_MAX_READ = 2 * MAX_SENTENCES  # sentences read from the model, including dropped ones


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sentence of the model with its [n], and why it is dropped (None if it is kept)."""

    text: str
    fault: str | None
    support: float | None = None  # probability that what it cites supports it; None if not computed


Listener = Callable[[Verdict], object]


@dataclass(frozen=True, slots=True)
class ProseWriter:
    """Asks a language model for prose about the quotes, and keeps what they support."""

    model: LanguageModel
    support: SupportHead

    def add_to(
        self,
        bot: Bot,
        answer: Answer,
        listen: Listener = lambda verdict: None,
        *,
        stoppable: bool = False,
    ) -> Answer:
        """Return the answer with prose; if its status is not "answered", return it unchanged.

        Failures of the model do not raise; `prose_error` says what went wrong. `listen` is called
        with each verdict at once. If `stoppable`, Ctrl-C ends only the prose.
        """
        if answer.status != "answered" or not answer.citations:
            return answer
        given = bot.read_index(lambda index: collect_sentences(index, answer.citations))
        kept: list[str] = []
        judged = 0
        error = None
        try:
            for sentence in self._sentences(answer.resolved_question or answer.question, given):
                verdict = self.judge(sentence, {one.n: quote_with_speaker(one) for one in given})
                if verdict.text in kept:
                    verdict = replace(verdict, fault="it was said before")
                judged += 1
                if verdict.fault is None:
                    kept.append(verdict.text)
                listen(verdict)
                if len(kept) == MAX_SENTENCES or judged == _MAX_READ:
                    break
        except ProseError as fault:
            error = str(fault)
        except KeyboardInterrupt:
            if not stoppable:
                raise
            forget_interrupt()
            error = "stopped"
        further = [
            one for one in given if one not in answer.citations and f"[{one.n}]" in "".join(kept)
        ]
        return replace(
            answer,
            prose=" ".join(kept) or None,
            prose_citations=tuple(sorted(further, key=lambda one: one.n)),
            prose_dropped=judged - len(kept),
            prose_error=error,
        )

    def _sentences(self, question: str, given: Sequence[Citation]) -> Iterator[CitedSentence]:
        """Yield the model's sentences as they are completed; raises ProseError after the last."""
        stream = SentenceStream()
        pieces = self.model.write(messages(question, given))
        self.support.load()  # loads while the model begins to write
        try:
            with closing(pieces):
                for piece in pieces:
                    yield from stream.feed(piece)
        except ProseError:
            yield from stream.finish(is_cut=True)
            raise
        yield from stream.finish()

    def judge(self, sentence: CitedSentence, texts: Mapping[int, str]) -> Verdict:
        """Return the verdict on a sentence, given the texts by number."""
        if len(sentence.text) > _MAX_LENGTH:
            return Verdict(f"{sentence.text[:_MAX_LENGTH]}…", "it is too long")
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


def open_writer(options: ProseOptions) -> ProseWriter:
    """Return a writer for the language model in the options; nothing is connected yet.

    Raises UsageError without the package `openai`, and ModelError if the support head is damaged.
    """
    return ProseWriter(LanguageModel(options), open_support())
