"""Reads for the pages of administration."""
