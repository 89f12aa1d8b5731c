"""Writes: each function is one transaction, keyword-only, and says by whom."""
