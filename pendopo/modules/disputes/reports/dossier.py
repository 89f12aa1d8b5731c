"""The dossier of a dispute: request, answer, objection, answer and proofs, as one PDF and as a ZIP with every file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pikepdf
from django.utils import translation
from PIL import Image

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.letters import render_letter
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.papers import CasePaper
from pendopo.kernel.documents.queries import demand_clean
from pendopo.kernel.documents.storage import private_files
from pendopo.lib.formulas import guarded
from pendopo.modules.disputes.ports import ObjectionCard
from pendopo.modules.disputes.rules import limits

_PICTURES: Final = {"jpg", "jpeg", "png"}
_SUBJECT: Final = "Berkas sengketa informasi publik"


class DossierTooLarge(Exception):
    """The files are larger than what is put together at once; `size` in bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(f"The files of this dossier have {size} bytes.")
        self.size = size


@dataclass(frozen=True, slots=True)
class Dossier:
    """What goes into a dossier, in the order of time."""

    agency: Agency
    about: ObjectionCard
    papers: Sequence[CasePaper]

    def __post_init__(self) -> None:
        """Raise DossierTooLarge, and FileRefused while one of the files is in quarantine."""
        demand_clean(document for paper in self.papers for document in paper.documents)
        size = sum(document.size for paper in self.papers for document in paper.documents)
        if size > limits.DOSSIER_MAX_BYTES:
            raise DossierTooLarge(size)

    @property
    def file_count(self) -> int:
        """Return how many files it holds."""
        return sum(len(paper.documents) for paper in self.papers)

    @property
    def name(self) -> str:
        """Return the first part of its file name."""
        return "berkas-sengketa-" + "".join(sign if sign.isalnum() else "-" for sign in self.about.number)


def _bytes(document: Document) -> bytes:
    with private_files().open(document.storage_name, "rb") as stored:
        return bytes(stored.read())


def _pages(document: Document) -> pikepdf.Pdf | None:
    """Return the file as PDF pages, None for what only the ZIP can hold."""
    if document.extension == "pdf":
        return pikepdf.Pdf.open(io.BytesIO(_bytes(document)))
    if document.extension in _PICTURES:
        made = io.BytesIO()
        with Image.open(io.BytesIO(_bytes(document))) as picture:
            picture.convert("RGB").save(made, "PDF", resolution=150)
        made.seek(0)
        return pikepdf.Pdf.open(made)
    return None


def _head(dossier: Dossier) -> dict[str, object]:
    on = clock.today(dossier.agency.timezone)
    return letterhead_of(dossier.agency, number=dossier.about.number, on=on, subject=_SUBJECT)


def _contents(dossier: Dossier) -> dict[str, Any]:
    return {
        "title": _SUBJECT,
        "facts": [
            ["Badan publik", dossier.agency.name],
            ["Nomor registrasi keberatan", dossier.about.number],
            ["Nomor pendaftaran permohonan", dossier.about.inquiry_number or "–"],
            ["Informasi yang disengketakan", dossier.about.subject],
            ["Alasan keberatan", ", ".join(dossier.about.grounds)],
            ["Disusun pada", letter_date(clock.today(dossier.agency.timezone))],
        ],
        "headings": ["No.", "Tanggal", "Uraian", "Berkas"],
        "rows": [
            [str(number), letter_date(paper.on), paper.title, ", ".join(each.name for each in paper.documents) or "–"]
            for number, paper in enumerate(dossier.papers, start=1)
        ],
    }


def _sheet(number: int, paper: CasePaper) -> dict[str, Any]:
    return {
        "number": str(number),
        "title": paper.title,
        "date": letter_date(paper.on),
        "facts": [[label, value] for label, value in paper.facts],
        "files": [
            [each.name, "" if each.extension == "pdf" or each.extension in _PICTURES else "Terlampir dalam berkas ZIP."]
            for each in paper.documents
        ],
    }


def pdf(dossier: Dossier) -> bytes:
    """Return the dossier as one PDF: contents, then each paper behind a sheet that says what it is.

    Raises LetterFailed.
    """
    made = pikepdf.Pdf.new()
    with translation.override("id"):
        head = _head(dossier)
        for source in _parts(dossier, head):
            with source:
                made.pages.extend(source.pages)
    made.docinfo["/Title"] = _SUBJECT
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _parts(dossier: Dossier, head: dict[str, object]) -> Iterator[pikepdf.Pdf]:
    contents = render_letter("disputes/contents", _contents(dossier), letterhead=head)
    yield pikepdf.Pdf.open(io.BytesIO(contents))
    for number, paper in enumerate(dossier.papers, start=1):
        sheet = render_letter("disputes/sheet", _sheet(number, paper), letterhead=head)
        yield pikepdf.Pdf.open(io.BytesIO(sheet))
        for document in paper.documents:
            pages = _pages(document)
            if pages is not None:
                yield pages


def archive(dossier: Dossier) -> io.BytesIO:
    """Return the dossier as ZIP: the PDF, every file as it is stored, and a list with checksums. Raises LetterFailed."""
    made = io.BytesIO()
    listed = io.StringIO()
    table = csv.writer(listed)
    table.writerow(["no", "tanggal", "uraian", "berkas", "ukuran", "sha256"])
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"{dossier.name}.pdf", pdf(dossier))
        for number, paper in enumerate(dossier.papers, start=1):
            for order, document in enumerate(paper.documents, start=1):
                inside = f"{number:02d}-{order:02d}-{document.name}"
                packed.writestr(inside, _bytes(document))
                words = (guarded(paper.title), guarded(inside))
                table.writerow([number, paper.on.isoformat(), *words, document.size, document.sha256])
        packed.writestr("daftar.csv", "\ufeff" + listed.getvalue())
    made.seek(0)
    return made
