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
        overview,
        persons,
        questions,
        suggestions,
        tongues,
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
    _TONGUES: pieces.Tongues = tongues
    _BOILERPLATE: pieces.Boilerplate = boilerplate
    _DOCUMENTS: pieces.Documents = documents
