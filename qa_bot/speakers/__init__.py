"""Speakers: who says each sentence of an article."""
