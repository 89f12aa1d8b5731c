"""Reads: answers for officers, editions for everybody, suggestions, and what was counted."""
