"""Erasing what tells of a person (anonimisasi): by the declarations beside the models, the same for every kind of case.

Number, dates, decision and figures stay, and so does the audit trail, which holds keyed digests only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import QuerySet

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.calendar.models import Clock, ClockEvent
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document, RedactionBox, ReleaseCheck, Signature
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.actors import SYSTEM, Actor
from pendopo.kernel.people.models import Contact
from pendopo.kernel.people.personal import PersonalField, declarations, digest, unseal
from pendopo.kernel.privacy.actions.mail import forget_mail
from pendopo.kernel.privacy.models import Erasure, SubjectRequest
from pendopo.kernel.privacy.queries.remaining import files_that_go
from pendopo.kernel.privacy.registry import CaseKind, case_kind, rows_about
from pendopo.kernel.privacy.rules import periods
from pendopo.kernel.privacy.rules.scrubbing import ERASED, parts_of, scrubbed_value
from pendopo.kernel.workflow.models import Case, Move

_REASON: Final = "Data pribadi dihapus"


class NothingToErase(Exception):
    """The case is none of a kind that a module has registered, or it is not there (any more)."""


@dataclass(slots=True)
class Erased:
    """What was erased: how many values, files and messages, and a keyed digest of it all; `before`: nothing was left to do."""

    values: int = 0
    files: int = 0
    messages: int = 0
    digest: str = ""
    before: bool = False
    _gone: list[str] = field(default_factory=list)

    def note(self, what: str) -> None:
        """Count a value and remember it for the digest."""
        self.values += 1
        self._gone.append(what)

    def seal(self) -> None:
        """Compute the digest and forget what it is of."""
        self.digest = digest(json.dumps(sorted(self._gone)), purpose="destruction")
        self._gone.clear()


def erase(
    *,
    agency: Agency,
    subject_type: str,
    subject_id: UUID,
    level: str,
    cause: tuple[str, UUID],
    by: Actor,
    words: Sequence[str] = (),
    whole: bool = False,
) -> Erased:
    """Erase of one case what is kept up to `level`, in one transaction; twice is once.

    `words` are further words that tell of the person; with `whole` the free text of the request goes as a whole. `cause`
    is the list or the request that led to it. Raises NothingToErase.
    """
    kind = case_kind(subject_type)
    if kind is None or level not in periods.LEVELS:
        raise NothingToErase(f"{subject_type} {subject_id}")
    with transaction.atomic():
        case = kind.model.objects.for_agency(agency).select_for_update(of=("self",)).filter(pk=subject_id).first()
        if case is None:
            raise NothingToErase(f"{subject_type} {subject_id}")
        if is_erased(subject_type, subject_id, level):
            return Erased(before=True)
        case.agency = agency
        done = Erased()
        known = [*known_words(kind, case, names=level == periods.REGISTER), *words]
        _files(case, level, done, by)
        for rows in owned_rows(kind, [case.pk]):
            _blank(rows, level, known, kind.whole if whole and rows.model is kind.model else (), done)
        if level != periods.IDENTITY_FILE:
            _messages(case, done)
        _close(kind, case, level)
        done.seal()
        _write_down(case, level, cause, by, done, whole=whole or bool(words))
        kind.after([case.pk])
        for other in rows_about(subject_type):
            other.after([case.pk])
    return done


def is_erased(subject_type: str, subject_id: UUID, level: str) -> bool:
    """Return whether the case was erased up to `level` or further."""
    rank = periods.LEVELS.index(level)
    found = Erasure.objects.filter(subject_type=subject_type, subject_id=subject_id, rank__gte=rank)
    return bool(found.exists())


def contact_of(kind: CaseKind, case: Case) -> Contact | None:
    """Return the contact of the case, None for a kind that has none."""
    return getattr(case, kind.contact) if kind.contact else None


def known_words(kind: CaseKind, case: Case, *, names: bool) -> list[str]:
    """Return what is known of the person, to be taken out of free text; their names only with `names`."""
    contact = contact_of(kind, case)
    found: list[str] = []
    if contact is not None:
        found += [contact.nik, contact.other_id, contact.address, contact.phone, contact.email]
        if names:
            found += [*parts_of(contact.name), *parts_of(contact.on_behalf_of), contact.decree_number]
    for each in declarations().get(kind.model._meta.label, ()):
        # Names and contacts that the case itself holds, as a proxy's.
        if each.erase == "blank" and each.instead is None and each.kept in periods.LEVELS:
            value = getattr(case, each.field)
            is_name = each.kept == periods.REGISTER
            if isinstance(value, str) and (names or not is_name):
                found += parts_of(value) if is_name else [value]
    return [word for word in found if word and word != ERASED]


def owned_rows(kind: CaseKind, ids: Sequence[UUID]) -> Iterator[QuerySet[Any]]:
    """Yield the rows that belong to cases of one kind: their own, those the module names, those of the kernel."""
    yield kind.model._default_manager.filter(pk__in=ids)
    if kind.contact:
        own = kind.model._default_manager.filter(pk__in=ids).values(f"{kind.contact}_id")
        yield Contact.objects.filter(pk__in=own)
    yield from kind.rows(ids)
    for other in rows_about(kind.subject_type):
        yield from other.rows(ids)
    about = {"subject_type": kind.subject_type, "subject_id__in": ids}
    files = Document.objects.filter(**about)
    for model in (Move, Document, Signature, Clock):
        yield model._default_manager.filter(**about)
    yield ClockEvent.objects.filter(clock__in=Clock.objects.filter(**about))
    yield ReleaseCheck.objects.filter(document__in=files)
    yield RedactionBox.objects.filter(draft__document__in=files)
    yield SubjectRequest.objects.filter(about_type=kind.subject_type, about_id__in=ids)


def _blank(rows: QuerySet[Any], level: str, known: Sequence[str], whole: Sequence[str], done: Erased) -> None:
    declared = [each for each in declarations().get(rows.model._meta.label, ()) if each.whose == "subject"]
    for row in rows:
        changes: dict[str, Any] = {}
        for each in declared:
            old = getattr(row, each.field)
            new = _after(each, rows.model, old, level, known, entirely=each.field in whole)
            if new != old:
                changes[each.field] = new
                done.note(f"{rows.model._meta.label}.{each.field}={_readable(each, old)}")
        if changes:
            if rows.model is Contact and level != periods.IDENTITY_FILE and row.erased_at is None:
                changes["erased_at"] = clock.now()
            rows.model._default_manager.filter(pk=row.pk).update(**changes)


def _after(
    declared: PersonalField, model: type[models.Model], old: Any, level: str, known: Sequence[str], *, entirely: bool
) -> Any:
    """Return what a declared field holds after erasing up to `level`."""
    if declared.erase == "own" or not old:
        return old
    if declared.erase == "words":
        # An identifier in free text goes with the identity, a name with the register; `known` holds which.
        if level == periods.IDENTITY_FILE:
            return old
        return ERASED if entirely and isinstance(old, str) else scrubbed_value(old, known)
    if not periods.includes(level, declared.kept):
        return old
    if declared.instead is not None:
        return declared.instead
    found = model._meta.get_field(declared.field)
    return None if found.null else found.get_default() if isinstance(found, models.JSONField) else type(old)()


def _readable(declared: PersonalField, value: Any) -> str:
    if declared.sealed:
        return unseal(value, purpose=declared.sealed)
    return (
        value
        if isinstance(value, str)
        else bytes(value).hex()
        if isinstance(value, (bytes, memoryview))
        else json.dumps(value)
    )


def _files(case: Case, level: str, done: Erased, by: Actor) -> None:
    """Remove the files that hold identity, with the register's end all that tell of the person; bytes go after commit."""
    files = files_that_go(case.agency, case.subject_type, [case.pk], level)
    for document in files.select_related("agency"):
        done.note(document.sha256)
        done.files += 1
        documents.remove(document=document, reason=_REASON, by=by)


def _messages(case: Case, done: Erased) -> None:
    """Delete messages about the case with their log, in the outbox and where mail is kept as files, and lines in inboxes."""
    about = {"subject_type": case.subject_type, "subject_id": case.pk}
    messages = OutboxMessage.objects.for_agency(case.agency).filter(**about)
    gone = list(messages.values_list("pk", flat=True))
    if gone:
        messages.delete()
        transaction.on_commit(lambda: forget_mail(gone))
    done.messages = len(gone)
    InboxItem.objects.for_agency(case.agency).filter(**about).delete()


def _close(kind: CaseKind, case: Case, level: str) -> None:
    """Rename the files that are gone: their names often tell whose they were."""
    if level == periods.IDENTITY_FILE:
        return
    gone = Document.objects.filter(subject_type=kind.subject_type, subject_id=case.pk, removed_at__isnull=False)
    for document in gone:
        gone.filter(pk=document.pk).update(name=f"{ERASED}.{document.extension}")


def _write_down(case: Case, level: str, cause: tuple[str, UUID], by: Actor, done: Erased, *, whole: bool) -> None:
    Erasure.objects.create(
        agency=case.agency,
        subject_type=case.subject_type,
        subject_id=case.pk,
        level=level,
        rank=periods.LEVELS.index(level),
        whole=whole,
        at=clock.now(),
        cause_type=cause[0],
        cause_id=cause[1],
    )
    record(
        agency=case.agency,
        action="privacy.erase",
        subject_type=case.subject_type,
        subject_id=case.pk,
        by=by,
        details={
            "level": level,
            "cause": f"{cause[0]}:{cause[1]}",
            "values": done.values,
            "files": done.files,
            "messages": done.messages,
        },
    )


def wipe_freed_pages() -> None:
    """Have what was erased leave the database's file as well: SQLite's log is written back and cut off.

    Pages are overwritten when they are freed (`secure_delete`, see settings); PostgreSQL's autovacuum does its part.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def replay(lines: Iterable[Erasure]) -> int:
    """Erase anew what an older backup brought back; return how many cases lost data. Lines of cases that are not here pass.

    Free text from which further words were taken goes as a whole, because those words are kept nowhere.
    """
    count = 0
    for line in sorted(lines, key=lambda each: each.rank):
        agency = Agency.objects.filter(pk=line.agency_id).first()
        if agency is None:
            continue
        try:
            done = erase(
                agency=agency, subject_type=line.subject_type, subject_id=line.subject_id, level=line.level,
                cause=(line.cause_type, line.cause_id), by=SYSTEM, whole=line.whole,
            )  # fmt: skip
        except NothingToErase:
            continue
        count += not done.before
    wipe_freed_pages()
    return count
