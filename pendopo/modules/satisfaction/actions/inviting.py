"""Inviting those whose case has ended, and taking their answer: once, and never linked to the case."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.rows import database_key, run
from pendopo.kernel.audit.actions import record
from pendopo.kernel.notifications.actions import enqueue_email
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.ids import uuid7
from pendopo.lib.text import gettext_noop
from pendopo.modules.satisfaction.actions.answers import Filled, record_answer
from pendopo.modules.satisfaction.models import Answer, Invitation, SurveyedService
from pendopo.modules.satisfaction.queries.inviting import digest_of, secret_of
from pendopo.modules.satisfaction.rules import limits, traits
from pendopo.ui.formats import medium_date

_MARK = "UPDATE satisfaction_invitation SET is_used = %s WHERE id = %s AND agency_id = %s AND is_used = %s RETURNING id"


class Spent(NotAllowed):
    """The invitation brought its answer already, or its time is over."""


def invite(*, asked: SurveyedService, subject_type: str, subject_id: UUID, email: str, by: Actor) -> Invitation | None:
    """Invite whoever brought the case that has ended; None when the case was invited before. One mail at most.

    Without an address the link is only shown on the case's own page.
    """
    agency, now = asked.survey.agency, clock.now()
    key = uuid7()
    invitation = Invitation(
        id=key,
        agency=agency,
        survey=asked.survey,
        service_id=asked.service_id,
        subject_type=subject_type,
        subject_id=subject_id,
        secret_digest=digest_of(secret_of(key)),
        made_at=now,
        expires_at=now + dt.timedelta(days=limits.INVITATION_DAYS),
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
            record(
                agency=agency,
                action="survey.invite",
                subject_type=subject_type,
                subject_id=subject_id,
                by=by,
                details={"survey": str(asked.survey_id)},
            )
            if email:
                _write(invitation, asked, email)
    except IntegrityError:
        # Invited before, or another reaction to the same case was faster.
        return None
    return invitation


def _write(invitation: Invitation, asked: SurveyedService, email: str) -> None:
    agency = invitation.agency
    path = reverse("satisfaction:invited", args=[agency.slug, secret_of(invitation.pk)])
    with translation.override("id"):
        lines = [
            _("Layanan yang Anda terima dari %(agency)s sudah selesai: %(service)s.")
            % {"agency": agency.name, "service": asked.service.name},
            _("Bagaimana pelayanannya? Mengisinya sekitar 90 detik:"),
            "",
            f"{settings.PENDOPO_ADDRESS}{path}",
            "",
            _("Tautan ini untuk satu jawaban, berlaku sampai %(date)s.")
            % {"date": medium_date(invitation.expires_at.astimezone(agency.zone).date())},
            _(
                "Jawaban Anda tidak dihubungkan dengan nama atau berkas Anda. Bila tidak ingin mengisi, abaikan surel ini."
            ),
            "",
            agency.name,
        ]
        enqueue_email(
            agency=agency,
            to=email,
            subject=_("Bagaimana pelayanan kami?"),
            body="\n".join(lines),
            subject_type=invitation.subject_type,
            subject_id=invitation.subject_id,
        )


def answer_invitation(*, invitation: Invitation, filled: Filled, by: Actor) -> Answer:
    """Take the one answer of an invitation in; two who press at once bring one answer, and the other is told.

    The same page sent twice returns the answer it brought. Of the time only the day is kept, so that nothing ties the
    answer to the link. Raises Spent, NotAllowed, BadAnswer.
    """

    def mark() -> None:
        # Whoever marks it first has it; the other waits here until that answer is committed, or its mark is taken back.
        if not run(_MARK, [True, database_key(invitation.pk), database_key(invitation.agency_id), False]):
            raise Spent(gettext_noop("Tautan ini sudah dipakai. Satu tautan hanya untuk satu jawaban."))

    if invitation.expires_at <= clock.now() and not invitation.is_used:
        raise Spent(gettext_noop("Masa berlaku tautan ini sudah habis."))
    # The same page sent twice breaks on its own key, whether before or after the mark, and gets what it brought.
    return record_answer(survey=filled.service.survey, filled=filled, channel=traits.TOKEN, by=by, once=mark)


def forget_invitations() -> int:
    """Delete invitations that ended long ago, used or not; return how many. What they brought stays."""
    horizon = clock.now() - dt.timedelta(days=limits.INVITATION_KEPT_DAYS)
    gone, _rows = Invitation.objects.filter(expires_at__lt=horizon).delete()
    return gone
