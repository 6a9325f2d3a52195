"""English: word lists and patterns, one file for each use."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # mypy checks that every piece is complete; they are imported one by one
    from qa_bot.language import pieces
    from qa_bot.language.en import (
        boilerplate,
        countries,
        discourse,
        documents,
        follow_ups,
        language_names,
        measures,
        names,
        overview,
        persons,
        questions,
        small_talk,
        speech,
        suggestions,
        words,
    )

    _WORDS: pieces.Words = words
    _QUESTIONS: pieces.Questions = questions
    _FOLLOW_UPS: pieces.FollowUps = follow_ups
    _PERSONS: pieces.Persons = persons
    _OVERVIEW: pieces.Overview = overview
    _DISCOURSE: pieces.Discourse = discourse
    _COUNTRIES: pieces.Countries = countries
    _SUGGESTIONS: pieces.Suggestions = suggestions
    _LANGUAGE_NAMES: pieces.LanguageNames = language_names
    _MEASURES: pieces.Measures = measures
    _NAMES: pieces.Names = names
    _SPEECH: pieces.Speech = speech
    _SMALL_TALK: pieces.SmallTalk = small_talk
    _BOILERPLATE: pieces.Boilerplate = boilerplate
    _DOCUMENTS: pieces.Documents = documents
