"""Shared nouns and mechanisms; strictly ordered, names no module."""
