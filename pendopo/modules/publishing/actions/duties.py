"""Arranging duties, bringing proofs, reminding of what is due."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.actions import record
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Purpose
from pendopo.kernel.notifications.actions import enqueue_email, tell
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import User
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.ids import uuid7
from pendopo.lib.text import gettext_noop
from pendopo.modules.publishing.actions.links import forget, watch
from pendopo.modules.publishing.models import Duty, Proof, Reminder
from pendopo.modules.publishing.permissions import may_prove
from pendopo.modules.publishing.queries.duties import Line, lines_of, owners_of
from pendopo.modules.publishing.rules import catalogue, duties, limits
from pendopo.ui.formats import medium_date

_TOLD: Final = {
    duties.SOON: gettext_noop("“%(text)s” harus diperbarui paling lambat %(due)s."),
    duties.OVERDUE: gettext_noop("“%(text)s” seharusnya diperbarui paling lambat %(due)s."),
}


def _row(agency: Agency, key: str) -> Duty:
    """Return the agency's row of an item, locked; made when there is none. Raises NotAllowed for an unknown item."""
    found: Duty | None = Duty.objects.for_agency(agency).select_for_update().filter(key=key).first()
    if found is not None:
        return found
    item = catalogue.catalogue_on(clock.today(agency.timezone)).by_key.get(key)
    if item is None:
        raise NotAllowed(gettext_noop("Kewajiban ini tidak ada dalam katalog."))
    made: Duty
    made, _new = Duty.objects.get_or_create(agency=agency, key=key, defaults={"kind": item.kind})
    return made


def _written(duty: Duty, action: str, by: Actor, **details: object) -> None:
    record(
        agency=duty.agency,
        action=f"duty.{action}",
        subject_type=duties.SUBJECT_TYPE,
        subject_id=duty.pk,
        by=by,
        details={"key": duty.key, **details},
    )


def arrange(
    *, agency: Agency, key: str, unit: Unit | None, owner: User | None, months: int | None, soon_days: int, by: Actor
) -> Duty:
    """Say who owns a duty, how often it is renewed at least, and how early its owner is reminded. Raises NotAllowed."""
    with transaction.atomic():
        duty = _row(agency, key)
        duty.unit, duty.owner, duty.months, duty.soon_days = unit, owner, months, soon_days
        duty.save(update_fields=["unit", "owner", "months", "soon_days"])
        _written(duty, "arrange", by, unit=str(unit.pk) if unit else "", months=months, soon_days=soon_days)
    return duty


def add_item(*, agency: Agency, kind: str, text: str, article: str, months: int | None, by: Actor) -> Duty:
    """Add an item of the agency's own. Raises NotAllowed when there are too many."""
    with transaction.atomic():
        if Duty.objects.for_agency(agency).filter(is_own=True).count() >= limits.OWN_ITEMS_MAX:
            raise NotAllowed(gettext_noop("Butir sendiri sudah terlalu banyak. Pakai butir yang ada."))
        pk = uuid7()
        duty: Duty = Duty.objects.create(
            pk=pk, agency=agency, key=f"own-{pk.hex}", is_own=True, kind=kind, text=text, article=article, months=months
        )
        _written(duty, "add_item", by, months=months)
    return duty


def waive(*, agency: Agency, key: str, reason: str, by: Actor) -> Duty:
    """State under one's name that an item does not apply here. Raises NotAllowed."""
    with transaction.atomic():
        duty = _row(agency, key)
        duty.waived_reason, duty.waived_at = reason, clock.now()
        duty.waived_by, duty.waived_by_label = by.user, by.label
        duty.save(update_fields=["waived_reason", "waived_at", "waived_by", "waived_by_label"])
        _written(duty, "waive", by)
    return duty


def restore(*, agency: Agency, key: str, by: Actor) -> Duty:
    """Take the statement back: the item applies again. Raises NotAllowed."""
    with transaction.atomic():
        duty = _row(agency, key)
        duty.waived_reason, duty.waived_at, duty.waived_by, duty.waived_by_label = "", None, None, ""
        duty.save(update_fields=["waived_reason", "waived_at", "waived_by", "waived_by_label"])
        _written(duty, "restore", by)
    return duty


def prove(
    *,
    agency: Agency,
    key: str,
    kind: str,
    proved_on: dt.date,
    by: Actor,
    url: str = "",
    upload: Inspected | None = None,
    note: str = "",
) -> Proof:
    """Bring a proof that an item was published on a local day: a page (`url`), a file or a picture of the screen.

    Raises NotAllowed for another unit's duty or a day in the future, FileRefused, ValueError for neither page nor file.
    """
    if (kind == duties.LINK) != bool(url) or (kind == duties.LINK) != (upload is None):
        raise ValueError("A proof is either a page or a file.")
    if proved_on > clock.today(agency.timezone):
        raise NotAllowed(gettext_noop("Tanggal bukti belum tiba. Isi tanggal informasi itu diumumkan."))
    with transaction.atomic():
        duty = _row(agency, key)
        if isinstance(verdict := may_prove(by, duty.unit_id, duty.owner_id), Denied):
            raise NotAllowed(verdict.reason)
        proof = Proof(
            agency=agency, key=key, kind=kind, proved_on=proved_on, url=url, note=note,
            proved_by=by.user, proved_by_label=by.label, proved_at=clock.now(),
        )  # fmt: skip
        if upload is not None:
            proof.document = documents.store(
                agency=agency,
                subject_type=duties.PROOF_TYPE,
                subject_id=proof.pk,
                purpose=Purpose.MATERIAL,
                upload=upload,
                by=by,
            )
        proof.save(force_insert=True)
        watch(
            agency=agency,
            subject_type=duties.PROOF_TYPE,
            subject_id=proof.pk,
            title=_words(duty),
            unit_id=duty.unit_id,
            url=url,
            document_id=proof.document_id,
            page=reverse("publishing:duty", args=[agency.slug, key]),
        )
        _written(duty, "prove", by, kind=kind, on=proved_on.isoformat())
    return proof


def retract(*, proof: Proof, reason: str, by: Actor) -> Proof:
    """Take a mistaken proof back; it stays with its reason and counts no longer. Raises NotAllowed."""
    with transaction.atomic():
        duty = _row(proof.agency, proof.key)
        if isinstance(verdict := may_prove(by, duty.unit_id, duty.owner_id), Denied):
            raise NotAllowed(verdict.reason)
        open_ones = Proof.objects.filter(pk=proof.pk, retracted_at__isnull=True)
        if not open_ones.update(retracted_at=clock.now(), retracted_by_label=by.label, retracted_reason=reason):
            raise NotAllowed(gettext_noop("Bukti ini sudah ditarik."))
        forget(subject_type=duties.PROOF_TYPE, subject_id=proof.pk)
        _written(duty, "retract", by, proof=str(proof.pk))
    proof.refresh_from_db()
    return proof


def _words(duty: Duty) -> str:
    if duty.is_own:
        return duty.text
    item = catalogue.catalogue_on(clock.today(duty.agency.timezone)).by_key.get(duty.key)
    return item.text if item else duty.key


def remind(*, after: UUID | None = None) -> tuple[int, UUID | None]:
    """Tell owners of duties that fall due, once for each due date and occasion, in the next active agencies.

    Return how many were told, and after which agency to go on; None at the end.
    """
    found = Agency.objects.filter(is_active=True).order_by("pk").select_related("parent")
    agencies = list((found.filter(pk__gt=after) if after else found)[: limits.AGENCIES_A_ROUND])
    told = sum(_remind_in(agency) for agency in agencies)
    return told, agencies[-1].pk if len(agencies) == limits.AGENCIES_A_ROUND else None


def _remind_in(agency: Agency) -> int:
    wanted = [line for line in lines_of(agency) if line.standing in _TOLD and line.due_on]
    if not wanted:
        return 0
    known = set(
        Reminder.objects.for_agency(agency)
        .filter(key__in=[line.key for line in wanted], due_on__in={line.due_on for line in wanted})
        .values_list("key", "due_on", "occasion")
    )
    return sum(_tell(agency, line) for line in wanted if (line.key, line.due_on, line.standing) not in known)


def _tell(agency: Agency, line: Line) -> int:
    """Tell the owners of one duty, unless another worker was faster."""
    if line.due_on is None:
        return 0
    url = reverse("publishing:duty", args=[agency.slug, line.key])
    params = {"text": line.text, "due": line.due_on.isoformat()}
    try:
        with transaction.atomic():
            Reminder.objects.create(
                agency=agency, key=line.key, due_on=line.due_on, occasion=line.standing, at=clock.now()
            )
            people = owners_of(agency, line)
            tell(agency=agency, users=people, text=_TOLD[line.standing], params=params, url=url)
            with translation.override("id"):
                sentence = gettext(_TOLD[line.standing]) % {"text": line.text, "due": medium_date(line.due_on)}
                for user in people:
                    if user.email:
                        _mail(agency, user, sentence, url, line)
    except IntegrityError:
        return 0
    return len(people)


def _mail(agency: Agency, user: User, sentence: str, url: str, line: Line) -> None:
    subject_id = line.duty.pk if line.duty else agency.pk
    enqueue_email(
        agency=agency,
        to=user.email,
        subject=gettext("Kewajiban pengumuman: %(text)s") % {"text": line.text},
        body=f"{sentence}\n\n{settings.PENDOPO_ADDRESS}{url}\n",
        subject_type=duties.SUBJECT_TYPE,
        subject_id=subject_id,
    )
