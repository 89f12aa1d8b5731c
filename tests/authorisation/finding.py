"""How rows are found for addresses: of each state, of the own unit and of a sibling, below the rows they belong to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.api.models import Webhook
from pendopo.kernel.calendar.actions.feeds import create_feed
from pendopo.kernel.documents.models import CLEAN_STATES, Document, RedactedCopy, RedactionBox, Signature
from pendopo.kernel.documents.signing.rules import SIGNED
from pendopo.kernel.imports import registry as importing
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.people.actors import staff
from pendopo.kernel.people.models import RoleGrant
from pendopo.kernel.privacy.models import SubjectRequest
from pendopo.kernel.reporting import registry as reporting
from pendopo.kernel.reporting.models import Snapshot
from pendopo.modules.annual_reports.models import AnnualReport
from pendopo.modules.dip.models import Entry, EntryFile, EntryVersion
from pendopo.modules.disclosure.models import Answer, EditionFile
from pendopo.modules.disputes.models import Dispute
from pendopo.modules.information.models import Inquiry, MaterialRequest
from pendopo.modules.publishing.actions.mailing import token_of
from pendopo.modules.publishing.models import Subscriber
from pendopo.modules.satisfaction.models import (
    Invitation,
    PaperSheet,
    Survey,
    SurveyedService,
)
from pendopo.modules.satisfaction.queries.inviting import secret_of

from tests.authorisation.objects import OWN_UNIT, Maker, Thing


def each_state(model: type[models.Model], parameter: str = "pk", **only: Any) -> Maker:
    """Return a maker of the first row in each state, of the own unit and of a sibling."""

    def make(agency: Agency) -> list[Thing]:
        own = Unit.objects.get(agency=agency, name__startswith=OWN_UNIT).pk
        found: dict[tuple[str, bool], Thing] = {}
        for row in model._base_manager.filter(agency=agency, **only).order_by("pk"):
            state, unit = str(getattr(row, "state", "")), getattr(row, "unit_id", None)
            found.setdefault((state, unit == own), Thing({parameter: row.pk}, state, unit))
        return list(found.values())

    return make


def rows(model: type[models.Model], *, most: int = 2, take: str = "", **parameters: str) -> Maker:
    """Return a maker of the first rows; `parameters` says which attribute each parameter is, dotted where it is another's.

    `take` narrows them by field=value pairs; nothing behind the sign means False.
    """
    pairs = (pair.split("=") for pair in take.split())
    only = {name: wanted or False for name, wanted in pairs}

    def make(agency: Agency) -> list[Thing]:
        found = model._base_manager.filter(agency=agency, **only).order_by("pk")[:most]
        return [Thing({name: value(row, path) for name, path in parameters.items()}) for row in found]

    return make


def value(row: Any, path: str) -> Any:
    """Return an attribute, through others where the path is dotted."""
    for name in path.split("."):
        row = getattr(row, name)
    return row


def files(parent: type[models.Model], **only: Any) -> Maker:
    """Return a maker of files below the cases they belong to, own unit's and sibling's."""

    def make(agency: Agency) -> list[Thing]:
        kept = Document.objects.filter(
            agency=agency, removed_at=None, replaced_by=None, scan_state__in=CLEAN_STATES, **only
        )
        cases = {row.pk: row for row in parent._base_manager.filter(agency=agency)}
        found: dict[tuple[str, Any], Thing] = {}
        for each in kept.order_by("pk"):
            case = cases.get(each.subject_id)
            if case is not None:
                unit = getattr(case, "unit_id", None)
                thing = Thing({"pk": case.pk, "document_pk": each.pk}, f"{case.state} {each.purpose}", unit)
                found.setdefault((each.purpose, unit), thing)
        return list(found.values())

    return make


def fixed(**values: Any) -> Maker:
    """Return a maker of one thing that is the same in every agency."""
    return lambda _agency: [Thing(values)]


def asked_units(agency: Agency) -> list[Thing]:
    """Return questions to units below their requests."""
    found = MaterialRequest.objects.filter(agency=agency).select_related("inquiry")
    return [Thing({"pk": row.inquiry_id, "material_pk": row.pk}, row.inquiry.state, row.unit_id) for row in found]


def dossiers(agency: Agency) -> list[Thing]:
    """Return objections that went on to a dispute."""
    disputed = Dispute.objects.filter(agency=agency).values_list("objection_id", flat=True)
    return [Thing({"objection_pk": pk}) for pk in disputed]


def entry_files(agency: Agency, **only: Any) -> list[Thing]:
    """Return files below the entries that show them."""
    found = EntryFile.objects.filter(agency=agency, document__isnull=False, **only).select_related("version")
    return [
        Thing({"pk": row.version.entry_id, "document": row.document_id}, "", row.version.unit_id) for row in found[:2]
    ]


def public_entry_files(agency: Agency) -> list[Thing]:
    """Return files that everybody may have."""
    return entry_files(agency, version__is_live=True, document__visibility="public")


def versions(agency: Agency) -> list[Thing]:
    """Return versions of entries, of the own unit and of a sibling."""
    own = Unit.objects.get(agency=agency, name__startswith=OWN_UNIT).pk
    found: dict[bool, Thing] = {}
    for row in EntryVersion.objects.filter(agency=agency).select_related("entry").order_by("pk"):
        kwargs = {"pk": row.entry_id, "number": row.number}
        found.setdefault(row.entry.unit_id == own, Thing(kwargs, "", row.entry.unit_id))
    return list(found.values())


def suggested(agency: Agency) -> list[Thing]:
    """Return what suggestions lead to."""
    entry = Entry.objects.filter(agency=agency, state="published").order_by("pk")[0]
    answer = Answer.objects.filter(agency=agency, state="published").order_by("pk")[0]
    return [Thing({"kind": "dip", "pk": entry.pk}), Thing({"kind": "answer", "pk": answer.pk})]


def answer_files(agency: Agency) -> list[Thing]:
    """Return files of answers made public."""
    found = EditionFile.objects.filter(agency=agency, edition__answer__state="published").select_related("edition")
    return [Thing({"pk": row.edition.answer_id, "file_pk": row.document_id}) for row in found]


def answered(agency: Agency) -> list[Thing]:
    """Return answered requests of which nothing was made public."""
    told = Answer.objects.filter(agency=agency).values("inquiry_id")
    found = Inquiry.objects.filter(agency=agency, state="completed").exclude(pk__in=told).order_by("pk")[:2]
    return [Thing({"inquiry_pk": row.pk}) for row in found]


def parts(agency: Agency) -> list[Thing]:
    """Return a part of each report."""
    from pendopo.modules.annual_reports.rules import PARTS

    return [Thing({**thing.kwargs, "part": PARTS[0].key}, thing.state) for thing in each_state(AnnualReport)(agency)]


def surveys(**more: Any) -> Maker:
    """Return a maker of surveys in each state, with further fixed parameters."""
    return lambda agency: [Thing({**thing.kwargs, **more}, thing.state) for thing in each_state(Survey)(agency)]


def surveyed(state: str = "") -> Maker:
    """Return a maker of services below the surveys that ask about them."""

    def make(agency: Agency) -> list[Thing]:
        found = SurveyedService.objects.filter(agency=agency).select_related("survey").order_by("-survey__seq", "pk")
        kept = found.filter(survey__state=state) if state else found
        return [Thing({"pk": row.survey_id, "service_pk": row.service_id}, row.survey.state) for row in kept[:2]]

    return make


def services_asked(agency: Agency) -> list[Thing]:
    """Return services about which a survey is open."""
    found = SurveyedService.objects.filter(agency=agency, survey__state="open")
    return [Thing({"pk": row.service_id}) for row in found[:1]]


def sheets(*states: str) -> Maker:
    """Return a maker of paper questionnaires in their bundles."""

    def make(agency: Agency) -> list[Thing]:
        found = PaperSheet.objects.filter(agency=agency).select_related("batch").order_by("pk")
        return [
            Thing({"pk": row.batch.survey_id, "batch_pk": row.batch_id, "position": row.position}) for row in found[:2]
        ]

    return make


def invitations(agency: Agency) -> list[Thing]:
    """Return secrets of invitations."""
    return [Thing({"secret": secret_of(row.pk)}) for row in Invitation.objects.filter(agency=agency, is_used=False)[:1]]


def subscribers(agency: Agency) -> list[Thing]:
    """Return subscribers with the tokens of their letters."""
    found = Subscriber.objects.filter(agency=agency)
    return [Thing({"pk": row.pk, "token": token_of(row)}) for row in found]


def all_registers(agency: Agency) -> list[Thing]:
    """Return each register with the permission that it asks for by itself."""
    return [Thing({"key": key}, needs=each.permission) for key, each in sorted(reporting._registers.items())]


def all_importers(agency: Agency) -> list[Thing]:
    """Return each importer."""
    return [Thing({"key": key}, needs=each.permission) for key, each in sorted(importing._importers.items())]


def figures(agency: Agency) -> list[Thing]:
    """Return a figure of a frozen report."""
    found = Snapshot.objects.filter(agency=agency).order_by("-pk")
    return [
        Thing({"snapshot_id": row.pk, "source": source, "key": key})
        for row in found
        for source, keys in sorted(row.values.items())[:1]
        for key in sorted(keys)[:1]
    ]


def letters(agency: Agency) -> list[Thing]:
    """Return letters in each state of their signature, of each signer."""
    found: dict[tuple[str, UUID], Thing] = {}
    for row in Signature.objects.filter(agency=agency).order_by("pk"):
        found.setdefault((row.state, row.signer_id), Thing({"pk": row.pk}, row.state))
    return list(found.values())


def signed_letters(agency: Agency) -> list[Thing]:
    """Return the letters, first those that have a signed version."""
    return sorted(letters(agency), key=lambda thing: thing.state != SIGNED)


def boxes(agency: Agency) -> list[Thing]:
    """Return boxes drawn on pages."""
    found = RedactionBox.objects.filter(agency=agency).select_related("draft")
    return [Thing({"pk": row.draft.document_id, "box_pk": row.pk}) for row in found[:1]]


def drawn(**more: Any) -> Maker:
    """Return a maker of files that are being redacted."""

    def make(agency: Agency) -> list[Thing]:
        found = RedactionBox.objects.filter(agency=agency).values_list("draft__document_id", flat=True).distinct()
        return [Thing({"pk": pk, **more}) for pk in found]

    return make


def releases(agency: Agency) -> list[Thing]:
    """Return redacted copies, and what they were made of."""
    return [Thing({"pk": row.copy_id}) for row in RedactedCopy.objects.filter(agency=agency)]


def accounts(agency: Agency) -> list[Thing]:
    """Return an account that works in this agency alone."""
    found = RoleGrant.objects.filter(agency=agency, role="front_office", is_active=True).order_by("pk")
    return [Thing({"user_pk": row.user_id}) for row in found[:1]]


def grants(agency: Agency) -> list[Thing]:
    """Return a role of such an account."""
    found = RoleGrant.objects.filter(agency=agency, role="front_office", is_active=True).order_by("pk")
    return [Thing({"user_pk": row.user_id, "grant_pk": row.pk}) for row in found[:1]]


def own_files(model: type[models.Model]) -> Maker:
    """Return a maker of files that whoever brought the tracked case may have, and one that is somebody else's."""

    def make(agency: Agency) -> list[Thing]:
        case = tracked(model, agency)
        there = Document.objects.filter(agency=agency, visibility="requester", removed_at=None).order_by("pk")
        own, others = there.filter(subject_id=case.pk)[:2], there.exclude(subject_id=case.pk)[:1]
        return [*(Thing({"pk": row.pk}) for row in own), *(Thing({"pk": row.pk}, of_others=True) for row in others)]

    return make


def tracked(model: type[models.Model], agency: Agency) -> Any:
    """Return the case that the citizen of the cells has opened: the first one that was answered with a file."""
    handed = Document.objects.filter(agency=agency, visibility="requester", removed_at=None).values("subject_id")
    return model._base_manager.filter(agency=agency, pk__in=handed).order_by("pk")[0]


_feeds: dict[UUID, str] = {}


def make_feed(agency: Agency) -> None:
    """Make the secret address of somebody's deadlines; a new one ends the old, and a test takes back what it makes."""
    user = RoleGrant.objects.filter(agency=agency, role="back_office", is_active=True).order_by("pk")[0].user
    _feeds[agency.pk] = create_feed(agency=agency, by=staff(user, agency))


def feeds(agency: Agency) -> list[Thing]:
    """Return the secret address of somebody's deadlines."""
    return [Thing({"token": _feeds[agency.pk]})]


def own_requests(agency: Agency) -> list[Thing]:
    """Return what the citizen of the cells asked about the own data, and what somebody else did."""
    case, found = tracked(Inquiry, agency), SubjectRequest.objects.filter(agency=agency).order_by("pk")
    own: dict[bool, list[Thing]] = {True: [], False: []}
    for row in found:
        others = row.about_id != case.pk
        own[others].append(Thing({"subject_type": row.about_type, "pk": row.pk}, of_others=others))
    return own[False] + own[True]


def hook_messages(agency: Agency) -> list[Thing]:
    """Return a webhook with a message; which one it is not is told before anything is sent."""
    hook = Webhook.objects.filter(agency=agency).order_by("pk")[0]
    message = OutboxMessage.objects.filter(agency=agency).order_by("pk")[0]
    return [Thing({"pk": hook.pk, "message_pk": message.pk})]
