"""A contract with account and identity numbers in it, and its redacted copy for the requester."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import typst

from pendopo.kernel import clock
from pendopo.kernel.documents.actions import store_bytes
from pendopo.kernel.documents.models import Purpose, Visibility
from pendopo.kernel.documents.redaction import actions as redaction
from pendopo.kernel.people.actors import Actor
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.grounds import GROUNDS
from pendopo.modules.information.rules.request import SUBJECT_TYPE

ORIGINAL: Final = "kontrak-katering.pdf"
COPY: Final = "kontrak-katering (dihitamkan).pdf"
_GROUND: Final = "17h"

# Numbers that belong to nobody: region 99 does not exist, and the bank does not either.
_PAPER: Final = """
#set document(title: "Kontrak katering pelatihan", author: "Pejabat Pembuat Komitmen")
#set page(paper: "a4", margin: 2.5cm)
#set text(size: 11pt, lang: "id")
#set par(justify: true)
= Surat Perjanjian Pengadaan Katering Pelatihan
Nomor 027/SPK/BPSDM/2026

Pejabat Pembuat Komitmen BPSDM Kementerian Contoh dan penyedia di bawah ini sepakat mengadakan katering untuk enam
angkatan pelatihan teknis.

#table(columns: (5cm, 1fr), inset: 7pt,
  [Penyedia], [CV Dapur Contoh Sejahtera],
  [Direktur], [Sri Wahyuni],
  [NIK direktur], [9901014502900088],
  [Nomor rekening], [000-123-456789-0, Bank Contoh],
  [Nilai kontrak], [Rp412.500.000],
  [Jangka waktu], [180 hari kalender])

== Pasal 1. Lingkup pekerjaan
Penyedia menyiapkan makan siang dan dua kali kudapan bagi peserta dan pengajar menurut daftar menu pada lampiran.

== Pasal 2. Pembayaran
Pembayaran dilakukan setiap angkatan selesai, setelah berita acara serah terima ditandatangani kedua pihak.
#pagebreak()
== Pasal 3. Keterlambatan
Keterlambatan dikenai denda satu per seribu dari nilai bagian yang terlambat untuk setiap hari.

#v(2cm)
#grid(columns: (1fr, 1fr), [Pejabat Pembuat Komitmen], [Direktur CV Dapur Contoh Sejahtera])
#v(1.5cm)
#grid(columns: (1fr, 1fr), [Agus Salim], text(style: "italic", size: 16pt)[Sri Wahyuni])
"""
# Page, and x, y, width, height in per cent: the NIK, the account, the signature.
_BOXES: Final = tuple(
    (page, Decimal(x), Decimal(y), Decimal(width), Decimal(height))
    for page, x, y, width, height in (
        (1, "36.5", "22.7", "44", "1.9"),
        (1, "36.5", "25.3", "44", "1.9"),
        (2, "48.5", "25.9", "24", "3.2"),
    )
)


def redact_contract(inquiry: Inquiry, by: Actor) -> None:
    """Keep the contract with the case, make its redacted copy, and open the copy to the requester."""
    content = typst.compile(_PAPER.encode(), timestamp=int(clock.now().timestamp()))
    original = store_bytes(
        agency=inquiry.agency,
        subject_type=SUBJECT_TYPE,
        subject_id=inquiry.pk,
        purpose=Purpose.MATERIAL,
        name=ORIGINAL,
        content=content,
        by=by,
    )
    draft = redaction.start(document=original, by=by)
    redaction.add_boxes(draft=draft, places=_BOXES, reason=_GROUND, by=by)
    reasons = {code: f"{ground.article}: {ground.text}" for code, ground in GROUNDS.items()}
    link = redaction.make_copy(draft=draft, name=COPY, reasons=reasons, seen=redaction.version_of(draft), by=by)
    actions.set_file_visibility(inquiry=inquiry, document=link.copy, visibility=Visibility.REQUESTER, by=by)
