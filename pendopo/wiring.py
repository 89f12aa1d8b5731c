"""Reactions across modules: "when X happened, do Y". The only page on which modules meet.

What must not be lost (mail, inbox, audit) is written by the action itself, in its own transaction. Here stands only
what another module wants to know after the commit.
"""

from __future__ import annotations


def connect() -> None:
    """Connect listeners with events; called once, when all apps are ready."""
