"""The pieces of a language: what each of its modules must hold.

A pattern's groups are those of the English one, where they are explained.
"""

from __future__ import annotations

import re
from typing import Protocol


class Words(Protocol):
    """Words: stop words, pronouns, months, numbers, spellings that mean the same."""

    STOP_WORDS: frozenset[str]
    PERSON_PRONOUNS: frozenset[str]
    PLURAL_PRONOUNS: frozenset[str]
    POSSESSIVE_PRONOUNS: frozenset[str]
    DEMONSTRATIVES: frozenset[str]
    RELATIVE_PRONOUNS: frozenset[str]
    MONTH: str
    DAY: str
    SMALL_NUMBERS: tuple[str, ...]
    TENS: tuple[str, ...]
    DOZEN: str
    A_DOZEN: str
    THE: str
    INDEFINITE: frozenset[str]
    PERCENT: tuple[str, ...]
    BEFORE_NOON: tuple[str, ...]
    AFTER_NOON: tuple[str, ...]
    WORD: re.Pattern[str]
    POSSESSIVE: re.Pattern[str]
    THE_US: frozenset[str]
    LOWER_CASE_COUNTRY: re.Pattern[str]
    SAME: dict[str, str]
    NAME_ENDINGS: tuple[tuple[re.Pattern[str], str], ...]


class Questions(Protocol):
    """Questions: what they ask for, and which sentences may hold it."""

    ASKING: str
    QUESTION_WORD: re.Pattern[str]
    ASKING_PART: re.Pattern[str]
    YES_NO: re.Pattern[str]
    WHY: re.Pattern[str]
    ANSWER_TYPES: dict[str, re.Pattern[str]]
    OTHER_QUESTION_WORD: re.Pattern[str]
    BROAD: re.Pattern[str]
    LIST: re.Pattern[str]
    WANTS_A_SENTENCE: re.Pattern[str]
    RELATION: re.Pattern[str]
    BETWEEN_NAME_AND_VERB: frozenset[str]
    ADVERB_ENDING: str
    IN_NAMES: frozenset[str]
    HOLDS: dict[str, re.Pattern[str]]
    NUMBER_FORMS: re.Pattern[str]


class FollowUps(Protocol):
    """Follow-up questions, and the parts of a question that they replace."""

    ADVERBIAL: re.Pattern[str]
    ASKED_ADVERBIALLY: re.Pattern[str]
    ASKED_OF_OBJECT: re.Pattern[str]
    OBJECT_PLACE: re.Pattern[str]
    ASKED_OF_PASSIVE: re.Pattern[str]
    ASKED_OF_SEVERAL: re.Pattern[str]
    HOW_MANY: re.Pattern[str]
    CLAUSE_OF_BE: re.Pattern[str]
    HAS_PARTICIPLE: re.Pattern[str]
    PASSIVE: re.Pattern[str]
    NEEDS_PARTICIPLE: re.Pattern[str]
    BY_SOMEONE: re.Pattern[str]
    HAS_VERB: re.Pattern[str]
    SIMPLE_PHRASE: re.Pattern[str]
    ASKED_OF_THING: re.Pattern[str]
    ASKS_A_TIME: re.Pattern[str]
    ASKS_FOR_TIMES: re.Pattern[str]
    OF_TIME: re.Pattern[str]
    SAYS: re.Pattern[str]
    CALENDAR_NAME: re.Pattern[str]
    BARE: re.Pattern[str]
    PREPOSITION_LAST: re.Pattern[str]
    WHY: re.Pattern[str]
    WHY_NOT: re.Pattern[str]
    NEGATABLE: re.Pattern[str]
    NEGATED: re.Pattern[str]
    AND: re.Pattern[str]
    AND_ABOUT: re.Pattern[str]
    WHO_SAID: re.Pattern[str]
    OTHER_ONE: re.Pattern[str]
    PRONOUN: re.Pattern[str]
    EMPTY_IT: re.Pattern[str]
    OF_ANYONE: re.Pattern[str]
    OF_AN_ACT: re.Pattern[str]
    THERE: re.Pattern[str]
    ASKS_A_PLACE: re.Pattern[str]
    OF_A_STATE: re.Pattern[str]
    WHO_IS: re.Pattern[str]
    ASKS_FOR_SOMEONE: re.Pattern[str]
    NAME: re.Pattern[str]
    A_NAME: re.Pattern[str]
    VIEW_OF: re.Pattern[str]
    TIME: re.Pattern[str]
    NOUN_PHRASE: re.Pattern[str]
    PHRASE: re.Pattern[str]
    VIEW: re.Pattern[str]
    PREPOSITION: re.Pattern[str]
    SUBJECT_NEXT: re.Pattern[str]
    VERB_NEXT: re.Pattern[str]
    REPLACEABLE: re.Pattern[str]
    COUNTED: re.Pattern[str]
    ASKED_OF: re.Pattern[str]
    ASKED_OF_SUBJECT: re.Pattern[str]
    ADVERB: re.Pattern[str]
    A_THING: re.Pattern[str]
    LAST_NOUN: re.Pattern[str]
    ELLIPSIS: re.Pattern[str]
    SAYS_IT: re.Pattern[str]
    ENDS_WITH_PREPOSITION: re.Pattern[str]
    SINCE_WHEN: re.Pattern[str]
    IN_THE_PRESENT: re.Pattern[str]
    ENDS_OPEN: re.Pattern[str]
    AUXILIARY_LAST: re.Pattern[str]
    OF_SEVERAL: dict[str, str]
    PLURAL: re.Pattern[str]
    ACTIVE_NEXT: re.Pattern[str]
    POSSESSIVE: re.Pattern[str]
    ASKS: re.Pattern[str]
    BEGINS_A_QUESTION: re.Pattern[str]
    ASKING_PREFIX: re.Pattern[str]
    WHY_WORD: str
    WHY_NOT_WORDS: str
    HOW_WORD: str
    THERE_WORD: str
    ASKED_WHY_NOT: str
    LINKING: tuple[str, ...]
    THAT: str
    THE: str
    BEFORE_A_PLACE: tuple[str, ...]
    THE_THING: str
    OWN: str
    ABOUT: str
    ACCORDING_TO: str
    SAID_ABOUT: str
    SAID_BY_WHOM: str
    WHO_IS_MEANT: str
    WHAT_IS_MEANT: str
    NO_QUESTION_BEFORE: str


class Persons(Protocol):
    """Persons: their words, their roles, and questions about either."""

    ASKS_FOR_WORDS: re.Pattern[str]
    ASKS_FOR_PERSON: re.Pattern[str]
    ASKS_FOR_OFFICE: re.Pattern[str]
    ASKS_WHO_SAID: re.Pattern[str]
    ROLE: re.Pattern[str]
    TITLE: re.Pattern[str]
    INTRODUCED: re.Pattern[str]

    def office(self, name: str, /) -> str:
        """Return a pattern of an office, with up to two words before it and its "of …" after it."""

    def description(self, name: str, /) -> str:
        """Return a pattern of who someone is: a role before the name or an apposition after it."""

    def saying(self, name: str, /) -> str:
        """Return a pattern, ignoring case, of a name beside a reporting verb."""


class Overview(Protocol):
    """Questions about the article as a whole; datelines and bylines."""

    BARE_IT: re.Pattern[str]
    INTENTS: tuple[tuple[str, re.Pattern[str]], ...]
    CONTRACTED_IS: re.Pattern[str]
    PLEASE: re.Pattern[str]
    POLITE: re.Pattern[str]
    DATE: re.Pattern[str]
    FULL_DATE: re.Pattern[str]
    WRITTEN: re.Pattern[str]
    BYLINE: re.Pattern[str]


class Speech(Protocol):
    """Speech: the words around reporting verbs, and who speaks."""

    TELLS: re.Pattern[str]
    VERB: re.Pattern[str]
    SAYS: re.Pattern[str]
    REPORTS: re.Pattern[str]
    DESCRIBES: re.Pattern[str]
    BETWEEN: re.Pattern[str]
    BETWEEN_LENGTH: int
    THAT: re.Pattern[str]
    NOTHING: re.Pattern[str]
    TOLD: re.Pattern[str]
    DIRECT: re.Pattern[str]
    ALONE: re.Pattern[str]
    ASIDE: re.Pattern[str]
    TAIL: re.Pattern[str]
    LEAD: re.Pattern[str]
    CONJUNCTION: re.Pattern[str]
    WHEN: re.Pattern[str]
    ACCORDING: re.Pattern[str]
    LABEL: re.Pattern[str]
    ANCHOR: re.Pattern[str]
    RUN: re.Pattern[str]
    PRONOUN: re.Pattern[str]
    DETERMINER: re.Pattern[str]
    NO_SUBJECT: re.Pattern[str]
    PREPOSITION: re.Pattern[str]
    AFTER_NAME: re.Pattern[str]
    SUBJECT_END: re.Pattern[str]
    NAME_ASIDE: re.Pattern[str]
    ROLE: re.Pattern[str]
    BEGINS: re.Pattern[str]
    SPOKEN: re.Pattern[str]
    APPOSITION: re.Pattern[str]
    BODY: re.Pattern[str]
    OFFICE_OF: re.Pattern[str]
    RESOLVED_PRONOUNS: frozenset[str]
    OTHER_PRONOUNS: frozenset[str]
    IT: str
    WORK: re.Pattern[str]


class Names(Protocol):
    """Names of persons: titles, roles and honorifics, and the gender of given names."""

    HONORIFIC: str
    NAME: re.Pattern[str]
    TITLED: re.Pattern[str]
    ROLE_BEFORE: re.Pattern[str]
    APPOSITION: re.Pattern[str]
    NO_NAME: frozenset[str]
    MALE: re.Pattern[str]
    FEMALE: re.Pattern[str]
    PLACE_BEFORE: re.Pattern[str]
    HE: re.Pattern[str]
    SHE: re.Pattern[str]
    HIS_NAMES: frozenset[str]
    HER_NAMES: frozenset[str]
    SOMEBODY: re.Pattern[str]


class SmallTalk(Protocol):
    """What people type in a chat that is not a question."""

    HELP: frozenset[str]
    GREETINGS: frozenset[str]
    THANKS: frozenset[str]
    DOUBTS: frozenset[str]
    GOODBYE: frozenset[str]


class Discourse(Protocol):
    """Discourse: how sentences depend on each other."""

    UNNAMED: re.Pattern[str]
    RETRACTION: re.Pattern[str]
    QUESTION_CLAUSE: re.Pattern[str]
    LEANING: re.Pattern[str]
    CAUSE: re.Pattern[str]
    CONTINUED_LIST: re.Pattern[str]
    ANNOUNCED_LIST: re.Pattern[str]
    QUOTATION_MARK: re.Pattern[str]
    SENTENCE_END: re.Pattern[str]


class Measures(Protocol):
    """Kinds of quantity: which one a question asks for, and whether a sentence states one."""

    ASKS_FOR_MEASURE: tuple[tuple[str, re.Pattern[str]], ...]
    HOLDS_MEASURE: dict[str, re.Pattern[str]]


class Claims(Protocol):
    """Claims: what must be in the evidence as in a claim, and what turns its meaning round."""

    OPENING: frozenset[str]
    SCALES: dict[str, int]
    MONTHS: tuple[str, ...]
    QUANTITY: re.Pattern[str]
    CURRENCIES: dict[str, re.Pattern[str]]
    DATES: tuple[re.Pattern[str], ...]
    NEGATION: re.Pattern[str]
    REVERSAL: re.Pattern[str]
    NEGATIVE: re.Pattern[str]
    OPPOSITES: dict[str, list[str]]
    CLAUSE_END: re.Pattern[str]


class Countries(Protocol):
    """The names of countries."""

    COUNTRY: re.Pattern[str]
    FIRST_NAMES: frozenset[str]


class LanguageNames(Protocol):
    """The names of languages."""

    NAMES: dict[str, str]


class Suggestions(Protocol):
    """Questions to suggest about an article."""

    ARTICLE_WORD: re.Pattern[str]
    NAME: re.Pattern[str]
    BEGINNING: re.Pattern[str]
    QUOTED: re.Pattern[str]
    OF_SPEAKER: str
    OF_PERSON: str
    OF_SUBJECT: str
    OF_WORDS: str
    OF_ARTICLE: tuple[str, ...]


class Boilerplate(Protocol):
    """What the page around an article says, line by line."""

    ADVERT: re.Pattern[str]
    INVITATION: re.Pattern[str]
    OFFER: re.Pattern[str]
    TO_THE_READER: re.Pattern[str]
    NEWSLETTER: re.Pattern[str]
    INBOX: re.Pattern[str]
    INBOX_OFFER: re.Pattern[str]
    NOTICE: re.Pattern[str]
    NOTICE_WORD: re.Pattern[str]
    RIGHTS: re.Pattern[str]
    RIGHTS_OF_YEAR: re.Pattern[str]
    COOKIES: re.Pattern[str]
    LINKS: re.Pattern[str]
    LINKS_TOO_SHORT: re.Pattern[str]
    TOPICS: re.Pattern[str]
    INLINE_LINK: re.Pattern[str]
    NAVIGATION: re.Pattern[str]
    TRAIL: re.Pattern[str]
    CREDIT: re.Pattern[str]
    DATE: re.Pattern[str]
    BYLINE: re.Pattern[str]


class Documents(Protocol):
    """The words by which loaders recognize what does not belong to the article."""

    NOT_FOUND: re.Pattern[str]
    FAILED: re.Pattern[str]
    ROBOT: re.Pattern[str]
    NEEDS_SCRIPT: re.Pattern[str]
    CONSENT: re.Pattern[str]
    PUBLISHED: re.Pattern[str]
    BYLINE: re.Pattern[str]
    MORE_LINKS: re.Pattern[str]
    BY: re.Pattern[str]
    NO_AUTHOR: re.Pattern[str]
    WROTE: re.Pattern[str]
    ORIGINAL_MESSAGE: re.Pattern[str]
    FROM: re.Pattern[str]
    SENT: re.Pattern[str]
    SENT_FROM: re.Pattern[str]
    FORWARDED: re.Pattern[str]
    CAPTION: re.Pattern[str]
    PAGE_NUMBER: re.Pattern[str]
    PAGE_OF_PAGES: re.Pattern[str]
    NO_TITLE: re.Pattern[str]
    HYPHENATED: frozenset[str]
    HYPHENATED_BEFORE_WORD: frozenset[str]
    NOT_HYPHENATED: frozenset[str]
    AFTER_SUSPENDED_HYPHEN: frozenset[str]
    IN_NAME: str
    IN_LABEL: str
    NO_LABELS: frozenset[str]
    TURN_ROLE: re.Pattern[str]
