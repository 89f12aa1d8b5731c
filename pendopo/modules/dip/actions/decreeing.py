"""The decree that sets the list as it stands (SK penetapan DIP)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.numbering import take_number
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.audit.actions import record
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Purpose, Visibility
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.dip.models import Decree, DecreeItem
from pendopo.modules.dip.queries import decrees as queries
from pendopo.modules.dip.queries.decrees import Line
from pendopo.modules.dip.rules import kinds


def decree(
    *, agency: Agency, lines: Sequence[Line], number: str, place: str, letter: bytes, file_name: str, by: Actor
) -> Decree:
    """Set the list by decree: number, lines and letter together; `letter` was made from `lines` and `number` before.

    A list set on this day already is not set again. Raises NotAllowed for an empty one, and when list or number changed.
    """
    if not may(by, "dip.decree"):
        raise NotAllowed(_("Peran Anda tidak mencakup langkah ini."))
    if not lines:
        raise NotAllowed(_("Belum ada entri terbit yang dapat ditetapkan."))
    today, mark = clock.today(agency.timezone), queries.checksum(lines)
    # The button was pressed twice. Of two presses at once the number stops the second.
    for last in queries.decrees(agency, limit=1):
        if (last.checksum, last.decreed_on, last.place) == (mark, today, place):
            return last
    with transaction.atomic():
        seq, taken = take_number(agency, kinds.DECREE_REGISTER, on=today, default=kinds.DECREE_TEMPLATE)
        if taken != number or queries.checksum(queries.standing(agency)) != mark:
            raise NotAllowed(_("Daftar berubah ketika surat dibuat. Periksa lagi, lalu tetapkan sekali lagi."))
        made = Decree(
            agency=agency,
            year=today.year,
            seq=seq,
            number=number,
            decreed_on=today,
            place=place,
            entry_count=len(lines),
            checksum=mark,
            signed_by_id=by.user_pk,
            signed_at=clock.now(),
        )
        insert(made)
        insert(
            *(
                DecreeItem(
                    agency=agency, decree=made, position=place_in_list, version=line.version, unit_name=line.unit_name
                )
                for place_in_list, line in enumerate(lines, start=1)
            )
        )
        documents.store_bytes(
            agency=agency,
            subject_type=queries.SUBJECT_TYPE,
            subject_id=made.pk,
            purpose=Purpose.LETTER,
            name=file_name,
            content=letter,
            visibility=Visibility.PUBLIC,
            by=by,
        )
        record(
            agency=agency,
            action="dip.decree",
            subject_type=queries.SUBJECT_TYPE,
            subject_id=made.pk,
            by=by,
            details={"number": number, "entries": len(lines), "checksum": mark},
        )
    return made
