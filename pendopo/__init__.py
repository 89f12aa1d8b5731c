"""Pendopo: the open pavilion where a public agency serves citizens and answers for it."""

__version__ = "0.1.0"
