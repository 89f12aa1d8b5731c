"""Reads: duties as they stand, links, urgent notices, reviews."""
