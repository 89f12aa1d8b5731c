"""What the worker does: tell webhooks what happened, forget old answers."""

from __future__ import annotations

from pendopo.kernel.api.actions import answers, webhooks
from pendopo.kernel.api.rules import SPREAD_SECONDS
from pendopo.kernel.notifications.jobs import periodic


@periodic(SPREAD_SECONDS)
def tell_webhooks() -> int:
    """Write into the outbox what happened since each webhook was last told."""
    return webhooks.spread()


@periodic(3600)
def forget_answers() -> int:
    """Delete kept answers after their time."""
    return answers.forget_answers()
