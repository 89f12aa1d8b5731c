"""An agency with a unit and people, and short ways to entries in each state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.documents.inspection import Inspected, inspect
from pendopo.kernel.people.actors import Actor, staff
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.modules.dip import actions
from pendopo.modules.dip.actions import Attached
from pendopo.modules.dip.models import Entry, EntryVersion
from pendopo.modules.dip.queries.entries import contents_of, latest_of
from pendopo.modules.dip.rules import kinds
from pendopo.modules.dip.rules.contents import Contents, Link

from tests.staffed import Staffed

WHOLE = Contents(
    title="Laporan kinerja 2025",
    summary="Capaian sasaran dan realisasi anggaran.",
    entry_class=kinds.PERIODIC,
    category="periodic-3",
    responsible="Kepala Bagian Perencanaan",
    made_when="Januari 2026",
    made_where="Sukamaju",
    retention="5 tahun, lalu permanen",
    info_year=2025,
    tags=("LKjIP",),
)
LINK = Link("https://sukamaju.example/lkj.pdf", "LKj 2025")


@dataclass
class Desk(Staffed):
    """An agency's desk for the DIP."""

    @cached_property
    def unit(self) -> Unit:
        """Return the unit whose officer writes."""
        return Unit.objects.create(agency=self.agency, name="Sekretariat")

    @cached_property
    def writer(self) -> Actor:
        """Return the unit's officer."""
        user = User.objects.create(username=f"{self.agency.slug}-penulis", name="Nama penulis")
        RoleGrant.objects.create(user=user, agency=self.agency, role="back_office", unit=self.unit)
        return staff(user, self.agency)

    def draft(self, contents: Contents = WHOLE, *, by: Actor | None = None, **more: Any) -> Entry:
        """Return a draft of the unit."""
        return actions.write(agency=self.agency, unit=self.unit, contents=contents, by=by or self.writer, **more)

    def asked(self, contents: Contents = WHOLE, **more: Any) -> Entry:
        """Return an entry that waits for the PPID."""
        return actions.submit(entry=self.draft(contents, **more), by=self.writer)

    def published(self, title: str = WHOLE.title, **words: Any) -> Entry:
        """Return an entry that is public."""
        attached = words.pop("attached", actions.Attached())
        entry = self.asked(replace(WHOLE, title=title, **words), attached=attached)
        return actions.publish(entry=entry, by=self.ppid)

    def revised(self, entry: Entry, *, change: str = "", attached: Attached | None = None, **words: Any) -> Entry:
        """Return the entry with a revision under way that says `words` anew."""
        entry = actions.revise(entry=entry, by=self.writer)
        said = replace(contents_of(latest_of(entry)), **words)
        return actions.edit(
            entry=entry, unit=self.unit, contents=said, attached=attached or Attached(), change=change, by=self.writer
        )


def make_desk(slug: str = "sukamaju") -> Desk:
    """Return a desk of a new agency."""
    agency = Agency.objects.create(slug=slug, name=f"Dinas {slug}", short_name=slug, code=slug[:3].upper())
    return Desk(agency, "dip")


def upload(name: str = "laporan.csv", content: bytes = b"bulan,jumlah\njanuari,3\n") -> Inspected:
    """Return an inspected file."""
    return inspect(SimpleUploadedFile(name, content), allowed=frozenset({"csv"}))


def live(entry: Entry) -> EntryVersion:
    """Return the public version."""
    return EntryVersion.objects.get(entry=entry, is_live=True)
