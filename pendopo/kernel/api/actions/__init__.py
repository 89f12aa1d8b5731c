"""Writes: keys, kept answers, webhooks."""

from pendopo.kernel.api.actions.answers import forget_answers, once
from pendopo.kernel.api.actions.tokens import make_token, note_use, revoke_token, spend
from pendopo.kernel.api.actions.webhooks import ping, register_webhook, remove_webhook, spread

__all__ = [
    "forget_answers",
    "make_token",
    "note_use",
    "once",
    "ping",
    "register_webhook",
    "remove_webhook",
    "revoke_token",
    "spend",
    "spread",
]
