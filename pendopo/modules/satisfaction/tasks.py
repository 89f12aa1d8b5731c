"""Periodic jobs of the module, run by the worker; each is one call to an action."""

from __future__ import annotations

from pendopo.kernel.notifications.jobs import periodic
from pendopo.modules.satisfaction.actions import answers, follow_up, inviting, voices


@periodic(6 * 3600)
def remind_of_follow_up() -> int:
    """Remind owners of the follow-up plan."""
    return follow_up.remind()


@periodic(60)
def suggest_elements() -> int:
    """Suggest what new comments are about."""
    return voices.suggest_elements()


@periodic(24 * 3600)
def forget_comments() -> int:
    """Empty the comments of surveys that ended long ago."""
    return answers.forget_comments()


@periodic(24 * 3600)
def forget_invitations() -> int:
    """Delete invitations that ended long ago."""
    return inviting.forget_invitations()
