"""Telling those who must know: the audit trail of every agency of an account, and its owner by mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.audit.actions import record
from pendopo.kernel.notifications.actions import enqueue_email
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import User
from pendopo.portal.signin import queries
from pendopo.ui.formats import moment


def note(user: User, action: str, details: Mapping[str, object] | None = None, *, by: Actor | None = None) -> None:
    """Write into the trail of every agency in which the account holds a role, inside the caller's transaction.

    Always in one order: two who share agencies never wait for each other's chains.
    """
    for agency in queries.agencies_of(user):
        record(
            agency=agency,
            action=action,
            subject_type="account",
            subject_id=user.pk,
            by=by or Actor(kind="staff", label=str(user), user=user, agency_id=agency.pk),
            details=details,
        )


def mail(user: User, subject: Any, sentence: Any, **filled: str) -> None:
    """Write a mail to the account's owner into the outbox, inside the caller's transaction; none without an address.

    `subject` and `sentence` are msgids; the mail is Indonesian, and says what to do when it was somebody else.
    """
    agency = queries.speaker_for(user)
    if agency is None or not user.email:
        return
    with translation.override("id"):
        body = "\n\n".join(
            [
                _("Yth. %(name)s,") % {"name": user.name or user.username},
                _(sentence) % filled,
                _("Waktu: %(when)s.") % {"when": moment(clock.now(), agency.zone)},
                _("Bila bukan Anda yang melakukannya, segera hubungi admin instansi Anda."),
            ]
        )
        title = _(subject)
    enqueue_email(agency=agency, to=user.email, subject=title, body=body, subject_type="account", subject_id=user.pk)
