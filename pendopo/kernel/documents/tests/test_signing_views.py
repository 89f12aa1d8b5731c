"""Pages of signing: the public check page, and what each officer can do; hostile files, doubles, strangers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents.models import Document, Signature
from pendopo.kernel.documents.signing import actions, rules
from pendopo.kernel.documents.signing.certificates import make_test_ca
from pendopo.kernel.documents.tests import signing_cases as cases
from pendopo.kernel.people.actors import Actor

NOW = dt.datetime(2026, 8, 4, 2, 0, tzinfo=dt.UTC)
DESK = "/sukamaju/meja/surat/"


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
def officer_client(client: Client, ppid: Actor) -> Client:
    return entered(client, ppid)


def entered(client: Client, actor: Actor) -> Client:
    assert actor.user is not None
    client.force_login(actor.user)
    return client


def signed(agency: Agency, ppid: Actor) -> Signature:
    return actions.sign(signature=cases.issued(agency, ppid), reason="Menyetujui", by=ppid)


def check_path(signature: Signature) -> str:
    return f"/sukamaju/surat/{signature.code}/"


def file(content: bytes, name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]] if answer.context else []


# ------------------------------------------------------------------------------------------------ the check page


def test_check_page_tells_the_letter_and_no_requester(client: Client, agency: Agency, ppid: Actor) -> None:
    letter = signed(agency, ppid)
    answer = client.get(check_path(letter))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert letter.signed is not None
    told = {row["label"]: row["value"] for row in answer.context["rows"]}
    assert told["Nomor"] == "128/PPID/VIII/2026"
    assert told["Hal"] == "Pemberitahuan tertulis"
    assert told["Tanggal surat"] == "3 Agustus 2026"
    assert told["Penanda tangan"] == ["Ani Lestari", "PPID"]
    assert told["Ditandatangani"][0] == "4 Agustus 2026 pukul 09.00 WIB"
    assert "tanpa otoritas penanda waktu" in told["Ditandatangani"][1]
    assert told["SHA-256 berkas"] == letter.signed.sha256
    assert "Surat uji coba" in page
    assert "Siti Aminah" not in page
    assert len(answer.content) <= 15_000
    assert "<script" not in page.replace("<script src", "")
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex"


def test_check_page_asks_little(
    client: Client, agency: Agency, ppid: Actor, django_assert_max_num_queries: Any
) -> None:
    letter = signed(agency, ppid)
    with django_assert_max_num_queries(4):
        client.get(check_path(letter))


@pytest.mark.parametrize("code", ["a" * 26, "a" * 25, "A" * 26, "x", "0" * 26])
def test_unknown_code_is_not_there(client: Client, agency: Agency, ppid: Actor, code: str) -> None:
    signed(agency, ppid)
    assert client.get(f"/sukamaju/surat/{code}/").status_code == 404


def test_code_of_another_agency_is_not_there(client: Client, agency: Agency, other_agency: Agency, ppid: Actor) -> None:
    assert client.get(f"/lain/surat/{signed(agency, ppid).code}/").status_code == 404


def test_comparing_tells_and_keeps_nothing(client: Client, agency: Agency, ppid: Actor) -> None:
    letter = signed(agency, ppid)
    assert letter.signed is not None
    ours = cases.bytes_of(letter.signed)
    before = (Document.objects.count(), Entry.objects.count())
    told = {
        "Sama": ours,
        "Versi sebelum ditandatangani": cases.made(),
        "Telah diubah": cases.with_one_byte_changed(ours),
        "Telah diubah sesudah ditandatangani": cases.with_update(ours),
        "Bukan surat ini": cases.signed_elsewhere(),
        "Berbeda, atau telah diubah": b"%PDF-1.7 palsu",
    }
    found = {}
    for content in told.values():
        answer = client.post(check_path(letter), {"file": file(content)})
        assert answer.status_code == 200
        found[answer.context["verdict"]["title"]] = content
    assert found == told
    assert (Document.objects.count(), Entry.objects.count()) == before


def test_comparing_reads_the_signature_in_words(client: Client, agency: Agency, ppid: Actor) -> None:
    letter = signed(agency, ppid)
    assert letter.signed is not None
    answer = client.post(check_path(letter), {"file": file(cases.bytes_of(letter.signed))})
    assert answer.context["read"] == [
        [
            "Tanda tangan elektronik atas nama Ani Lestari.",
            "Isi yang ditandatangani utuh.",
            "Sertifikatnya diterbitkan CA UJI Pendopo (bukan sertifikat resmi), yang dikenal instansi ini.",
            "Pencabutan sertifikat tidak diperiksa di halaman ini.",
        ]
    ]
    with clock.frozen(NOW + dt.timedelta(days=1000)):
        answer = client.post(check_path(letter), {"file": file(cases.bytes_of(letter.signed))})
    assert answer.context["verdict"]["title"] == "Sama"
    assert "kini tidak dapat dipastikan" in answer.context["read"][0][2]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Pilih berkas PDF"),
        ({"file": b""}, "Berkas ini kosong"),
        ({"file": b"x" * (10 * 1024 * 1024 + 9)}, "lebih besar dari 10 MB"),
    ],
    ids=["none", "empty", "large"],
)
def test_file_that_cannot_be_compared(
    client: Client, agency: Agency, ppid: Actor, sent: dict[str, bytes], words: str
) -> None:
    letter = signed(agency, ppid)
    answer = client.post(check_path(letter), {name: file(content) for name, content in sent.items()})
    assert answer.status_code == 422
    assert words in answer.context["form"].errors["file"][0]


def test_comparing_is_limited_and_reading_is_not(client: Client, agency: Agency, ppid: Actor) -> None:
    letter = signed(agency, ppid)
    for _ in range(rules.CHECKS_PER_ADDRESS.tries):
        assert client.post(check_path(letter), {"file": file(b"x")}).status_code == 200
    answer = client.post(check_path(letter), {"file": file(b"x")})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert client.get(check_path(letter)).status_code == 200


def test_replaced_and_withdrawn_are_told(client: Client, agency: Agency, ppid: Actor) -> None:
    first = signed(agency, ppid)
    second = actions.upload_signed(signature=first, upload=cases.inspected(cases.signed_elsewhere()), by=ppid)
    page = client.get(check_path(first)).content.decode()
    assert "Versi ini sudah diganti" in page
    assert check_path(second) in page
    actions.withdraw(signature=second, note="Rahasia: keliru alamat Bu Siti", by=ppid)
    page = client.get(check_path(second)).content.decode()
    assert "Surat ini dicabut" in page
    assert "Bu Siti" not in page


# ------------------------------------------------------------------------------------------------ officers


def possible(page: Any) -> set[str]:
    """Return what the page of a letter offers."""
    names = ("can_sign", "can_print", "can_upload", "can_ask", "can_decline", "can_withdraw")
    return {name for name in names if page.context[name]}


def test_list_is_bounded_and_asks_the_same_for_one_and_fifty(
    officer_client: Client, agency: Agency, ppid: Actor, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def questions(number: int) -> int:
        for each in range(number):
            actions.ask(signature=cases.issued(agency, ppid, subject=UUID(int=each + 1)), by=ppid)
        officer_client.get(DESK)
        with CaptureQueriesContext(connection) as asked:
            answer = officer_client.get(DESK)
        assert len(answer.context["page"].object_list) == min(rules.LETTERS_A_PAGE, Signature.objects.count())
        return len(asked)

    assert questions(1) == questions(49)


def test_empty_and_unknown_lists(officer_client: Client) -> None:
    assert "Tidak ada surat yang menunggu tanda tangan Anda" in officer_client.get(DESK).content.decode()
    assert officer_client.get(f"{DESK}?daftar=belum").status_code == 200
    assert officer_client.get(f"{DESK}?daftar=semua").status_code == 404
    assert officer_client.get(f"{DESK}tanda-tangan/").status_code == 409


def test_sign_several_with_password(officer_client: Client, agency: Agency, ppid: Actor) -> None:
    letters = [cases.issued(agency, ppid, subject=UUID(int=n)) for n in (1, 2)]
    actions.ask(signature=letters[0], by=ppid)
    page = officer_client.get(f"{DESK}tanda-tangan/?surat={letters[0].pk}&surat={letters[1].pk}&surat=x")
    assert [value for value, _label in page.context["form"].fields["letters"].choices] == [
        str(each.pk) for each in letters
    ]
    sent = {"letters": [str(each.pk) for each in letters], "reason": "Menyetujui", "password": cases.PASSWORD}
    answer = officer_client.post(f"{DESK}tanda-tangan/", sent, follow=True)
    assert said(answer) == ["2 surat ditandatangani dan menggantikan versi sebelumnya."]
    assert set(Signature.objects.values_list("state", flat=True)) == {"signed"}
    # The same press once more: nothing waits, and nothing happens twice.
    assert officer_client.post(f"{DESK}tanda-tangan/", sent).status_code == 409
    assert Document.objects.count() == 4


def test_wrong_password_signs_nothing_and_runs_out(officer_client: Client, agency: Agency, ppid: Actor) -> None:
    letter = actions.ask(signature=cases.issued(agency, ppid), by=ppid)
    sent = {"letters": [str(letter.pk)], "reason": "Menyetujui", "password": "salah"}
    for _ in range(rules.PASSWORDS_PER_USER.tries):
        answer = officer_client.post(f"{DESK}tanda-tangan/", sent)
        assert answer.status_code == 422
        assert answer.context["form"].errors["password"] == [
            "Kata sandi ini salah. Tidak ada surat yang ditandatangani."
        ]
        assert 'value="Menyetujui"' in answer.content.decode()
        assert 'salah"' not in answer.content.decode()
    assert officer_client.post(f"{DESK}tanda-tangan/", {**sent, "password": cases.PASSWORD}).status_code == 429
    letter.refresh_from_db()
    assert letter.state == "waiting"


def test_missing_reason_choice_and_too_many(officer_client: Client, agency: Agency, ppid: Actor) -> None:
    letters = [actions.ask(signature=cases.issued(agency, ppid, subject=UUID(int=n)), by=ppid) for n in range(1, 12)]
    answer = officer_client.post(f"{DESK}tanda-tangan/", {"reason": "", "password": ""})
    assert set(answer.context["form"].errors) == {"letters", "reason", "password"}
    answer = officer_client.post(
        f"{DESK}tanda-tangan/",
        {"letters": [str(each.pk) for each in letters], "reason": "Ya", "password": cases.PASSWORD},
    )
    assert answer.context["form"].errors["letters"] == [
        "Paling banyak 10 surat sekali jalan. Kurangi pilihan, lalu ulangi untuk sisanya."
    ]


def test_nobody_signs_what_is_anothers(client: Client, agency: Agency, ppid: Actor) -> None:
    mine = actions.ask(signature=cases.issued(agency, ppid), by=ppid)
    desk = cases.person(agency, "front_office")
    own = actions.ask(signature=cases.issued(agency, desk, subject=UUID(int=9)), by=desk)
    entered(client, desk)
    sent = {"letters": [str(mine.pk), str(own.pk)], "reason": "Ya", "password": cases.PASSWORD}
    assert client.post(f"{DESK}tanda-tangan/", sent).status_code == 422
    assert set(Signature.objects.values_list("state", flat=True)) == {"waiting"}


def test_letter_page_and_files(officer_client: Client, agency: Agency, ppid: Actor) -> None:
    letter = cases.issued(agency, ppid)
    page = officer_client.get(f"{DESK}{letter.pk}/")
    assert possible(page) == {
        "can_sign", "can_print", "can_upload", "can_ask", "can_decline",
    }  # fmt: skip
    assert officer_client.get(f"{DESK}{letter.pk}/berkas/bertanda-tangan/").status_code == 404
    ink = officer_client.get(f"{DESK}{letter.pk}/cetak/")
    assert (ink.status_code, ink["Content-Type"]) == (200, "application/pdf")
    assert officer_client.post(f"{DESK}{letter.pk}/minta/").status_code == 303
    assert officer_client.post(f"{DESK}{letter.pk}/minta/").status_code == 409
    actions.sign(signature=letter, reason="Ya", by=ppid)
    page = officer_client.get(f"{DESK}{letter.pk}/")
    assert possible(page) == {
        "can_upload", "can_withdraw",
    }  # fmt: skip
    assert officer_client.get(f"{DESK}{letter.pk}/cetak/").status_code == 409
    for name in ("terbit", "bertanda-tangan"):
        answer = officer_client.get(f"{DESK}{letter.pk}/berkas/{name}/")
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
        # Not answer.close(): that would end the request's database connection, which is the test's own.
        for closer in answer._resource_closers:  # type: ignore[attr-defined]
            closer()


def test_upload_of_a_scan(officer_client: Client, agency: Agency, ppid: Actor) -> None:
    letter = cases.issued(agency, ppid)
    at = f"{DESK}{letter.pk}/unggah/"
    assert officer_client.get(at).status_code == 200
    answer = officer_client.post(at, {"file": file(b"GIF89a", "surat.gif")})
    assert set(answer.context["form"].errors) == {"file", "compared"}
    answer = officer_client.post(at, {"file": file(cases.made()), "compared": "on"})
    assert answer.status_code == 422
    assert "belum ditandatangani" in answer.context["form"].non_field_errors()[0]
    answer = officer_client.post(
        at, {"file": file(cases.with_one_byte_changed(cases.signed_elsewhere())), "compared": "on"}
    )
    assert answer.status_code == 422
    answer = officer_client.post(at, {"file": file(cases.scanned(), "pindaian surat.pdf"), "compared": "on"})
    assert (answer.status_code, answer["Location"]) == (303, f"{DESK}{letter.pk}/")
    letter.refresh_from_db()
    assert (letter.state, letter.method) == ("signed", "wet")


def test_decline_and_withdraw_ask_for_words(officer_client: Client, agency: Agency, ppid: Actor) -> None:
    letter = cases.issued(agency, ppid)
    for word in ("kembalikan", "cabut"):
        at = f"{DESK}{letter.pk}/{word}/"
        assert officer_client.get(at).status_code == 200
        assert officer_client.post(at, {"note": ""}).status_code == 422
        assert officer_client.post(at, {"note": "Keliru."}).status_code == 303
        late = officer_client.post(at, {"note": "Sekali lagi."})
        assert late.status_code == 409
        if word == "kembalikan":
            officer_client.post(f"{DESK}{letter.pk}/minta/")
            actions.sign(signature=letter, reason="Ya", by=ppid)
    letter.refresh_from_db()
    assert letter.state == "withdrawn"


def test_strangers(client: Client, agency: Agency, other_agency: Agency, ppid: Actor) -> None:
    letter = cases.issued(agency, ppid)
    paths = [DESK, f"{DESK}{letter.pk}/", f"{DESK}{letter.pk}/berkas/terbit/", f"{DESK}{letter.pk}/cetak/"]
    assert {client.get(path).status_code for path in paths} == {302}
    for role in ("back_office", "auditor", "agency_admin"):
        entered(client, cases.person(agency, "auditor" if role == "back_office" else role))
        assert {client.get(path).status_code for path in paths} == {403}
    entered(client, cases.person(other_agency, "ppid"))
    assert {client.get(path).status_code for path in paths} == {404}
    assert client.get(f"/lain/meja/surat/{letter.pk}/").status_code == 404
    entered(client, cases.person(agency, "superior"))
    assert [client.get(path).status_code for path in paths] == [200, 404, 404, 404]
