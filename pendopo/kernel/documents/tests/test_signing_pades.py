"""Signatures inside a PDF: they hold, they notice every change, and PDF/A and PDF/UA stay what they were."""

from __future__ import annotations

import datetime as dt
import io
import stat
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from pendopo.kernel import clock
from pendopo.kernel.documents.signing import certificates
from pendopo.kernel.documents.signing.certificates import (
    CA_NAME,
    NoTestCa,
    make_test_ca,
    officer_credential,
    trusted_roots,
)
from pendopo.kernel.documents.signing.console import signing_group
from pendopo.kernel.documents.signing.reading import FoundSignature, answer, found_in, read_signatures
from pendopo.kernel.documents.signing.rules import code_from, is_code
from pendopo.kernel.documents.signing.signers import Signatory, SigningFailed, TestSigner
from pendopo.kernel.documents.signing.source import for_ink, for_service, qr_svg, sealed
from pendopo.kernel.documents.tests.signing_cases import (
    about,
    made,
    signed_elsewhere,
    with_one_byte_changed,
    with_update,
)

from tests.archivable import against_archiving

pytestmark = pytest.mark.once

NOW = dt.datetime(2026, 8, 4, 2, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def signed() -> bytes:
    with clock.frozen(NOW):
        return signed_elsewhere()


def read(pdf: bytes, at: dt.datetime = NOW) -> list[tuple[bool, bool, bool, bool]]:
    found = found_in(pdf, trusted_roots(), at)
    assert found is not None
    return [(each.intact, each.unchanged, each.trusted, each.expired) for each in found]


def test_a_signature_holds_and_tells_who_when_and_under_which_root(signed: bytes) -> None:
    (found,) = read_signatures(signed, roots=trusted_roots(), at=NOW) or []
    assert found == FoundSignature(
        intact=True,
        unchanged=True,
        trusted=True,
        expired=False,
        signer="Ani Lestari",
        issuer=CA_NAME,
        reason="Menyetujui",
        signed_at="2026-08-04T02:00:00+00:00",
        valid_until="2028-08-03T02:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (with_one_byte_changed, [(False, True, False, False)]),
        (with_update, [(True, False, True, False)]),
        (lambda pdf: pdf + b"\n%tambahan", [(True, False, True, False)]),
    ],
    ids=["one byte", "incremental update", "appended"],
)
def test_every_change_after_signing_is_noticed(signed: bytes, change: Any, expected: list[Any]) -> None:
    assert read(change(signed)) == expected


def test_another_ca_is_not_trusted(signed: bytes, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "lain"
    with clock.frozen(NOW):
        assert make_test_ca() is True
    assert read(signed) == [(True, True, False, False)]


def test_root_of_the_administrator_is_trusted(signed: bytes, settings: Any, tmp_path: Path) -> None:
    root = (certificates.ca_folder() / "ca.pem").read_bytes()
    settings.VAR_DIR = tmp_path / "lain"
    assert read(signed) == [(True, True, False, False)]
    (tmp_path / "lain" / "signing-trust").mkdir(parents=True)
    (tmp_path / "lain" / "signing-trust" / "akar.pem").write_bytes(root)
    assert read(signed) == [(True, True, True, False)]


def test_expired_certificate_is_told_and_signs_nothing_more(signed: bytes) -> None:
    late = NOW + dt.timedelta(days=1000)
    assert read(signed, late) == [(True, True, False, True)]
    who = Signatory(uuid4(), "Ani Lestari", "PPID")
    with clock.frozen(NOW):
        TestSigner().sign(made(), who=who, reason="Ya", at=NOW)
    with pytest.raises(SigningFailed, match="sudah kedaluwarsa"):
        TestSigner().sign(made(), who=who, reason="Ya", at=late)


@pytest.mark.parametrize(
    "junk", [b"", b"x", b"%PDF-1.7\nrusak", b"%PDF-1.7\n" + b"1 0 obj" * 99], ids=["empty", "x", "short", "loop"]
)
def test_what_is_no_pdf_has_no_answer(junk: bytes) -> None:
    assert found_in(junk, [], NOW) is None
    assert read_signatures(junk, roots=[], at=NOW) is None


def test_unsigned_pdf_has_no_signature() -> None:
    assert found_in(made(), [], NOW) == []
    assert read_signatures(made(), roots=[], at=NOW) == []


def test_answer_is_what_the_confined_process_says(signed: bytes) -> None:
    import json
    import struct

    head = json.dumps({"roots": [], "at": NOW.isoformat()}).encode()
    told = json.loads(answer(struct.pack(">I", len(head)) + head + signed))
    assert [(each["intact"], each["trusted"]) for each in told] == [(True, False)]


def test_signed_letter_is_still_tagged_and_archivable(signed: bytes) -> None:
    after = PdfReader(io.BytesIO(signed))
    # The update rewrites the description: still the same claims, and the dates of both places agree, as PDF/A asks.
    assert [
        claim
        for claim in ('pdfaid:part="2"', 'pdfaid:conformance="A"', 'pdfuaid:part="1"')
        if claim not in about(after)
    ] == []
    assert after.metadata is not None
    assert after.xmp_metadata is not None
    assert after.metadata.title == "Pemberitahuan tertulis"
    changed = after.metadata.modification_date
    assert changed is not None
    assert changed.astimezone(dt.UTC).replace(tzinfo=None) == after.xmp_metadata.xmp_modify_date
    assert signed.startswith(made())
    assert against_archiving(signed) == set()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        problems = pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else pdf.check()
        assert problems == []
        root, page = pdf.Root, pdf.pages[0]
        assert {"/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/AcroForm", "/Perms"} <= set(root.keys())
        (widget,) = page.Annots
        # PDF/A: printable and not hidden. PDF/UA: outside the page where untagged, in the order of the structure, told.
        assert (int(widget.F), str(widget.TU)) == (132, "Tanda tangan elektronik")
        assert [int(place) for place in widget.Rect] == [-9999] * 4
        assert str(page.Tabs) == "/S"
        assert str(widget.V.SubFilter) == "/ETSI.CAdES.detached"
        assert "/NeedAppearances" not in root.AcroForm


def test_stamp_is_a_tagged_picture_with_words() -> None:
    address = "https://ppid.example.id/sukamaju/surat/" + "a" * 26 + "/"
    pdf = for_service(sealed(made()), address=address, words="Ditandatangani secara elektronik.")
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text().replace("\u200b", "")
    assert "Ditandatangani secara elektronik." in text
    assert address in "".join(text.split())
    assert "Diterbitkan secara elektronik." not in text
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        told = [str(each.Alt) for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert told == [f"Kode QR halaman pemeriksaan surat, {address}"]


def test_same_words_before_and_after_signing() -> None:
    def words(pdf: bytes) -> list[str]:
        return PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split()

    plain = words(made())
    ink = words(for_ink(sealed(made())))
    assert ink == [word for word in plain if word not in {"Diterbitkan", "secara", "elektronik."}]


def test_qr_code_needs_nothing_from_elsewhere() -> None:
    svg = qr_svg("https://ppid.example.id/")
    assert svg.startswith("<svg ")
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_keys_are_the_owners_alone() -> None:
    with clock.frozen(NOW):
        assert make_test_ca() is True
        first = officer_credential(uuid4(), "Ani")
        assert make_test_ca() is False
    folder = certificates.ca_folder()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert first.valid_until == NOW + dt.timedelta(days=certificates.OFFICER_DAYS)


def test_no_ca_no_key() -> None:
    with pytest.raises(NoTestCa):
        officer_credential(uuid4(), "Ani")
    assert not TestSigner().capability(Signatory(uuid4(), "Ani", "PPID"))
    with pytest.raises(SigningFailed):
        TestSigner().sign(made(), who=Signatory(uuid4(), "Ani", "PPID"), reason="Ya", at=NOW)


def test_command_makes_the_ca_once() -> None:
    first = CliRunner().invoke(signing_group, ["test-ca"])
    assert (first.exit_code, certificates.has_test_ca()) == (0, True)
    assert "There is a test CA already" in CliRunner().invoke(signing_group, ["test-ca"]).output


def test_codes_have_128_bits_and_one_form() -> None:
    assert code_from(bytes(range(16))) == "aaaqeayeaudaocajbifqydiob4"
    assert is_code(code_from(bytes(16)))
    assert [
        text for text in ("", "A" * 26, "a" * 25, "a" * 27, "a" * 25 + "1", "../" + "a" * 23) if is_code(text)
    ] == []
    with pytest.raises(ValueError, match="16 bytes"):
        code_from(bytes(15))
