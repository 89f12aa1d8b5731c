"""An objection as papers of a dossier: what was objected, settled, answered and carried out; with identities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.documents.papers import CasePaper
from pendopo.kernel.documents.queries import documents_of
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules import procedure
from pendopo.modules.objections.rules.grounds import GROUNDS
from pendopo.modules.objections.rules.objecting import DECISIONS, SETTLEMENTS, SUBJECT_TYPE
from pendopo.ui.formats import long_date


def papers_of(agency: Agency, objection: Objection) -> list[CasePaper]:
    """Return the papers of one objection by day. Two queries."""
    files = documents_of(agency, SUBJECT_TYPE, [objection.pk])[objection.pk]
    papers = [_objected(agency, objection, _of(files, {Purpose.IDENTITY, Purpose.ATTACHMENT}))]
    if objection.settled_on is not None:
        papers.append(
            CasePaper(
                _("Musyawarah"),
                objection.settled_on,
                [(_("Hasil"), _(SETTLEMENTS[objection.settlement])), (_("Catatan"), objection.settlement_note)],
                _of(files, {Purpose.MATERIAL}),
            )
        )
    if (silent_on := _silent_on(agency, objection)) is not None:
        told = [(_("Batas waktu tanggapan"), long_date(silent_on))]
        papers.append(CasePaper(_("Tidak ada tanggapan sampai batas waktu"), silent_on, told))
    if objection.answered_at is not None:
        papers.append(_answered(objection, objection.answered_at.astimezone(agency.zone).date(), files))
    if objection.executed_at is not None:
        papers.append(
            CasePaper(
                _("Pelaksanaan putusan atasan PPID"),
                objection.executed_at.astimezone(agency.zone).date(),
                [(_("Yang dilaksanakan"), objection.execution_note)],
                _of(files, {Purpose.ANSWER}),
            )
        )
    return papers


def _silent_on(agency: Agency, objection: Objection) -> dt.date | None:
    """Return the end of the 30 working days when they passed without an answer, also when one came later."""
    labels = (procedure.CLOCK_REPLY, procedure.CLOCK_SILENCE)
    found = Clock.objects.for_agency(agency).filter(
        subject_type=SUBJECT_TYPE, subject_id=objection.pk, label__in=labels
    )
    due = dict(found.values_list("label", "due_on"))
    # The window that silence opens is the trace of silence, whatever the objection came to be afterwards.
    return due.get(procedure.CLOCK_REPLY) if procedure.CLOCK_SILENCE in due else None


def _of(files: Sequence[Document], purposes: Collection[str]) -> list[Document]:
    return [each for each in files if each.purpose in purposes]


def _objected(agency: Agency, objection: Objection, files: Sequence[Document]) -> CasePaper:
    grounds = "; ".join(f"{letter}. {_(GROUNDS[letter].text)}" for letter in objection.grounds)
    return CasePaper(
        _("Keberatan"),
        objection.received_at.astimezone(agency.zone).date(),
        [
            (_("Nomor registrasi"), objection.number),
            (_("Pemohon"), objection.contact.name),
            (_("Kuasa"), objection.proxy_name),
            (_("Alasan keberatan"), grounds),
            (_("Kasus posisi"), objection.position),
        ],
        files,
    )


def _answered(objection: Objection, on: dt.date, files: Sequence[Document]) -> CasePaper:
    return CasePaper(
        _("Tanggapan atasan PPID"),
        on,
        [
            (_("Nomor surat"), objection.letter_number),
            (_("Keputusan"), _(DECISIONS[objection.decision])),
            (_("Alasan"), objection.reasons),
            (_("Perintah kepada PPID"), objection.order),
        ],
        _of(files, {Purpose.LETTER}),
    )


def window_until(agency: Agency, objection_id: UUID) -> dt.date | None:
    """Return the last day for a petition to the Komisi Informasi, None before silence or answer opened it. One query."""
    labels = (procedure.CLOCK_SILENCE, procedure.CLOCK_DISPUTE)
    found = Clock.objects.for_agency(agency).filter(
        subject_type=SUBJECT_TYPE, subject_id=objection_id, label__in=labels
    )
    days: list[dt.date | None] = list(found.values_list("due_on", flat=True))
    return max((day for day in days if day is not None), default=None)


def numbered(agency: Agency, number: str) -> UUID | None:
    """Return the key of the objection with this register number. One query."""
    found: UUID | None = Objection.objects.for_agency(agency).filter(number=number).values_list("pk", flat=True).first()
    return found
