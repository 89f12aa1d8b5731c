"""Signing a letter: asked for, signed by ink or service, sent back, replaced, withdrawn; once, by the right one, audited."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.letters import MadeLetter
from pendopo.kernel.documents.models import Document, Signature
from pendopo.kernel.documents.signing import actions, queries, rules
from pendopo.kernel.documents.signing.actions import NotNow, WrongState
from pendopo.kernel.documents.signing.certificates import CA_NAME, OFFICER_DAYS, ca_folder, make_test_ca, trusted_roots
from pendopo.kernel.documents.signing.comparing import compare
from pendopo.kernel.documents.signing.reading import found_in
from pendopo.kernel.documents.signing.source import for_service, sealed
from pendopo.kernel.documents.tests import signing_cases as cases
from pendopo.kernel.people.actors import SYSTEM, Actor

NOW = dt.datetime(2026, 8, 4, 2, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _test_service(settings: Any, tmp_path: Path) -> Any:
    settings.VAR_DIR = tmp_path
    settings.PENDOPO_SIGNER = "test"
    with clock.frozen(NOW):
        make_test_ca()
        yield


@pytest.fixture
def ppid(agency: Agency) -> Actor:
    return cases.person(agency, "ppid")


@pytest.fixture
def desk(agency: Agency) -> Actor:
    return cases.person(agency, "front_office")


def scan() -> Inspected:
    """Return a scan, as a form hands it on."""
    return cases.inspected(cases.scanned())


def lines() -> list[str]:
    # By name: the package of the inbox stands above this one.
    inbox: Any = apps.get_model("notifications", "InboxItem")
    return [item.sentence for item in inbox.objects.order_by("id")]


def steps() -> list[str]:
    return list(Entry.objects.filter(action__startswith="signing.").order_by("id").values_list("action", flat=True))


def test_issued_letter_waits_for_nobody_unless_the_agency_says_so(agency: Agency, ppid: Actor) -> None:
    letter = cases.issued(agency, ppid)
    assert (letter.state, letter.is_held, letter.letter.visibility) == (rules.UNSIGNED, False, "requester")
    assert (letter.number, letter.title) == ("128/PPID/VIII/2026", "Pemberitahuan tertulis")
    assert (letter.signer_name, letter.signer_title) == ("Ani Lestari", "PPID")
    assert lines() == []
    agency.letter_release = "signed"
    held = cases.issued(agency, ppid)
    assert (held.state, held.is_held, held.letter.visibility) == (rules.WAITING, True, "private")
    assert lines() == ["Surat 128/PPID/VIII/2026 menunggu tanda tangan Anda sebelum sampai ke pemohon."]


def test_what_the_letter_is_made_from_is_sealed_and_goes_with_the_signature(agency: Agency, ppid: Actor) -> None:
    letter = cases.issued(agency, ppid)
    assert b"Siti Aminah" not in bytes(letter.source)
    signed = actions.sign(signature=letter, reason="Menyetujui", by=ppid)
    assert bytes(Signature.objects.get(pk=signed.pk).source) == b""


def test_what_it_is_made_from_goes_with_the_identity_and_ink_remains(agency: Agency, ppid: Actor) -> None:
    letter = cases.issued(agency, ppid)
    # As kernel.privacy does by the declaration beside the model.
    Signature.objects.filter(pk=letter.pk).update(source=b"")
    letter = Signature.objects.get(pk=letter.pk)
    with pytest.raises(NotNow, match="tidak tersimpan"):
        actions.sign(signature=letter, reason="Ya", by=ppid)
    assert actions.upload_signed(signature=letter, upload=scan(), by=ppid).state == "signed"


def test_module_stores_a_letter_as_the_agency_chose(agency: Agency, ppid: Actor) -> None:
    def store(letter: bytes, by: Actor, subject: int) -> tuple[str, list[str]]:
        document = actions.store_letter(
            agency=agency, subject_type="loan", subject_id=UUID(int=subject), name="surat.pdf", letter=letter, by=by
        )
        found = Signature.objects.filter(letter=document)
        return document.visibility, [each.state for each in found]

    assert store(cases.made(), ppid, 1) == ("requester", ["unsigned"])
    assert store(b"%PDF-", ppid, 2) == ("requester", [])
    assert store(cases.made(), SYSTEM, 3) == ("requester", [])
    agency.letter_release = "signed"
    assert store(cases.made(), ppid, 4) == ("private", ["waiting"])
    assert store(b"%PDF-", ppid, 5) == ("requester", [])
    assert store(cases.made(), SYSTEM, 6) == ("requester", [])


def test_signing_puts_the_signed_version_in_place_of_the_issued_one(agency: Agency, ppid: Actor) -> None:
    letter = actions.sign(signature=cases.issued(agency, ppid), reason="Menyetujui isi surat", by=ppid)
    letter.refresh_from_db()
    assert letter.signed is not None
    assert letter.letter.replaced_by == letter.signed
    assert letter.signed.name == "pemberitahuan-1-2026-bertanda-tangan.pdf"
    assert letter.signed.visibility == "requester"
    assert (letter.state, letter.method, letter.service, letter.is_test) == ("signed", "service", "Uji coba", True)
    assert (letter.reason, letter.signed_by, letter.signed_at) == ("Menyetujui isi surat", ppid.user, NOW)
    assert (letter.certificate, letter.certificate_issuer) == ("Ani Lestari", CA_NAME)
    content = cases.bytes_of(letter.signed)
    (found,) = found_in(content, trusted_roots(), NOW) or []
    assert (found.intact, found.unchanged, found.trusted, found.signer) == (True, True, True, "Ani Lestari")
    assert found.signed_at == "2026-08-04T02:00:00+00:00"
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text().replace("\u200b", "")
    assert "UJI COBA, bukan tanda tangan elektronik tersertifikasi." in " ".join(text.split())
    assert f"/sukamaju/surat/{letter.code}/" in "".join(text.split())
    assert "128/PPID/VIII/2026" in text
    assert steps() == ["signing.open", "signing.sign"]


def test_held_letter_reaches_the_requester_with_the_signature(agency: Agency, ppid: Actor) -> None:
    agency.letter_release = "signed"
    letter = actions.sign(signature=cases.issued(agency, ppid), reason="Ya", by=ppid)
    assert letter.signed is not None
    assert [(each.visibility, each.replaced_by_id) for each in Document.objects.order_by("id")] == [
        ("private", letter.signed.pk),
        ("requester", None),
    ]


def test_pressing_twice_signs_once(agency: Agency, ppid: Actor) -> None:
    letter = cases.issued(agency, ppid)
    # Both pages were opened while it waited.
    again = Signature.objects.select_related("letter", "agency").get(pk=letter.pk)
    actions.sign(signature=letter, reason="Ya", by=ppid)
    with pytest.raises(WrongState, match="ditandatangani oleh Nama ppid"):
        actions.sign(signature=again, reason="Ya", by=ppid)
    assert Document.objects.count() == 2
    assert steps().count("signing.sign") == 1


def test_only_the_one_named_signs_or_declines(agency: Agency, ppid: Actor, desk: Actor) -> None:
    letter = cases.issued(agency, ppid)
    with pytest.raises(NotNow, match="namanya tercantum"):
        actions.sign(signature=letter, reason="Ya", by=desk)
    with pytest.raises(NotNow, match="namanya tercantum"):
        actions.decline(signature=letter, note="Salah", by=desk)


@pytest.mark.parametrize("named", ["", "test"])
def test_without_service_or_ca_ink_is_the_way(
    agency: Agency, ppid: Actor, settings: Any, tmp_path: Path, named: str
) -> None:
    settings.PENDOPO_SIGNER, settings.VAR_DIR = named, tmp_path / "kosong"
    with pytest.raises(NotNow):
        actions.sign(signature=cases.issued(agency, ppid), reason="Ya", by=ppid)
    letter = actions.upload_signed(signature=Signature.objects.get(), upload=scan(), by=ppid)
    assert (letter.state, letter.method) == ("signed", "wet")


class Careless:
    """A service that gives the file back as it got it."""

    name, is_test = "Ceroboh", False

    def capability(self, who: Any) -> bool:
        return True

    def sign(self, pdf: bytes, **about: Any) -> bytes:
        return pdf


def test_signature_that_does_not_hold_is_not_stored(agency: Agency, ppid: Actor, settings: Any) -> None:
    settings.PENDOPO_SIGNER = f"{__name__}:Careless"
    import sys

    sys.modules.setdefault(__name__, sys.modules[Careless.__module__])
    with pytest.raises(NotNow, match="tidak sah"):
        actions.sign(signature=cases.issued(agency, ppid), reason="Ya", by=ppid)
    assert Document.objects.count() == 1


def test_expired_test_certificate_signs_nothing_more(agency: Agency, ppid: Actor) -> None:
    actions.sign(signature=cases.issued(agency, ppid), reason="Ya", by=ppid)
    late = cases.issued(agency, ppid, subject=UUID(int=6))
    with clock.frozen(NOW + dt.timedelta(days=OFFICER_DAYS + 1)), pytest.raises(NotNow) as refused:
        actions.sign(signature=late, reason="Ya", by=ppid)
    assert refused.value.reason == "Sertifikat uji Anda sudah kedaluwarsa. Minta admin sistem membuat CA uji baru."
    late.refresh_from_db()
    assert (late.state, late.signed, late.code) == ("unsigned", None, None)
    assert steps() == ["signing.open", "signing.sign", "signing.open"]
    # Ink needs no certificate.
    assert actions.upload_signed(signature=late, upload=scan(), by=ppid).state == "signed"


def test_letter_whose_template_is_gone_cannot_be_set_anew(agency: Agency, ppid: Actor) -> None:
    made = cases.made()
    old = MadeLetter.of(made, template="tests/dahulu", content=made.content, letterhead=made.letterhead)
    letter = cases.issued(agency, ppid, letter=old)
    with pytest.raises(NotNow) as refused:
        actions.sign(signature=letter, reason="Ya", by=ppid)
    assert refused.value.reason == ("Surat gagal disusun untuk ditandatangani. Coba lagi, atau hubungi admin sistem.")
    letter.refresh_from_db()
    assert (letter.state, Document.objects.count(), steps()) == ("unsigned", 1, ["signing.open"])


def test_scan_of_ink_by_the_desk(agency: Agency, ppid: Actor, desk: Actor) -> None:
    letter = actions.upload_signed(signature=cases.issued(agency, ppid), upload=scan(), by=desk)
    assert (letter.state, letter.method, letter.is_test, letter.certificate) == ("signed", "wet", False, "")
    assert letter.code is not None
    assert rules.is_code(letter.code)
    assert letter.signed is not None
    assert letter.letter.replaced_by == letter.signed
    assert lines() == ["Surat 128/PPID/VIII/2026 sudah ditandatangani."]


def test_issued_letter_itself_is_no_signed_version(agency: Agency, ppid: Actor) -> None:
    letter = cases.issued(agency, ppid)
    with pytest.raises(NotNow, match="belum ditandatangani"):
        actions.upload_signed(signature=letter, upload=cases.inspected(cases.made()), by=ppid)


def test_file_signed_elsewhere_is_known_as_such(agency: Agency, ppid: Actor) -> None:
    letter = actions.upload_signed(
        signature=cases.issued(agency, ppid), upload=cases.inspected(cases.signed_elsewhere()), by=ppid
    )
    assert (letter.method, letter.certificate, letter.certificate_issuer) == ("external", "Ani Lestari", CA_NAME)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (cases.with_one_byte_changed, "rusak atau isinya sudah diubah"),
        (cases.with_update, "diubah sesudah ditandatangani"),
    ],
    ids=["byte", "update"],
)
def test_altered_file_signed_elsewhere_is_refused(agency: Agency, ppid: Actor, change: Any, words: str) -> None:
    content = change(cases.signed_elsewhere())
    upload = Inspected("surat.pdf", cases.inspected(cases.made()).kind, content, "0" * 64)
    with pytest.raises(NotNow, match=words):
        actions.upload_signed(signature=cases.issued(agency, ppid), upload=upload, by=ppid)


def test_second_scan_replaces_the_first_and_both_codes_stay(agency: Agency, ppid: Actor, desk: Actor) -> None:
    first = actions.upload_signed(signature=cases.issued(agency, ppid), upload=scan(), by=desk)
    second = actions.upload_signed(signature=first, upload=cases.inspected(cases.signed_elsewhere()), by=desk)
    first = Signature.objects.get(pk=first.pk)
    assert (first.state, first.replaced_by) == ("replaced", second)
    assert (second.state, second.letter) == ("signed", first.letter)
    assert first.code != second.code
    assert first.signed is not None
    assert first.signed.replaced_by == second.signed
    assert first.letter.replaced_by == first.signed
    assert queries.signatures_of(agency, "loan", cases.SUBJECT) == {second.signed_id: second}
    with pytest.raises(WrongState):
        actions.upload_signed(signature=first, upload=scan(), by=desk)


def test_decline_ask_again_and_sign(agency: Agency, ppid: Actor, desk: Actor) -> None:
    letter = actions.decline(signature=cases.issued(agency, ppid), note="Tanggal keliru.", by=ppid)
    assert (letter.state, letter.note) == ("declined", "Tanggal keliru.")
    with pytest.raises(WrongState):
        actions.sign(signature=letter, reason="Ya", by=ppid)
    letter = actions.ask(signature=letter, by=desk)
    assert (letter.state, letter.note) == ("waiting", "")
    with pytest.raises(WrongState):
        actions.ask(signature=letter, by=desk)
    assert list(queries.letters_for(agency, ppid, queries.MINE)) == [letter]
    assert list(queries.letters_for(agency, desk, queries.MINE)) == []
    actions.sign(signature=letter, reason="Ya", by=ppid)
    assert steps() == ["signing.open", "signing.decline", "signing.ask", "signing.sign"]
    assert lines() == ["Surat 128/PPID/VIII/2026 menunggu tanda tangan Anda."]
    # No word that a person typed stands in the trail.
    assert [entry for entry in Entry.objects.all() if "Tanggal" in str(entry.details)] == []


def test_withdraw_keeps_the_files_and_says_so(agency: Agency, ppid: Actor, desk: Actor) -> None:
    letter = actions.sign(signature=cases.issued(agency, ppid), reason="Ya", by=ppid)
    with pytest.raises(NotNow, match="penanda tangannya atau oleh PPID"):
        actions.withdraw(signature=letter, note="Keliru", by=desk)
    letter = actions.withdraw(signature=letter, note="Keliru alamat", by=ppid)
    assert (letter.state, letter.code is None) == ("withdrawn", False)
    assert Document.objects.filter(removed_at__isnull=True).count() == 2
    with pytest.raises(WrongState):
        actions.withdraw(signature=letter, note="Lagi", by=ppid)


def test_sending_back_and_withdrawing_need_a_note(agency: Agency, ppid: Actor) -> None:
    letter = cases.issued(agency, ppid)
    with pytest.raises(ValueError, match="sent back with a note"):
        actions.decline(signature=letter, note=" \n", by=ppid)
    letter = actions.sign(signature=letter, reason="Ya", by=ppid)
    with pytest.raises(ValueError, match="withdrawn with a note"):
        actions.withdraw(signature=letter, note=" \n", by=ppid)
    letter.refresh_from_db()
    assert (letter.state, letter.note, steps()) == ("signed", "", ["signing.open", "signing.sign"])


def test_superior_sees_only_what_they_sign(agency: Agency, ppid: Actor) -> None:
    superior = cases.person(agency, "superior")
    own, other = cases.issued(agency, superior), cases.issued(agency, ppid)
    assert list(queries.letters_for(agency, superior, queries.OPEN)) == [own]
    assert list(queries.letters_for(agency, ppid, queries.OPEN)) == [other, own]
    assert queries.find_signature(agency, superior, other.pk) is None


def test_other_agency_is_not_there(agency: Agency, other_agency: Agency, ppid: Actor) -> None:
    letter = actions.sign(signature=cases.issued(agency, ppid), reason="Ya", by=ppid)
    stranger = cases.person(other_agency, "ppid")
    assert queries.find_signature(other_agency, stranger, letter.pk) is None
    assert letter.code is not None
    assert queries.checked_letter(other_agency, letter.code) is None
    assert queries.checked_letter(agency, letter.code) == letter
    assert queries.checked_letter(agency, letter.code.upper()) is None


def test_one_letter_has_one_living_signature(agency: Agency, ppid: Actor) -> None:
    letter = cases.issued(agency, ppid)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.open_signature(document=letter.letter, letter=cases.made(), on=cases.ON, by=ppid)


def test_comparing_says_what_a_file_is(agency: Agency, ppid: Actor) -> None:
    letter = actions.sign(signature=cases.issued(agency, ppid), reason="Ya", by=ppid)
    letter = queries.checked_letter(agency, letter.code or "")
    assert letter is not None
    assert letter.signed is not None
    ours = cases.bytes_of(letter.signed)
    fake = for_service(
        sealed(cases.made()), address=f"http://localhost:8000/sukamaju/surat/{letter.code}/", words="Palsu"
    )
    told = {
        "same": ours,
        "before_signing": cases.made(),
        "altered": cases.with_one_byte_changed(ours),
        "changed_after": cases.with_update(ours),
        "other_letter": cases.signed_elsewhere(),
        "different": fake,
    }
    assert {name: compare(letter, content).verdict for name, content in told.items()} == {name: name for name in told}
    assert compare(letter, b"bukan pdf").verdict == "different"
    assert compare(letter, b"%PDF-1.7 rusak").verdict == "different"
    stranger = compare(letter, _from_another_ca(letter))
    assert stranger.verdict == "other_letter"
    assert [(each.intact, each.trusted) for each in stranger.found] == [(True, False)]


def _from_another_ca(letter: Signature) -> bytes:
    from django.test import override_settings

    with override_settings(VAR_DIR=Path(str(ca_folder()) + "-lain")):
        return cases.signed_elsewhere()
