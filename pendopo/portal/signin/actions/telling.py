"""Telling those who must know: the audit trail of every agency of an account, and its owner by mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.audit.actions import record
from pendopo.kernel.notifications.actions import enqueue_email, tell
from pendopo.kernel.people import limits
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import User
from pendopo.kernel.people.rules import FAILURES_TOLD
from pendopo.lib.text import gettext_noop
from pendopo.portal.signin import queries
from pendopo.ui.formats import moment

_FAILED: Final = gettext_noop(
    "Sedikitnya %(count)s percobaan masuk ke akun Anda gagal dalam jam ini. Bila bukan Anda, periksa sesi yang terbuka."
)
_FAILED_MAIL: Final = gettext_noop(
    "Sedikitnya %(count)s percobaan masuk ke akun Anda gagal dalam jam ini. Percobaan berikutnya dibatasi. Periksa sesi "
    "yang sedang terbuka di %(address)s."
)


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


def warn_of_failures(user: User, tries: int) -> None:
    """Tell the owner, by a line in the inbox and by mail, when this hour's failures reach FAILURES_TOLD.

    Inside the caller's transaction; once an hour, however many come after. A closed account is told nothing.
    """
    failed = limits.add(f"failures:{user.pk}", FAILURES_TOLD, tries)
    if not user.is_active or not failed - tries < FAILURES_TOLD.tries <= failed:
        return
    path = reverse("own-sessions")
    for agency in queries.agencies_of(user):
        tell(agency=agency, users=[user], text=_FAILED, params={"count": failed}, url=path)
    mail(
        user,
        gettext_noop("Banyak percobaan masuk gagal"),
        _FAILED_MAIL,
        count=str(failed),
        address=f"{settings.PENDOPO_ADDRESS}{path}",
    )
