"""Berita acara pemusnahan: what was destroyed, by number and digest, why, and who agreed; no personal data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.kernel.privacy.models import Destruction, DestructionItem
from pendopo.kernel.privacy.queries.remaining import plan
from pendopo.kernel.privacy.registry import case_kind
from pendopo.kernel.privacy.reports.paper import Paper
from pendopo.kernel.privacy.rules import destroying
from pendopo.kernel.privacy.rules.periods import PERIODS

_SUBJECT: Final = "Berita acara pemusnahan data pribadi"
# As much of a digest as tells two lines of a list apart; the digest of the whole list is printed in full.
_SHORT: Final = 16


def certificate(case: Destruction, items: Sequence[DestructionItem]) -> Paper:
    """Return the certificate of a list, in Indonesian."""
    agency, period, kind = case.agency, PERIODS[case.period], case_kind(case.kind)
    done_on = (case.done_at or case.proposed_at).astimezone(agency.zone).date()
    with translation.override("id"):
        basis = case.basis or _("ketentuan bawaan aplikasi (%(source)s)") % {"source": period.source}
        content = {
            "title": _SUBJECT,
            "opening": _(
                "Pada %(date)s data pribadi di bawah ini dimusnahkan karena masa simpannya berakhir "
                "(UU 27/2022 Pasal 43 dan 44). Nomor, tanggal, dan keputusan perkara tetap dalam register."
            )
            % {"date": letter_date(done_on)},
            "facts": [
                [_("Yang dimusnahkan"), _(period.holds)],
                [_("Perkara"), _(kind.label) if kind else case.kind],
                [_("Masa simpan"), _("%(days)s hari %(starts)s") % {"days": case.days, "starts": _(period.starts)}],
                [_("Dasar masa simpan"), basis],
                [_("Diusulkan oleh"), str(case.proposed_by or _("Sistem, menurut masa simpan"))],
                [_("Disetujui oleh"), str(case.approved_by or _("Sistem, menurut masa simpan"))],
                [_("Jumlah perkara"), str(case.destroyed)],
                [_("Cara"), _("Nilai ditimpa dan berkas dihapus dari penyimpanan; salinan cadangan lama tidak memulihkannya.")],
                [_("Sidik daftar (SHA-256)"), case.digest],
            ],
            "remaining": _remaining(case, items),
            "headings": [_("No."), _("Nomor register"), _("Berakhir"), _("Nilai"), _("Berkas"), _("Sidik isi")],
            "rows": [
                [str(number), item.number, item.ended_on.isoformat(), str(item.values), str(item.files), _told(item)]
                for number, item in enumerate(items, start=1)
            ],
        }  # fmt: skip
        head = letterhead_of(agency, number=case.number, on=done_on, subject=_SUBJECT)
    return Paper("privacy/certificate", content, head, f"berita-acara-{case.seq}.pdf")


def _remaining(case: Destruction, items: Sequence[DestructionItem]) -> list[list[str]]:
    """Return what stays of the destroyed cases, how many files where they are counted, and why."""
    keys = [(item.subject_type, item.subject_id) for item in items if item.state == destroying.DESTROYED]
    return [
        [line.title, str(line.count) if line.count is not None else "–", line.why]
        for each in plan(case.agency, keys, case.period)
        for line in each.stays
    ]


def _told(item: DestructionItem) -> str:
    if item.state == destroying.DESTROYED:
        return item.digest[:_SHORT]
    return _("ditinggalkan: %(reason)s") % {"reason": _(item.reason)}
