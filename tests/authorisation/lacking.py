"""What the example does not play and addresses need all the same, made in the agency that is copied."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.db import models

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.api.models import Token, Webhook
from pendopo.kernel.calendar.models import AgencyDay
from pendopo.kernel.documents.models import Document, Signature
from pendopo.kernel.documents.signing.rules import EXTERNAL, SIGNED, code_from
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.people.actors import staff
from pendopo.kernel.people.models import User
from pendopo.kernel.people.personal import seal
from pendopo.kernel.privacy.models import Affected, Destruction, Hold, Incident, SubjectRequest
from pendopo.modules.annual_reports import actions as reports
from pendopo.modules.annual_reports.rules import PARTS
from pendopo.modules.information.models import Inquiry
from pendopo.modules.publishing.models import Link, Proof
from pendopo.modules.satisfaction.models import FollowUp

from tests.authorisation.finding import tracked
from tests.authorisation.objects import OWN_UNIT
from tests.journeys import import_pages

PPID, SUPERIOR = "ppid", "atasan"


def add_what_is_lacking(agency: Agency) -> None:
    """Make an import, a report, a day off, files behind proofs, a mail that failed, and rows of the newest packages."""
    now = clock.now()
    town: Any = SimpleNamespace(hours=SimpleNamespace(now=lambda: now))
    import_pages.address("report", "done", [*import_pages.ROWS[:3], *import_pages.WRONG[:3]])(town)
    publish_a_report(agency)
    day = {"on": dt.date(2026, 12, 28), "is_working": False, "reason": "Hari jadi daerah", "decree": "SK Contoh 1/2026"}
    AgencyDay.objects.create(agency=agency, **day)
    link = Link.objects.filter(agency=agency, unit=None).order_by("pk")[0]
    Link.objects.filter(pk=link.pk).update(unit=Unit.objects.get(agency=agency, name=OWN_UNIT))
    file = Document.objects.filter(agency=agency, purpose="answer").order_by("pk")[0]
    proof = Proof.objects.filter(agency=agency, retracted_at=None).order_by("pk")[0]
    Proof.objects.filter(pk=proof.pk).update(document=file, kind="file", url="", notice=None)
    FollowUp.objects.filter(pk=FollowUp.objects.filter(agency=agency).order_by("pk")[0].pk).update(proof=file)
    failed = OutboxMessage.objects.filter(agency=agency).order_by("pk")[0]
    last_error = "550 kotak surel penuh"
    OutboxMessage.objects.filter(pk=failed.pk).update(state="failed", attempts=8, sent_at=None, last_error=last_error)
    sign_for_superior(agency)
    watch_over_data(agency)
    _unless_there(Token, agency, expires_at=now + dt.timedelta(days=30))
    _unless_there(Webhook, agency, sealed_secret=seal("ab" * 32, purpose="webhook"), url="https://mitra.example/")


def sign_for_superior(agency: Agency) -> None:
    """Take the first letter of the superior as signed elsewhere; it is its own signed file."""
    superior = User.objects.get(username=SUPERIOR)
    row = Signature.objects.filter(agency=agency, signer=superior).order_by("pk")[0]
    facts = {"signed_id": row.letter_id, "signed_by": superior, "signed_at": clock.now(), "method": EXTERNAL}
    Signature.objects.filter(pk=row.pk).update(state=SIGNED, code=code_from(b"tanda-tangan-nya"), **facts)


def publish_a_report(agency: Agency) -> None:
    """Publish the annual report of the year before."""
    ppid, superior = (staff(User.objects.get(username=name), agency) for name in (PPID, SUPERIOR))
    report = reports.start(agency=agency, year=2025, by=ppid)
    for part in PARTS:
        texts = {passage.key: "Uraian yang ditulis PPID." for passage in part.passages}
        report = reports.write(report=report, part=part.key, texts=texts, by=ppid)
    report = reports.approve(report=reports.propose(report=report, by=ppid), by=superior)
    reports.publish(report=report, pdf=b"%PDF-1.7", xlsx=b"PK", by=ppid)


def watch_over_data(agency: Agency) -> None:
    """Make a hold, a list to destroy, what a subject asks, one of them answered, and an incident with somebody affected."""
    case = Inquiry.objects.filter(agency=agency, state="completed").order_by("-pk")[0]
    about = {"subject_type": case.subject_type, "subject_id": case.pk}
    asked = {"about_type": case.subject_type, "about_id": case.pk, "result": ""}
    _unless_there(Hold, agency, **about)
    _unless_there(Destruction, agency, kind=case.subject_type)
    _unless_there(SubjectRequest, agency, **asked)
    answered = SubjectRequest.objects.filter(agency=agency, answered_at__isnull=False).order_by("pk")[0]
    SubjectRequest.objects.filter(pk=answered.pk).update(about_id=tracked(Inquiry, agency).pk)
    incident = _unless_there(Incident, agency)
    _unless_there(Affected, agency, incident=incident, **about)


def _unless_there(model: type[models.Model], agency: Agency, **given: Any) -> models.Model:
    there = model._base_manager.filter(agency=agency).first()
    return there or model._base_manager.create(**whole(model, agency, **given))


def whole(model: type[models.Model], agency: Agency, **given: Any) -> dict[str, Any]:
    """Return facts for a row: those given, and something plain for every other field that needs one."""
    facts: dict[str, Any] = {"agency": agency, **given}
    for field in model._meta.concrete_fields:
        if field.name not in facts and not (field.primary_key or field.null or field.has_default()):
            facts[field.name] = _plain(field, model)
    return facts


def _plain(field: models.Field[Any, Any], model: type[models.Model]) -> Any:
    if field.name == "state":
        return _first_state(model)
    if field.choices:
        return next(value for value, _label in field.flatchoices if value)
    if isinstance(field, models.ForeignKey):
        return User.objects.get(username=PPID) if field.related_model is User else None
    plain: dict[type, Any] = {
        models.DateTimeField: clock.now(), models.DateField: clock.now().date(), models.BooleanField: False,
        models.PositiveIntegerField: 1, models.PositiveSmallIntegerField: 1, models.BigIntegerField: 1, models.JSONField: [],
    }  # fmt: skip
    return plain.get(type(field), "" if field.blank else "Isian contoh")


def _first_state(model: type[models.Model]) -> str:
    rules = import_module(f"pendopo.kernel.privacy.rules.{STATES_OF[model.__name__]}")
    return str(rules.PROCEDURE.initial)


STATES_OF = {"Destruction": "destroying", "SubjectRequest": "requests", "Incident": "incidents"}
