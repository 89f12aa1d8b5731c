"""The one thing between a right password and a session: the second step."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.stages import LoginStage
from django.conf import settings
from django.urls import reverse

from pendopo.portal.signin import factors
from pendopo.ui.answers import SeeOther


class SecondStep(LoginStage):
    """Asks whoever has a second factor for it; whoever has none is led to enrol by the doors, once inside."""

    key = "second_step"
    urlname = "second-step"

    def handle(self) -> tuple[Any, bool]:
        """Return where to go on, or nothing when the session may begin; True keeps the sign-in waiting."""
        user = self.login.user
        if not settings.PENDOPO_MFA or user is None or was_given(self.request, user) or not factors.has_factor(user):
            return None, True
        return SeeOther(reverse(self.urlname)), True


def was_given(request: Any, user: Any) -> bool:
    """Tell whether this sign-in holds a second step already: one of ours, or one that the agency's sign-in vouches for."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))
