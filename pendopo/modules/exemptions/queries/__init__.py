"""Reads: exemptions in lists and one by one, and what their papers say."""
