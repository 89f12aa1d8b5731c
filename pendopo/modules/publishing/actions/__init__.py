"""Writes: duties and proofs, links and their checks, urgent notices and their letters, reviews."""
