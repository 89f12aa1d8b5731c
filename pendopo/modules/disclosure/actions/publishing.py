"""Making an answer public, correcting it and withdrawing it; how the agency does so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document, Purpose, Visibility
from pendopo.kernel.documents.redaction.queries import content_of
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.search.actions import changed
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock
from pendopo.lib.text import gettext_noop
from pendopo.modules.disclosure import events
from pendopo.modules.disclosure.actions.inspecting import Draft, chosen_files, demand_clean, traces_of
from pendopo.modules.disclosure.models import Answer, Arrangement, Edition, EditionFile
from pendopo.modules.disclosure.permissions import may_publish
from pendopo.modules.disclosure.ports import answered
from pendopo.modules.disclosure.queries.answers import arrangement
from pendopo.modules.disclosure.rules import procedure
from pendopo.modules.disclosure.rules.procedure import PROCEDURE
from pendopo.modules.disclosure.rules.suggesting import ANSWER

SUMMARY_FIRST = gettext_noop("Tulis ringkasan jawabannya dahulu, lalu umumkan.")


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing: the answer, and whether the requester could be told from here."""

    answer: Answer
    is_told: bool


def draft_of(answer: Answer) -> Draft:
    """Return what is written so far."""
    keys = tuple(UUID(key) for key in answer.files)
    return Draft(answer.title, answer.question, answer.summary, answer.way, keys)


def publish(*, answer: Answer, by: Actor, note: str = "") -> Published:
    """Make what is written public, as a new edition; `note` tells everybody what a correction changed.

    Raises WrongState, NotAllowed (four eyes, or nothing written), Unclean when a trace is found that nobody has judged,
    also one that was not known when the text was written.
    """
    found = traces_of(answer.agency, answer.inquiry_id, draft_of(answer))
    with transaction.atomic():
        case = lock(answer)
        check(case, PROCEDURE, "publish", by=by)
        choice = arrangement(case.agency)
        verdict = may_publish(by, case, four_eyes=choice.four_eyes)
        if isinstance(verdict, Denied):
            raise NotAllowed(_(verdict.reason))
        if case.written_at != answer.written_at:
            raise NotAllowed(_("Naskah diubah orang lain sementara itu. Periksa naskah terbaru, lalu umumkan."))
        if not case.summary:
            raise NotAllowed(_(SUMMARY_FIRST))
        demand_clean(found, case.harmless)
        is_first = case.edition_id is None
        edition = _new_edition(case, choice, note if not is_first else "", by)
        _put_files(case, edition, by)
        changes: dict[str, object] = {"edition": edition}
        if is_first:
            changes["published_on"] = clock.today(case.agency.timezone)
        happened = events.AnswerPublished(case.agency_id, case.pk)
        advance(case, PROCEDURE, "publish", by=by, changes=changes, details={"edition": edition.seq}, event=happened)
        changed(kind=ANSWER, ids=[case.pk])
        path = reverse("disclosure:answer", args=[case.agency.slug, case.pk])
        is_told = not is_first or answered.get().tell(case.agency, case.inquiry_id, path)
    return Published(case, is_told)


def _new_edition(case: Answer, choice: Arrangement, note: str, by: Actor) -> Edition:
    last = case.edition.seq if case.edition else 0
    return Edition.objects.create(
        agency=case.agency,
        answer=case,
        seq=last + 1,
        title=case.title,
        question=case.question,
        summary=case.summary,
        unit_id=case.unit_id,
        way=case.way,
        # The day itself is not kept where it is not told.
        answered_on=case.answered_on.replace(day=1) if choice.by_month else case.answered_on,
        by_month=choice.by_month,
        note=note,
        sources=case.files,
        written_by_id=case.written_by_id,
        published_by_id=by.user_pk,
        published_at=clock.now(),
        four_eyes=choice.four_eyes,
    )


def _put_files(case: Answer, edition: Edition, by: Actor) -> None:
    """Give the edition its own copies; those of the edition before that are the same stay, the others go."""
    before = {each.sha256: each for each in _own_files(case)}
    kept = []
    chosen = chosen_files(case.agency, case.inquiry_id, draft_of(case).files)
    for source in chosen:
        same = before.pop(source.sha256, None)
        kept.append(same if same and same.name == source.name else _copy(case, source, by))
    for old in before.values():
        documents.remove(document=old, reason=gettext_noop("Tidak lagi dalam jawaban yang diumumkan"), by=by)
    for document in kept:
        EditionFile.objects.create(agency=case.agency, edition=edition, document=document)


def _own_files(case: Answer) -> list[Document]:
    found = EditionFile.objects.for_agency(case.agency).filter(edition=case.edition_id).select_related("document")
    return [each.document for each in found if each.document.is_current]


def _copy(case: Answer, source: Document, by: Actor) -> Document:
    return documents.store_bytes(
        agency=case.agency,
        subject_type=procedure.SUBJECT_TYPE,
        subject_id=case.pk,
        purpose=Purpose.ANSWER,
        name=source.name,
        content=content_of(source),
        visibility=Visibility.PUBLIC,
        by=by,
    )


def withdraw(*, answer: Answer, reason: str, by: Actor) -> Answer:
    """Take an answer back: it is read, found and downloaded no more. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(answer)
        changes = {"withdrawn_on": clock.today(case.agency.timezone), "withdrawn_reason": reason}
        happened = events.AnswerWithdrawn(case.agency_id, case.pk)
        advance(case, PROCEDURE, "withdraw", by=by, changes=changes, note=reason, event=happened)
        for document in _own_files(case):
            documents.remove(document=document, reason=gettext_noop("Jawaban ditarik"), by=by)
        changed(kind=ANSWER, ids=[case.pk])
    return case


def arrange(*, agency: Agency, four_eyes: bool, by_month: bool, by: Actor) -> Arrangement:
    """Choose whether two people publish, and whether the day of an answer is told; for what is published from now on."""
    with transaction.atomic():
        chosen = {"four_eyes": four_eyes, "by_month": by_month}
        found, _new = Arrangement.objects.update_or_create(agency=agency, defaults=chosen)
        record(
            agency=agency,
            action="public_answer.arrange",
            subject_type="agency",
            subject_id=agency.pk,
            by=by,
            details=chosen,
        )
    return found


def refresh_found(inquiry_ids: Sequence[UUID]) -> None:
    """Have the search read the answers to these requests anew, after a person's traces were taken out of them."""
    changed(kind=ANSWER, ids=Answer.objects.filter(inquiry_id__in=inquiry_ids).values_list("pk", flat=True))
