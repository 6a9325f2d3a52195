"""A language: its code, its stemmer, and its pieces, each imported on first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from qa_bot.language import pieces


@dataclass(frozen=True)
class Language:
    """A language of articles and questions.

    `code` is its BCP 47 tag and the name of its folder, `stemmer` its Snowball stemmer's name.
    """

    code: str
    name: str
    stemmer: str

    @cached_property
    def words(self) -> pieces.Words:
        """Words: stop words, pronouns, months, numbers, spellings that mean the same."""
        return cast("pieces.Words", self._module("words"))

    @cached_property
    def questions(self) -> pieces.Questions:
        """Questions: what they ask for, and which sentences may hold it."""
        return cast("pieces.Questions", self._module("questions"))

    @cached_property
    def follow_ups(self) -> pieces.FollowUps:
        """Follow-up questions, and the parts of a question that they replace."""
        return cast("pieces.FollowUps", self._module("follow_ups"))

    @cached_property
    def persons(self) -> pieces.Persons:
        """Persons: their words, their roles, and questions about either."""
        return cast("pieces.Persons", self._module("persons"))

    @cached_property
    def overview(self) -> pieces.Overview:
        """Questions about the article as a whole; datelines and bylines."""
        return cast("pieces.Overview", self._module("overview"))

    @cached_property
    def speech(self) -> pieces.Speech:
        """Speech: the words around reporting verbs, and who speaks."""
        return cast("pieces.Speech", self._module("speech"))

    @cached_property
    def names(self) -> pieces.Names:
        """Names of persons: titles, roles and honorifics, and the gender of given names."""
        return cast("pieces.Names", self._module("names"))

    @cached_property
    def small_talk(self) -> pieces.SmallTalk:
        """What people type in a chat that is not a question."""
        return cast("pieces.SmallTalk", self._module("small_talk"))

    @cached_property
    def discourse(self) -> pieces.Discourse:
        """Discourse: how sentences depend on each other."""
        return cast("pieces.Discourse", self._module("discourse"))

    @cached_property
    def measures(self) -> pieces.Measures:
        """Kinds of quantity: which one a question asks for, and whether a sentence states one."""
        return cast("pieces.Measures", self._module("measures"))

    @cached_property
    def claims(self) -> pieces.Claims:
        """Claims: what must be in the evidence as in a claim, and what turns its meaning round."""
        return cast("pieces.Claims", self._module("claims"))

    @cached_property
    def countries(self) -> pieces.Countries:
        """The names of countries."""
        return cast("pieces.Countries", self._module("countries"))

    @cached_property
    def language_names(self) -> pieces.LanguageNames:
        """The names of languages."""
        return cast("pieces.LanguageNames", self._module("language_names"))

    @cached_property
    def suggestions(self) -> pieces.Suggestions:
        """Questions to suggest about an article."""
        return cast("pieces.Suggestions", self._module("suggestions"))

    @cached_property
    def boilerplate(self) -> pieces.Boilerplate:
        """What the page around an article says, line by line."""
        return cast("pieces.Boilerplate", self._module("boilerplate"))

    @cached_property
    def documents(self) -> pieces.Documents:
        """The words by which loaders recognize what does not belong to the article."""
        return cast("pieces.Documents", self._module("documents"))

    def _module(self, name: str) -> ModuleType:
        return import_module(f"qa_bot.language.{self.code}.{name}")


ENGLISH = Language("en", "English", "english")

# Replaces every character of a quotation in masked text, which the patterns of `speech` match.
MASK = "\ufffc"
