"""Planning what is done about a result, saying that it was done, dropping it, reminding of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.audit.actions import record
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Purpose
from pendopo.kernel.notifications.actions import tell
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import User
from pendopo.kernel.people.permissions import Denied, roles_with
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.models import FollowUp, Survey, Voice
from pendopo.modules.satisfaction.permissions import MANAGE, may_finish, may_plan
from pendopo.modules.satisfaction.rules import following_up, limits

_SOON = _("Tindak lanjut survei “%(programme)s” harus selesai paling lambat %(due)s.")
_LATE = _("Tindak lanjut survei “%(programme)s” seharusnya selesai %(due)s. Laporkan hasilnya.")


def plan(
    *,
    survey: Survey,
    element: str,
    programme: str,
    year: int,
    quarters: Collection[int],
    by: Actor,
    owner: User | None = None,
    owner_unit: Unit | None = None,
    voice: Voice | None = None,
) -> FollowUp:
    """Add a line to the plan of a survey that is closed or published. Its end is that of its last quarter.

    `voice` is a comment of that survey to which the line is the answer. Raises NotAllowed, KeyError for an
    element the survey does not have, ValueError for no quarter.
    """
    survey.instrument.definition.element(element)
    if isinstance(verdict := may_plan(by, survey), Denied):
        raise NotAllowed(verdict.reason)
    if owner is None and owner_unit is None:
        raise NotAllowed(_("Pilih penanggung jawab: petugas atau unit."))
    with transaction.atomic():
        if FollowUp.objects.for_agency(survey.agency).filter(survey=survey).count() >= limits.PLAN_LINES:
            raise NotAllowed(_("Rencana ini sudah penuh. Gabungkan kegiatan yang serupa."))
        line = FollowUp.objects.create(
            agency=survey.agency,
            survey=survey,
            element=element,
            programme=programme,
            year=year,
            quarters=sorted(quarters),
            due_on=following_up.due_on(year, quarters),
            owner=owner,
            owner_unit=owner_unit,
            voice=voice,
            made_at=clock.now(),
        )
        details = {"element": element, "due_on": line.due_on.isoformat()}
        _note(line, "plan", by, {**details, "voice": voice.pk} if voice else dict(details))
    return line


def finish(*, line: FollowUp, note: str, by: Actor, proof: Inspected | None = None) -> FollowUp:
    """Say that a line was done, in words, with a file as proof if there is one. Raises NotAllowed, FileRefused."""
    with transaction.atomic():
        found = _locked(line)
        if isinstance(verdict := may_finish(by, found), Denied):
            raise NotAllowed(verdict.reason)
        if proof is not None:
            found.proof = documents.store(
                agency=found.agency,
                subject_type=following_up.SUBJECT_TYPE,
                subject_id=found.pk,
                purpose=Purpose.MATERIAL,
                upload=proof,
                by=by,
            )
        found.done_on, found.done_note = clock.today(found.agency.timezone), note
        found.save(update_fields=["done_on", "done_note", "proof"])
        _note(found, "finish", by, {"has_proof": proof is not None})
    return found


def cancel(*, line: FollowUp, by: Actor) -> FollowUp:
    """Drop a line that will not be done; it stays in the plan, marked. Raises NotAllowed."""
    with transaction.atomic():
        found = _locked(line)
        if isinstance(verdict := may_plan(by, found.survey), Denied):
            raise NotAllowed(verdict.reason)
        found.cancelled_at = clock.now()
        found.save(update_fields=["cancelled_at"])
        _note(found, "cancel", by, {})
    return found


def remind() -> int:
    """Remind owners of what falls due and of what is late, once each; return how many people were told."""
    furthest = clock.today("Asia/Jayapura")
    until = furthest + dt.timedelta(days=limits.REMIND_DAYS)
    waiting = FollowUp.objects.filter(done_on__isnull=True, cancelled_at__isnull=True, due_on__lte=until).filter(
        Q(reminded_on__isnull=True) | Q(reminded_on__lte=F("due_on"), due_on__lt=furthest)
    )
    told = 0
    for line in waiting.select_related("agency", "owner")[: limits.REMINDERS_A_ROUND]:
        today = clock.today(line.agency.timezone)
        if not following_up.is_to_remind(due=line.due_on, reminded=line.reminded_on, today=today):
            continue
        with transaction.atomic():
            # None where another worker was faster.
            mine = FollowUp.objects.filter(pk=line.pk, reminded_on=line.reminded_on).update(reminded_on=today)
            told += mine and _tell(line, _LATE if line.due_on < today else _SOON)
    return told


def _tell(line: FollowUp, text: str) -> int:
    owner = line.owner if line.owner is not None and line.owner.is_active else None
    return tell(
        agency=line.agency,
        users=[owner] if owner else [],
        roles=[] if owner else roles_with(MANAGE),
        text=text,
        params={"programme": line.programme, "due": line.due_on.isoformat()},
        url=reverse("satisfaction:follow_up", args=[line.agency.slug, line.survey_id]),
        subject_type=following_up.SUBJECT_TYPE,
        subject_id=line.pk,
    )


def _locked(line: FollowUp) -> FollowUp:
    """Return the line as it stands now, locked; raise NotAllowed once it is done or dropped."""
    rows = FollowUp.objects.for_agency(line.agency).select_related("survey__instrument", "survey__agency", "agency")
    found = rows.select_for_update(of=("self",)).get(pk=line.pk)
    if found.done_on is not None or found.cancelled_at is not None:
        raise NotAllowed(_("Kegiatan ini sudah selesai atau dibatalkan. Buka lagi rencananya."))
    return found


def _note(line: FollowUp, action: str, by: Actor, details: dict[str, object]) -> None:
    record(
        agency=line.agency,
        action=f"{following_up.SUBJECT_TYPE}.{action}",
        subject_type=following_up.SUBJECT_TYPE,
        subject_id=line.pk,
        by=by,
        details=details,
    )
