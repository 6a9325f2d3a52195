"""Put a question in the index's spelling: correct misspelled words, capitalize names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.answering.question import Question
from qa_bot.embedding import Encoder
from qa_bot.index import Index
from qa_bot.language import ENGLISH
from qa_bot.text import normalize_word, stem, strip_possessive, words

_INITIAL = re.compile(r"\b\w")


def spell_as_index(text: str, index: Index, encoder: Encoder) -> str:
    """Return the question with the index's spelling and capitals, without mistyped words."""
    spelled = truecase(correct_spelling(correct_question_word(text, index), index, encoder), index)
    if any(char.isupper() for char in text[1:]):
        return spelled
    # Typed without capitals, a name that the index lacks looks like any other word.
    named = capitalize_unknown_names(spelled, index)
    return spelled if named == spelled else correct_spelling(named, index, encoder)


def correct_question_word(text: str, index: Index) -> str:
    """Return the question with its first word corrected, if that is a mistyped "what" or "who"."""
    found = ENGLISH.questions.MISSPELLED_WORD.match(text)
    if found is None or index.document_frequencies([stem(found[2].lower())]):
        return text
    return found[1] + ENGLISH.questions.MISSPELLED[found[2].lower()] + text[found.end() :]


def correct_spelling(text: str, index: Index, encoder: Encoder) -> str:
    """Return the question with misspelled words corrected to words of the index.

    A word counts as misspelled if neither the index nor the model's vocabulary of 30,000 words has
    it, so that a correct word that the article lacks ("paint") is not changed ("point"). A name may
    be a word and yet be one letter off the article's: "Mr Ash" is Ashe.
    """
    unknown: dict[str, str] = {}
    for position, match in enumerate(words(text)):
        word = normalize_word(match[0])
        may_be_name = position > 0 and match[0][0].isupper()
        if (
            word not in ENGLISH.words.STOP_WORDS
            and word.isalpha()
            and (may_be_name or not encoder.is_word(word))
        ):
            unknown[match[0]] = word
    known = index.document_frequencies(map(stem, unknown.values()))
    for typed, word in unknown.items():
        if encoder.is_word(word):
            meant = _name_meant(word, index)
        elif known.get(stem(word)):
            meant = None
        else:
            meant = _word_meant(word, index)
        if meant:
            if typed[0].isupper():
                meant = meant.upper() if typed.isupper() else meant[0].upper() + meant[1:]
            text = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", meant, text)
    return text


def truecase(text: str, index: Index) -> str:
    """Return the question with names in lower case written as in the index: Putin, NATO.

    A word is a name if most of its occurrences inside sentences begin with a capital.
    """
    for match in reversed(list(words(text))):
        typed = strip_possessive(match[0])
        word = normalize_word(match[0])
        if not match[0].islower() or word in ENGLISH.words.STOP_WORDS:
            continue
        forms = [one for one in index.spellings(stem(word)) if one.casefold() == typed]
        if forms and (form := forms[0])[0].isupper():
            text = text[: match.start()] + form + text[match.start() + len(typed) :]
    return ENGLISH.words.LOWER_CASE_COUNTRY.sub(lambda found: found[1] + found[2].upper(), text)


def capitalize_unknown_names(text: str, index: Index) -> str:
    """Return the question with names that the index lacks in capitals too.

    These are countries, and words where only a name can be: "what did trump say" is about Trump.
    """
    for pattern in (ENGLISH.countries.ANY_CASE, ENGLISH.names.BARE_NAME):
        for match in reversed(list(pattern.finditer(text))):
            start, end = match.span(match.lastindex or 0)
            lower = [one[0] for one in words(text[start:end]) if one[0].islower()]
            if lower and not any(_is_ordinary(one, index) for one in lower):
                capitals = _INITIAL.sub(lambda letter: letter[0].upper(), text[start:end])
                text = text[:start] + capitals + text[end:]
    return text


def lacks_name(index: Index, question: Question) -> bool:
    """Return whether a name or number of the question is nowhere in the index, however spelled.

    Words that begin alike count as spellings of one name: America and American, Shelly and Shelley.
    """
    return bool(_absent(index, question.names))


def lacks_subject(index: Index, question: Question) -> bool:
    """Return whether the name that a question is about ("Is Finland …?") is nowhere in the index.

    A name of several words is there if one of them is.
    """
    found = ENGLISH.questions.SUBJECT.match(question.text)
    names = [stem(normalize_word(one[0])) for one in words(found[1])] if found else []
    return bool(names) and len(_absent(index, names)) == len(names)


def is_absent(index: Index, word: str) -> bool:
    """Return whether the index does not have a word, nor one that begins like it."""
    return bool(_absent(index, [stem(normalize_word(word))]))


def _is_ordinary(typed: str, index: Index) -> bool:
    """Return whether a word is no name, or the index has the name in another form (America, US)."""
    word = normalize_word(typed)
    if word in ENGLISH.words.STOP_WORDS:
        return True
    forms = index.spellings(stem(word))[:1]
    is_known = bool(index.document_frequencies([stem(word)]))
    return is_known and (word != typed or not any(form[0].isupper() for form in forms))


def _absent(index: Index, names: Sequence[str]) -> list[str]:
    """Return the stems that no word of the index is or begins like."""
    known = index.document_frequencies(names)
    return [
        name
        for name in names
        if not known.get(name)
        and not any(word.startswith(name[: max(4, len(name) - 2)]) for word in index.vocabulary)
    ]


def _word_meant(word: str, index: Index) -> str | None:
    """Return the word of the index that a misspelled one stands for, or None."""
    spellings = {**index.vocabulary, **{known: known for known in index.vocabulary.values()}}
    near = nearest_word(word, tuple(spellings))
    return spellings[near] if near else None


def _name_meant(word: str, index: Index) -> str | None:
    """Return the name in the index with one letter more or less than an unknown word, or None.

    Replacing a letter would turn Iraq into Iran. Countries are never taken for other names, nor
    another form of the name ("Asian") for the name.
    """
    from rapidfuzz.distance import OSA

    if len(word) < 3 or ENGLISH.countries.COUNTRY.fullmatch(word.capitalize()):
        return None
    if any(form.casefold() == word for form in index.spellings(stem(word))):
        return None
    near = [
        name
        for name in index.vocabulary
        if name[:2] == word[:2] and abs(len(name) - len(word)) <= 1
    ]
    forms = [form for name in near for form in index.spellings(name)[:1]]
    return next(
        (
            form
            for form in forms
            if form[0].isupper()
            and abs(len(form) - len(word)) == 1
            and not _is_inflected(word, form.casefold())
            and OSA.distance(word, form.casefold(), score_cutoff=1) <= 1
        ),
        None,
    )


def _is_inflected(one: str, other: str) -> bool:
    """Return whether one name is the other with an ending: Asia and Asian, Muslim and Muslims."""
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and longer[-1] in ENGLISH.words.NAME_SUFFIXES


def nearest_word(word: str, vocabulary: Sequence[str]) -> str | None:
    """Return the word of the vocabulary that a misspelled one most likely stands for, or None.

    From five letters on one edit is allowed (insertion, deletion, substitution, transposition),
    from nine letters two, and in four letters a transposition: "Stoltenburg" is Stoltenberg, "wnat"
    is want, but Iran is not Iraq, nor Slovakia Slovenia. The first letter must be right, as it
    nearly always is.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(word) < 4 or word[0].isdigit():
        return None
    slips = 2 if len(word) >= 9 else 1
    near = [other for other in vocabulary if other[0] == word[0] and len(other) >= 4]
    if len(word) == 4:
        near = [other for other in near if len(other) == 5 or sorted(other) == sorted(word)]
    best = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
    return best[0] if best else None
