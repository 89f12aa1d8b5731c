"""Publishing, revising, confirming and withdrawing: when which version is public."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document, Visibility
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import BACK_OFFICE, PPID
from pendopo.kernel.search.actions import changed
from pendopo.kernel.workflow.actions import advance
from pendopo.lib.text import gettext_noop
from pendopo.modules.dip import events
from pendopo.modules.dip.actions.messages import tell
from pendopo.modules.dip.actions.tallies import count
from pendopo.modules.dip.actions.writing import Incomplete, begin, new_version, remove_own
from pendopo.modules.dip.models import Entry, EntryFile, EntryVersion
from pendopo.modules.dip.queries.entries import contents_of, due_for_review, files_of, latest_of, live_of
from pendopo.modules.dip.rules import kinds
from pendopo.modules.dip.rules.contents import Problem
from pendopo.modules.dip.rules.procedure import PROCEDURE

_GAP = gettext_noop("Lengkapi kolom resmi ini sebelum diterbitkan.")


def publish(*, entry: Entry, by: Actor) -> Entry:
    """Make the newest version public in place of the one before. Raises WrongState, NotAllowed, Incomplete."""
    with transaction.atomic():
        case, name = begin(entry, "publish", by=by)
        new, old = latest_of(case), live_of(case)
        if gaps := contents_of(new).gaps():
            raise Incomplete({gap: Problem(_GAP) for gap in gaps})
        _put_in_place(new, old, by=by)
        today = clock.today(case.agency.timezone)
        changes: dict[str, Any] = {
            "unit": new.unit,
            "reviewed_on": today,
            "review_due": kinds.review_due(today, new.entry_class, new.cycle),
            "reminded_for": None,
        }
        event = events.EntryPublished(case.agency_id, case.pk, new.number)
        advance(case, PROCEDURE, name, by=by, changes=changes, details={"version": new.number}, event=event)
        changed(kind=kinds.SEARCH_KIND, ids=[case.pk])
        tell(case, gettext_noop("Entri DIP %(number)s terbit."), BACK_OFFICE, but=by.user)
    return case


def _put_in_place(new: EntryVersion, old: EntryVersion | None, *, by: Actor) -> None:
    shown = {each.document.pk: each.document for each in files_of(new) if each.document}
    if old is not None:
        old.is_live = False
        old.save(update_fields=["is_live"])
        _show(
            [each.document for each in files_of(old) if each.document and each.document.pk not in shown], by=by, to=""
        )
    new.is_live, new.published_by, new.published_at = True, by.user, clock.now()
    new.published_on = clock.today(new.agency.timezone)
    new.save(update_fields=["is_live", "published_by", "published_at", "published_on"])
    _show(shown.values(), by=by)
    count(new.agency, gone=[old] if old else [], come=[new])


def _show(files: Collection[Document], *, by: Actor, to: str = Visibility.PUBLIC) -> None:
    wanted = to or Visibility.PRIVATE
    for document in files:
        if document.visibility != wanted:
            documents.set_visibility(document=document, visibility=wanted, by=by)


def revise(*, entry: Entry, by: Actor) -> Entry:
    """Begin a new version from the public one, which stays where it is. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case, name = begin(entry, "revise", by=by)
        old = latest_of(case)
        number = _last_number(case) + 1
        old.is_latest = False
        old.save(update_fields=["is_latest"])
        new = new_version(case, number, contents_of(old), old.unit, by=by)
        insert(new)
        rows = [
            EntryFile(
                agency=case.agency, version=new, position=place, document=each.document, url=each.url, label=each.label
            )
            for place, each in enumerate(files_of(old))
        ]
        insert(*rows)
        advance(case, PROCEDURE, name, by=by, details={"version": number})
    return case


def _last_number(entry: Entry) -> int:
    found = EntryVersion.objects.for_agency(entry.agency).filter(entry=entry)
    return int(found.order_by("-number").values_list("number", flat=True)[0])


def discard(*, entry: Entry, note: str, by: Actor) -> Entry:
    """Give a revision up; the public version stays. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case, name = begin(entry, "discard", by=by)
        dropped = latest_of(case)
        remove_own(dropped, [each.document for each in files_of(dropped) if each.document], by=by)
        dropped.is_latest, dropped.discarded_at = False, clock.now()
        dropped.save(update_fields=["is_latest", "discarded_at"])
        EntryVersion.objects.for_agency(case.agency).filter(entry=case, is_live=True).update(is_latest=True)
        advance(case, PROCEDURE, name, by=by, note=note, details={"version": dropped.number})
    return case


def confirm(*, entry: Entry, by: Actor) -> Entry:
    """Say that the public version is still true: the next review is due one cycle later. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case, name = begin(entry, "confirm", by=by)
        live, today = latest_of(case), clock.today(case.agency.timezone)
        due = kinds.review_due(today, live.entry_class, live.cycle)
        changes = {"reviewed_on": today, "review_due": due, "reminded_for": None}
        advance(case, PROCEDURE, name, by=by, changes=changes)
    return case


def withdraw(*, entry: Entry, reason: str, by: Actor) -> Entry:
    """Take an entry out of the list; the public reads `reason` in its place. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case, name = begin(entry, "withdraw", by=by)
        live = EntryVersion.objects.for_agency(case.agency).get(entry=case, is_live=True)
        files = {each.document.pk: each.document for each in _all_files(case)}
        live.is_live = False
        live.save(update_fields=["is_live"])
        count(case.agency, gone=[live])
        _show(files.values(), by=by, to="")
        changes: dict[str, Any] = {
            "withdrawn_on": clock.today(case.agency.timezone),
            "withdrawn_reason": reason,
            "review_due": None,
            "reminded_for": None,
        }
        event = events.EntryWithdrawn(case.agency_id, case.pk)
        advance(case, PROCEDURE, name, by=by, changes=changes, public_note=reason, event=event)
        changed(kind=kinds.SEARCH_KIND, ids=[case.pk])
        tell(case, gettext_noop("Entri DIP %(number)s ditarik."), BACK_OFFICE, but=by.user)
    return case


def _all_files(case: Entry) -> list[Any]:
    found = EntryFile.objects.for_agency(case.agency).filter(version__entry=case, document__removed_at__isnull=True)
    return list(found.filter(document__isnull=False).select_related("document"))


def remind_of_reviews(*, limit: int = 500) -> int:
    """Tell the unit, or the PPID, once for each day due, that an entry should be looked at again; return how many."""
    with transaction.atomic():
        found = due_for_review(limit=limit)
        for entry in found:
            entry.reminded_for = entry.review_due
            entry.save(update_fields=["reminded_for"])
            due_for = BACK_OFFICE if entry.unit_id else PPID
            tell(entry, gettext_noop("Entri DIP %(number)s waktunya diperiksa lagi."), due_for)
    return len(found)
