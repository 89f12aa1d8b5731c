"""Proposing what an objection, a dispute or the end of an exemption has opened (UU 14/2008 Pasal 11 ayat (2))."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.people.rules import BACK_OFFICE, PPID
from pendopo.kernel.workflow.actions import open_case
from pendopo.lib.text import gettext_noop
from pendopo.modules.dip.actions.messages import tell
from pendopo.modules.dip.actions.writing import new_entry, new_version
from pendopo.modules.dip.models import Entry
from pendopo.modules.dip.rules import categories, kinds, limits
from pendopo.modules.dip.rules.contents import Contents
from pendopo.modules.dip.rules.procedure import PROCEDURE


def propose_opened(
    *, agency: Agency, unit: Unit | None, title: str, summary: str, origin: tuple[str, UUID]
) -> Entry | None:
    """Begin a draft for information that `origin` (subject type and key) opened; None when there is one already.

    Nothing becomes public by this: the PPID writes what the public reads. Raises IntegrityError when it is told twice at
    the same moment.
    """
    origin_type, origin_id = origin
    if Entry.objects.for_agency(agency).filter(origin_type=origin_type, origin_id=origin_id).exists():
        return None
    contents = Contents(
        title=title[: limits.TITLE_MAX],
        summary=summary,
        entry_class=kinds.ANY_TIME,
        category=categories.OPENED,
    )
    with transaction.atomic():
        entry = new_entry(agency, unit, origin_type=origin_type, origin_id=origin_id)
        open_case(entry, PROCEDURE, "propose", by=SYSTEM)
        insert(new_version(entry, 1, contents, unit, by=SYSTEM))
        tell(entry, gettext_noop("Informasi telah dibuka: lengkapi konsep DIP %(number)s."), PPID, BACK_OFFICE)
    return entry
