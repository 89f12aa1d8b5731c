"""Signing in: password, second step, sessions, a forgotten password, the agency's own sign-in. See docs/masuk.md."""
