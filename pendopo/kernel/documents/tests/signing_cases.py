"""Letters to be signed, and files that look signed: for the tests of signing."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected, inspect_bytes
from pendopo.kernel.documents.letters import MadeLetter, render_letter
from pendopo.kernel.documents.models import Document, Signature
from pendopo.kernel.documents.signing import actions
from pendopo.kernel.documents.signing.certificates import make_test_ca, officer_credential
from pendopo.kernel.documents.signing.pades import sign_pdf
from pendopo.kernel.documents.tests.test_letters import CONTENT, HEAD
from pendopo.kernel.people.actors import Actor, staff
from pendopo.kernel.people.models import RoleGrant, User

PASSWORD = "kata-sandi-untuk-uji"
ON = dt.date(2026, 8, 3)
AT = dt.datetime(2026, 8, 3, 3, 15, tzinfo=dt.UTC)
SUBJECT = UUID(int=5)


@cache
def made() -> MadeLetter:
    """Return a letter as a module makes it."""
    signer = {"title": "PPID", "name": "Ani Lestari", "note": "Diterbitkan secara elektronik."}
    return as_made("tests/notice", {**CONTENT, "signer": signer})


def as_made(template: str, content: dict[str, object]) -> MadeLetter:
    """Return a rendered letter."""
    letter = render_letter(template, content, letterhead=HEAD)
    assert isinstance(letter, MadeLetter)
    return letter


def person(agency: Agency, role: str, name: str = "") -> Actor:
    """Return an officer with one role and the password of the tests."""
    user, new = User.objects.get_or_create(
        username=f"{agency.slug}-{name or role}", defaults={"name": f"Nama {name or role}"}
    )
    if new:
        user.set_password(PASSWORD)
        user.save()
        RoleGrant.objects.create(user=user, agency=agency, role=role)
    return staff(user, agency)


def issued(agency: Agency, by: Actor, *, subject: UUID = SUBJECT, letter: MadeLetter | None = None) -> Signature:
    """Return the signature row of a letter that was just issued by `by`."""
    letter = letter or made()
    document = stored(agency, by, subject=subject, content=letter)
    return actions.open_signature(document=document, letter=letter, on=ON, by=by)


def stored(agency: Agency, by: Actor, *, subject: UUID = SUBJECT, content: bytes = b"") -> Document:
    """Return a stored letter."""
    return documents.store_bytes(
        agency=agency,
        subject_type="loan",
        subject_id=subject,
        name="pemberitahuan-1-2026.pdf",
        content=content or made(),
        visibility="private" if agency.letter_release == "signed" else "requester",
        by=by,
    )


def bytes_of(document: Document) -> bytes:
    """Return what lies in the store."""
    from pendopo.kernel.documents.storage import private_files

    with private_files().open(document.storage_name, "rb") as file:
        return bytes(file.read())


def signed_elsewhere(pdf: bytes | None = None, *, at: dt.datetime | None = None, name: str = "Ani Lestari") -> bytes:
    """Return a PDF signed with a key under the test CA of this test's folder."""
    from pendopo.kernel import clock

    make_test_ca()
    return sign_pdf(
        pdf or made(),
        credential=officer_credential(uuid4(), name),
        name=name,
        reason="Menyetujui",
        at=at or clock.now(),
    )


def with_update(pdf: bytes) -> bytes:
    """Return the PDF with something added after signing, as an incremental update."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/Sisipan"] = generic.NumberObject(3)
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_one_byte_changed(pdf: bytes) -> bytes:
    """Return the PDF with one bit of the first stream turned."""
    place = pdf.index(b"stream") + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def about(reader: Any) -> str:
    """Return a PDF's metadata (XMP)."""
    return str(reader.trailer["/Root"]["/Metadata"].get_data().decode())


def inspected(content: bytes, name: str = "pindaian.pdf") -> Inspected:
    """Return a file as a form hands it on."""
    return inspect_bytes(content, name=name, allowed=frozenset({"pdf"}))


def scanned() -> bytes:
    """Return a PDF that is not the issued letter, as a scanner makes it."""
    return as_made("tests/list", {**CONTENT, "headings": ["a"], "rows": [["b"]]})
