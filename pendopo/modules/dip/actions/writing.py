"""Writing an entry: a draft, its files and links, asking the PPID, coming back, ending without publication."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents import rules as document_rules
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied, Verdict
from pendopo.kernel.people.rules import BACK_OFFICE, PPID
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock, new_case, open_case
from pendopo.lib.text import gettext_noop
from pendopo.modules.dip.actions.messages import tell
from pendopo.modules.dip.models import Entry, EntryFile, EntryVersion
from pendopo.modules.dip.permissions import may_step, may_write_for
from pendopo.modules.dip.queries.entries import files_of, latest_of
from pendopo.modules.dip.rules import contents as rules
from pendopo.modules.dip.rules import kinds, limits
from pendopo.modules.dip.rules.contents import Contents, Link
from pendopo.modules.dip.rules.procedure import PROCEDURE, step_of


class Incomplete(Exception):
    """What was written does not fit the rules; `problems` is field → problem."""

    def __init__(self, problems: rules.Problems) -> None:
        super().__init__(", ".join(sorted(problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Attached:
    """What goes with a version: its links, new files, and the files (keys of Document) that no longer do."""

    links: Sequence[Link] = ()
    uploads: Sequence[Inspected] = ()
    dropped: Collection[UUID] = ()


NOTHING: Final = Attached()


def demand(verdict: Verdict) -> None:
    """Raise NotAllowed if the verdict is no."""
    if isinstance(verdict, Denied):
        raise NotAllowed(_(verdict.reason))


def begin(entry: Entry, verb: str, *, by: Actor) -> tuple[Entry, str]:
    """Return the entry locked, and the procedure's step for `verb`. Raises WrongState, NotAllowed."""
    case = lock(entry)
    name = step_of(verb, case.state)
    demand(may_step(by, check(case, PROCEDURE, name, by=by), case))
    return case, name


def write(*, agency: Agency, unit: Unit | None, contents: Contents, attached: Attached = NOTHING, by: Actor) -> Entry:
    """Begin an entry as a draft and give it a number. Raises NotAllowed, Incomplete, FileRefused."""
    _demand_sound(agency, unit, contents)
    demand(may_write_for(by, unit.pk if unit else None))
    with transaction.atomic():
        entry = new_entry(agency, unit)
        open_case(entry, PROCEDURE, "write", by=by)
        version = new_version(entry, 1, contents, unit, by=by)
        insert(version)
        _attach(version, [], attached, by=by)
    return entry


def new_entry(agency: Agency, unit: Unit | None, **more: Any) -> Entry:
    """Return a draft with its number, not yet stored; inside a transaction."""
    return new_case(
        Entry,
        PROCEDURE,
        kinds.REGISTER,
        agency=agency,
        at=clock.now(),
        template=kinds.NUMBER_TEMPLATE,
        unit=unit,
        **more,
    )


def new_version(entry: Entry, number: int, contents: Contents, unit: Unit | None, *, by: Actor) -> EntryVersion:
    """Return a version, not yet stored."""
    return EntryVersion(
        agency=entry.agency,
        entry=entry,
        number=number,
        unit=unit,
        search_text=rules.search_text(contents, unit=unit.name if unit else ""),
        written_by=by.user,
        written_at=clock.now(),
        **contents.as_fields(),
    )


def _demand_sound(agency: Agency, unit: Unit | None, contents: Contents) -> None:
    if unit is not None and (unit.agency_id != agency.pk or not unit.is_active):
        raise ValueError("The unit is an active one of the same agency.")
    if problems := contents.problems(clock.today(agency.timezone).year):
        raise Incomplete(problems)


def edit(
    *,
    entry: Entry,
    unit: Unit | None,
    contents: Contents,
    attached: Attached = NOTHING,
    change: str = "",
    by: Actor,
) -> Entry:
    """Rewrite the version that is not published yet; `change` tells the public what is new in it.

    Raises WrongState, NotAllowed, Incomplete, FileRefused.
    """
    _demand_sound(entry.agency, unit, contents)
    with transaction.atomic():
        case, _name = begin(entry, "edit", by=by)
        demand(may_write_for(by, unit.pk if unit else None))
        version = latest_of(case)
        values = contents.as_fields() | {
            "unit": unit,
            "change": change if version.number > 1 else "",
            "search_text": rules.search_text(contents, unit=unit.name if unit else ""),
            "written_by": by.user,
            "written_at": clock.now(),
        }
        for name, value in values.items():
            setattr(version, name, value)
        version.save(update_fields=list(values))
        _attach(version, files_of(version), attached, by=by)
        # Whose draft it is follows the unit; a public entry's only when the revision is published.
        changes = {"unit": unit} if version.number == 1 else {}
        advance(case, PROCEDURE, "edit", by=by, changes=changes, details={"version": version.number})
    return case


def _attach(version: EntryVersion, before: Sequence[EntryFile], attached: Attached, *, by: Actor) -> None:
    """Write the rows of files and links anew: files kept, new files, links. Raises FileRefused for too many."""
    files = [each.document for each in before if each.document is not None]
    kept = [each for each in files if each.pk not in attached.dropped]
    document_rules.check_count(len(kept) + len(attached.uploads), limit=limits.FILES_MAX)
    gone = [each for each in files if each.pk in attached.dropped]
    EntryFile.objects.for_agency(version.agency).filter(version=version).delete()
    remove_own(version, gone, by=by)
    new = [
        documents.store(
            agency=version.agency,
            subject_type=kinds.VERSION_TYPE,
            subject_id=version.pk,
            purpose=Purpose.MATERIAL,
            upload=upload,
            by=by,
        )
        for upload in attached.uploads
    ]
    rows = [EntryFile(agency=version.agency, version=version, document=each) for each in (*kept, *new)]
    rows += [
        EntryFile(agency=version.agency, version=version, url=link.url, label=link.label) for link in attached.links
    ]
    for position, row in enumerate(rows):
        row.position = position
    insert(*rows)


def remove_own(version: EntryVersion, files: Sequence[Document], *, by: Actor) -> None:
    """Remove files that came with this version; those of versions before stay where they are."""
    for document in files:
        if document.subject_id == version.pk:
            documents.remove(document=document, reason=_("Tidak jadi disertakan"), by=by)


def submit(*, entry: Entry, by: Actor, note: str = "") -> Entry:
    """Ask the PPID to publish. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case, name = begin(entry, "submit", by=by)
        advance(case, PROCEDURE, name, by=by, note=note)
        tell(case, gettext_noop("Entri DIP %(number)s menunggu pemeriksaan."), PPID, but=by.user)
    return case


def send_back(*, entry: Entry, note: str, by: Actor) -> Entry:
    """Give it back to be mended, with the reason. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case, name = begin(entry, "send_back", by=by)
        advance(case, PROCEDURE, name, by=by, note=note)
        tell(case, gettext_noop("Entri DIP %(number)s dikembalikan untuk diperbaiki."), BACK_OFFICE, but=by.user)
    return case


def drop(*, entry: Entry, note: str, by: Actor) -> Entry:
    """End a draft that was never published; its files go. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case, name = begin(entry, "drop", by=by)
        version = latest_of(case)
        remove_own(version, [each.document for each in files_of(version) if each.document], by=by)
        advance(case, PROCEDURE, name, by=by, note=note)
        tell(case, gettext_noop("Konsep DIP %(number)s dihentikan."), BACK_OFFICE, but=by.user)
    return case
