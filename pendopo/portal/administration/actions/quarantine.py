"""The quarantine and the people: who is told of an infected file, and of files that nobody scans."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.cases import case_of
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.scanning.actions import scan_again, scan_waiting
from pendopo.kernel.documents.scanning.held import came_from_citizen
from pendopo.kernel.documents.scanning.queries import stuck_by_agency
from pendopo.kernel.notifications.actions import enqueue_email, tell
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import AGENCY_ADMIN, FRONT_OFFICE, PPID
from pendopo.kernel.privacy.actions.erasing import contact_of
from pendopo.kernel.privacy.registry import case_kind
from pendopo.lib.text import gettext_noop as _

_STUCK = _("%(count)s berkas menunggu pemindaian virus lebih dari 90 menit. Minta admin sistem memeriksa ClamAV.")
_UNTOLD = _("Satu berkas pada %(case)s ditahan: pemindai menemukan %(signature)s. Hapus, lalu minta yang bersih.")
_TOLD = _(
    "Satu berkas pada %(case)s ditahan: pemindai menemukan %(signature)s. Pengirimnya sudah diberi tahu lewat surel. "
    "Hapus setelah yang bersih diterima."
)
# Who may read every case, so that the line leads to the one the file belongs to.
_DESK = frozenset({FRONT_OFFICE, PPID})


def scan_files() -> int:
    """Have waiting files scanned; return how many were settled. Infected ones are told in the same transaction."""
    return scan_waiting(infected=_tell_infected)


def scan_files_again() -> int:
    """Have the files of the last month scanned once more; return how many were held back. Told as above."""
    return scan_again(infected=_tell_infected)


def _tell_infected(document: Document) -> None:
    """Tell the officer who uploaded the file; of a citizen's file the citizen, where an address is known, and the desk."""
    uploader = document.uploaded_by
    written = came_from_citizen(document) and _write_to_sender(document)
    desk = Actor(kind="system", label="Sistem", agency_id=document.agency_id, roles=_DESK)
    case = case_of(document.agency, desk, document)
    tell(
        agency=document.agency,
        text=_TOLD if written else _UNTOLD,
        users=[uploader] if uploader else [],
        roles=[] if uploader else sorted(_DESK),
        params={"case": case.label if case else "-", "signature": document.scan_signature},
        url=case.back_url if case else "",
        subject_type=document.subject_type,
        subject_id=document.subject_id,
    )


def _write_to_sender(document: Document) -> bool:
    """Write to the person of the case what was found and what to do; return whether there was an address."""
    kind, agency = case_kind(document.subject_type), document.agency
    found = kind.model.objects.for_agency(agency).filter(pk=document.subject_id).first() if kind else None
    contact = contact_of(kind, found) if kind and found else None
    if kind is None or found is None or contact is None or not contact.email:
        return False
    with override("id"):
        facts = {"file": document.name, "number": found.number, "signature": document.scan_signature}
        paragraphs = [
            gettext("Yth. %(name)s,") % {"name": contact.name},
            gettext(
                "Pemindai kami menemukan virus (%(signature)s) pada berkas “%(file)s” yang Anda kirim bersama %(number)s. "
                "Berkas itu kami tahan: tidak dibuka oleh petugas dan tidak diteruskan kepada siapa pun."
            )
            % facts,
            gettext("%(number)s tetap tercatat, dan tenggatnya tetap berjalan.") % facts,
            gettext("Yang perlu Anda lakukan:"),
            gettext(
                "1. Jangan buka berkas itu lagi. Periksa perangkat Anda dengan antivirus.\n"
                "2. Buat ulang berkasnya dari dokumen asli, misalnya foto atau pindai lagi.\n"
                "3. Kirim yang bersih bila petugas meminta kelengkapan di halaman lacak, atau bawa ke meja layanan."
            ),
            gettext("Lihat perkembangannya dengan nomor ini dan kode lacak Anda: %(address)s")
            % {"address": settings.PENDOPO_ADDRESS + reverse("tracking:track", args=[agency.slug])},
            agency.name,
        ]
        subject = gettext("Berkas Anda ditahan karena mengandung virus: %(number)s") % facts
    enqueue_email(
        agency=agency, to=contact.email, subject=subject, body="\n\n".join(paragraphs), subject_type=kind.subject_type,
        subject_id=found.pk,
    )  # fmt: skip
    return True


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
