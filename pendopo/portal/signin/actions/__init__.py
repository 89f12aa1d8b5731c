"""Writes of signing in: entering, factors, sessions, a forgotten password."""
