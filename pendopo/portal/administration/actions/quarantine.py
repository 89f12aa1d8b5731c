"""The quarantine and the people: who is told of an infected file, and of files that nobody scans."""

from __future__ import annotations

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.cases import case_of
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.scanning.actions import scan_waiting
from pendopo.kernel.documents.scanning.queries import stuck_by_agency
from pendopo.kernel.notifications.actions import tell
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import AGENCY_ADMIN, FRONT_OFFICE, PPID
from pendopo.lib.text import gettext_noop as _

_STUCK = _("%(count)s berkas menunggu pemindaian virus lebih dari 90 menit. Minta admin sistem memeriksa ClamAV.")
# Who may read every case, so that the line leads to the one the file belongs to.
_DESK = frozenset({FRONT_OFFICE, PPID})


def scan_files() -> int:
    """Have waiting files scanned; return how many were settled. Infected ones are told in the same transaction."""
    return scan_waiting(infected=_tell_infected)


def _tell_infected(document: Document) -> None:
    """Tell the officer who uploaded the file, or the desk when it came from a citizen, who must be asked for another."""
    uploader = document.uploaded_by
    desk = Actor(kind="system", label="Sistem", agency_id=document.agency_id, roles=_DESK)
    case = case_of(document.agency, desk, document)
    tell(
        agency=document.agency,
        text=_("Satu berkas pada %(case)s ditahan: pemindai menemukan %(signature)s. Hapus, lalu minta yang bersih."),
        users=[uploader] if uploader else [],
        roles=[] if uploader else sorted(_DESK),
        params={"case": case.label if case else "-", "signature": document.scan_signature},
        url=case.back_url if case else "",
        subject_type=document.subject_type,
        subject_id=document.subject_id,
    )


def tell_of_stuck_files() -> int:
    """Tell the admins of each agency once; a second line comes only after the first was read. Return how many people."""
    stuck = stuck_by_agency()
    if not stuck:
        return 0
    warned = InboxItem.objects.filter(agency_id__in=stuck, text=_STUCK, read_at__isnull=True)
    already = set(warned.values_list("agency_id", flat=True))
    return sum(
        tell(agency=agency, roles=[AGENCY_ADMIN], text=_STUCK, params={"count": stuck[agency.pk]})
        for agency in Agency.objects.filter(pk__in=set(stuck) - already)
    )
