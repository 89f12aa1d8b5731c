"""Pages: duties, links and reviews for officers; notices for officers and everybody."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.documents.rules import FileRefused
from pendopo.lib.probing import Probed
from pendopo.modules.publishing.actions import duties as duty_actions
from pendopo.modules.publishing.actions import links as link_actions
from pendopo.modules.publishing.actions import mailing, reviews
from pendopo.modules.publishing.actions import notices as notice_actions
from pendopo.modules.publishing.forms.notices import NoticeForm
from pendopo.modules.publishing.models import Duty, Link, Notice, Proof, Review, Subscriber
from pendopo.modules.publishing.tests.body import MONDAY, TODAY, announce, at, make_body, prove

from tests.staffed import Staffed

ATOM = "{http://www.w3.org/2005/Atom}"
_fresh = count()


def read(body: Staffed, role: str, name: str, *args: Any, query: str = "?", status: int = 200) -> str:
    # Another address each time: the early cache keeps public pages for some seconds.
    answer = body.visit(role).get(f"{body.url(name, *args)}{query}&{next(_fresh)}")
    assert answer.status_code == status
    return answer.content.decode()


def send(body: Staffed, role: str, name: str, *args: Any, **typed: Any) -> Any:
    return body.visit(role).post(body.url(name, *args), typed)


# ------------------------------------------------------------------------------------------------------- duties


def test_the_list_by_kind_and_by_standing(body: Staffed) -> None:
    prove(body, "periodic-1")
    page = read(body, "ppid", "duty_list")
    for words in (
        "Berkala",
        "Serta-merta",
        "Profil badan publik",
        "Terpenuhi",
        "3 Feb 2027",
        "Bila terjadi",
        "Tambah butir",
    ):
        assert words in page
    late = read(body, "auditor", "duty_list", query="?keadaan=overdue")
    assert "Laporan layanan informasi publik" in late
    assert "Profil badan publik" not in late
    assert "Tambah butir" not in late
    assert "Tidak ada yang cocok" in read(body, "ppid", "duty_list", query="?keadaan=not_applicable")


def test_the_calendar_by_month(body: Staffed) -> None:
    prove(body, "periodic-1", dt.date(2026, 3, 15))
    page = read(body, "ppid", "calendar", query="?bulan=2026-09")
    assert "Selasa, 15 September 2026" in page
    assert "Sudah terlambat" in page
    assert "?bulan=2026-08" in page
    assert "Tidak ada yang jatuh tempo bulan ini" in read(body, "ppid", "calendar", query="?bulan=salah")


def test_one_duty_with_its_proofs(body: Staffed) -> None:
    prove(body, "periodic-1", note="Diperbarui setelah pelantikan.")
    page = read(body, "ppid", "duty", "periodic-1")
    for words in ("https://contoh.go.id/profil", "Diperbarui setelah pelantikan.", "Ajukan bukti", "paling lama setiap 6 bulan",
                  "UU 14/2008 Pasal 9", "keyakinan"):  # fmt: skip
        assert words in page
    assert "Tindakan" not in read(body, "auditor", "duty", "periodic-1")
    assert "setelah akhir tahun" in read(body, "ppid", "duty", "annual-report")
    assert "Belum ada bukti." in read(body, "ppid", "duty", "standard-1")
    read(body, "ppid", "duty", "tidak-ada", status=404)


def test_a_proof_by_page_and_by_picture(body: Staffed) -> None:
    sent = send(body, "ppid", "prove", "standard-1", proved_on=TODAY, kind="link", url="https://contoh.go.id/sop")
    assert (sent.status_code, sent.headers["Location"]) == (303, body.url("duty", "standard-1"))
    sheet = SimpleUploadedFile("papan.csv", b"a,b\r\n1,2\r\n")
    assert send(body, "ppid", "prove", "standard-2", proved_on=TODAY, kind="file", files=sheet).status_code == 303
    proof = Proof.objects.get(key="standard-2")
    got = body.visit("auditor").get(body.url("proof_file", proof.pk))
    assert b"".join(got.streaming_content) == b"a,b\r\n1,2\r\n"
    page_proof = Proof.objects.get(key="standard-1")
    read(body, "ppid", "proof_file", page_proof.pk, status=404)
    other = make_body("lain")
    read(other, "ppid", "proof_file", proof.pk, status=404)
    read(other, "ppid", "retract", proof.pk, status=404)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": "link"}, "Tulis alamat halaman yang memuat informasinya."),
        ({"kind": "link", "url": "contoh.go.id"}, "Tulis alamat lengkap"),
        ({"kind": "link", "url": "http://[::1"}, "Tulis alamat lengkap"),
        ({"kind": "file"}, "Pilih berkas atau tangkapan layar."),
        ({"kind": "picture", "files": "rusak"}, "rusak.png"),
        ({"kind": "link", "url": "https://x.id", "proved_on": "2026-08-04"}, "Tanggal bukti belum tiba."),
        ({"kind": "link", "url": "https://x.id", "proved_on": "kemarin"}, "Isi tanggal yang benar."),
    ],
)
def test_a_proof_that_shows_nothing(body: Staffed, typed: dict[str, Any], words: str) -> None:
    if typed.get("files"):
        typed = typed | {"files": SimpleUploadedFile("rusak.png", b"bukan gambar")}
        words = "berkas"
    answer = send(body, "ppid", "prove", "standard-1", **{"proved_on": TODAY, "note": "Tetap ada", **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Tetap ada" in page


def test_a_file_refused_at_the_last_step(body: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_given: Any) -> None:
        raise FileRefused("full", "Penyimpanan penuh.")

    monkeypatch.setattr(duty_actions, "prove", refuse)
    answer = send(body, "ppid", "prove", "standard-1", proved_on=TODAY, kind="link", url="https://x.id")
    assert answer.status_code == 422
    assert "Penyimpanan penuh." in answer.content.decode()


def test_a_unit_may_not_prove_another_s(body: Staffed) -> None:
    answer = send(body, "back_office", "prove", "periodic-1", proved_on=TODAY, kind="link", url="https://x.id")
    assert answer.status_code == 422
    assert "milik unit lain" in answer.content.decode()
    assert "Ajukan bukti" not in read(body, "back_office", "duty", "periodic-1")


def test_arranged_waived_restored_retracted(body: Staffed) -> None:
    back = body.actor("back_office")
    unit = Unit.objects.get(agency=body.agency)
    assert back.user
    typed = {"unit": unit.pk, "owner": back.user.pk, "months": "3", "soon_days": "14"}
    assert send(body, "ppid", "arrange", "periodic-1", **typed).status_code == 303
    duty = Duty.objects.get(key="periodic-1")
    assert (duty.unit, duty.owner, duty.months, duty.soon_days) == (unit, back.user, 3, 14)
    page = read(body, "ppid", "arrange", "periodic-1")
    assert 'value="14"' in page
    assert send(body, "ppid", "arrange", "periodic-1", soon_days="0").status_code == 422
    assert send(body, "ppid", "waive", "periodic-1", reason="").status_code == 422
    assert send(body, "ppid", "waive", "periodic-1", reason="Tidak ada.").status_code == 303
    page = read(body, "ppid", "duty", "periodic-1")
    assert "Dinyatakan tidak berlaku" in page
    assert "Nama ppid, 3 Agustus 2026 pukul 10.00 WIB" in page
    assert send(body, "ppid", "restore", "periodic-1").status_code == 303
    proof = prove(body, "periodic-1")
    assert send(body, "back_office", "retract", proof.pk, reason="Keliru.").status_code == 303
    read(body, "ppid", "retract", proof.pk, status=404)


def test_an_own_item(body: Staffed) -> None:
    assert send(body, "ppid", "add_item", kind="standard", text="").status_code == 422
    answer = send(body, "ppid", "add_item", kind="standard", text="SOP biaya salinan", article="SK 1", months="12")
    own = Duty.objects.get(is_own=True)
    assert answer.headers["Location"] == body.url("duty", own.key)
    assert "SOP biaya salinan" in read(body, "ppid", "duty_list")


# -------------------------------------------------------------------------------------------------------- links


def dead_link(body: Staffed) -> Link:
    link = Link.objects.get(subject_id=prove(body, "standard-1").pk)
    for days in range(3):
        with at(MONDAY + dt.timedelta(days=days)):
            link = link_actions.note(link=link, probed=Probed(False, 404, "status"))
    return link


def test_a_dead_link_shows_on_both_lists(body: Staffed) -> None:
    link = dead_link(body)
    assert "Tautan mati" in read(body, "ppid", "duty_list", query="?keadaan=dead_link")
    assert "Tautan bukti ini mati" in read(body, "ppid", "duty", "standard-1")
    page = read(body, "ppid", "link_list", query="?keadaan=dead")
    assert "https://contoh.go.id/profil" in page
    page = read(body, "ppid", "link", link.pk)
    assert f'href="{body.url("duty", "standard-1")}"' in page
    for words in ("situs menjawab dengan galat", "(404)", "Gagal 3 kali berturut-turut", "Periksa lagi"):
        assert words in page
    assert "Tidak ada tautan di sini" in read(body, "back_office", "link_list")
    read(body, "back_office", "link", link.pk, status=404)
    assert send(body, "ppid", "ask_soon", link.pk).headers["Location"] == body.url("link", link.pk)
    assert "Periksa lagi" not in read(body, "auditor", "link", link.pk)
    read(make_body("lain"), "ppid", "link", link.pk, status=404)


# ------------------------------------------------------------------------------------------------------ reviews


def test_a_review_is_frozen_read_printed(body: Staffed) -> None:
    assert "Belum ada reviu" in read(body, "auditor", "review_list")
    answer = send(body, "superior", "freeze", note="Pertama.")
    first = Review.objects.get()
    assert answer.headers["Location"] == body.url("review", first.pk)
    prove(body, "periodic-1")
    second = reviews.freeze(agency=body.agency, note="", by=body.ppid)
    page = read(body, "auditor", "review", second.pk)
    assert "Belum ada bukti (membaik)" in page
    assert "Nama ppid" in page
    assert "Pertama." in read(body, "ppid", "review_print", first.pk)
    assert read(body, "ppid", "review_list").count("/reviu/0") == 2
    read(make_body("lain"), "ppid", "review", first.pk, status=404)


def test_a_review_as_pdf(body: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    from pendopo.kernel.workflow.actions import NotAllowed
    from pendopo.modules.publishing.views import reviews as pages

    review = reviews.freeze(agency=body.agency, note="", by=body.ppid)
    answer = body.visit("auditor").get(body.url("review_pdf", review.pk))
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")

    def fail(_paper: Any) -> None:
        raise NotAllowed("Surat gagal dibuat.")

    monkeypatch.setattr(pages, "pdf_response", fail)
    assert body.visit("auditor").get(body.url("review_pdf", review.pk)).status_code == 503


# ------------------------------------------------------------------------------------------------------ notices

TYPED = {
    "title": "Banjir", "happening": "Air naik.", "place": "Desa", "instructions": "Mengungsi.", "contact": "0812",
    "until_on": "2026-08-04", "until_time": "18:00",
}  # fmt: skip


def test_announced_from_the_form_and_at_once_on_the_home(body: Staffed) -> None:
    home = f"/{body.agency.slug}/?"
    assert "Peringatan yang berlaku" not in Client().get(f"{home}{next(_fresh)}").content.decode()
    page = read(body, "ppid", "announce")
    assert 'value="2026-08-04"' in page
    assert "beranda semua instansi" in page
    answer = send(body, "ppid", "announce", **TYPED, everywhere="on")
    notice = Notice.objects.get()
    assert answer.headers["Location"] == body.url("detail", notice.pk)
    for address in (home, "/?"):
        shown = Client().get(f"{address}{next(_fresh)}").content.decode()
        assert shown.index("Banjir") < shown.index("<h1")
        assert "Mengungsi." in shown
    assert notice.until_at == dt.datetime(2026, 8, 4, 11, tzinfo=dt.UTC)


def test_a_notice_with_gaps_keeps_what_was_typed(body: Staffed) -> None:
    answer = send(body, "ppid", "announce", **(TYPED | {"instructions": "", "until_on": "2026-08-01"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Tulis apa yang harus dilakukan warga.", "Waktu berakhir harus di depan", "Air naik."):
        assert words in page
    assert send(body, "ppid", "announce", **(TYPED | {"until_time": ""})).status_code == 422


def test_words_of_a_form_with_gaps_are_refused(body: Staffed) -> None:
    form = NoticeForm({}, agency=body.agency)
    assert not form.is_valid()
    with pytest.raises(ValueError, match="not valid"):
        form.words()


def test_kept_pages_show_a_notice_within_ten_seconds(body: Staffed) -> None:
    for address in (f"/{body.agency.slug}/", "/", body.url("listed"), body.url("feed")):
        assert Client().get(f"{address}?{next(_fresh)}").headers["Cache-Control"] == "public, max-age=0, s-maxage=10"


def test_an_officer_who_is_not_on_duty_is_told_whom_to_call(body: Staffed) -> None:
    assert "Hubungi PPID sekarang juga" in read(body, "front_office", "announce")
    assert send(body, "front_office", "announce", **TYPED).status_code == 403
    front = body.actor("front_office").user
    assert front
    assert send(body, "agency_admin", "grant", users=[front.pk]).status_code == 303
    assert "checked" in read(body, "ppid", "grant")
    assert "beranda semua instansi" not in read(body, "front_office", "announce")
    assert send(body, "front_office", "announce", **TYPED).status_code == 303


def test_updated_and_ended_by_their_forms(body: Staffed) -> None:
    notice = announce(body)
    assert "Belum ada" not in read(body, "ppid", "notice_list")
    assert "Air setinggi satu meter." in read(body, "ppid", "update", notice.pk)
    assert send(body, "ppid", "update", notice.pk, **TYPED).status_code == 422
    assert send(body, "ppid", "update", notice.pk, **TYPED, change="Air naik.", mail="on").status_code == 303
    assert "Perbarui" in read(body, "ppid", "detail", notice.pk)
    assert "Perbarui</a>" not in read(body, "front_office", "detail", notice.pk)
    assert send(body, "front_office", "end", notice.pk, reason="x").status_code == 403
    assert send(body, "ppid", "end", notice.pk, reason="").status_code == 422
    assert send(body, "ppid", "end", notice.pk, reason="Air surut.").status_code == 303
    assert send(body, "ppid", "end", notice.pk, reason="Lagi.").status_code == 409
    page = read(body, "", "notice", notice.pk)
    for words in ("Air surut.", "Air naik.", "Isi sebelumnya", "Air setinggi satu meter.", "Berakhir"):
        assert words in page
    other = make_body("lain")
    read(other, "ppid", "detail", notice.pk, status=404)
    read(other, "", "notice", notice.pk, status=404)


def test_public_pages_stay_small(body: Staffed) -> None:
    def measured(name: str, *args: Any) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            size = len(read(body, "", name, *args))
        return len(queries), size

    notice = announce(body)
    few = measured("listed"), measured("notice", notice.pk)
    for _ in range(49):
        announce(body)
    many = measured("listed"), measured("notice", notice.pk)
    assert [n for n, _size in few] == [n for n, _size in many] == [4, 3]
    assert max(size for _n, size in many) <= 15_000
    assert "Belum ada peringatan" in read(make_body("lain"), "", "listed")


def test_the_feed(body: Staffed) -> None:
    notice = announce(body)
    ended = notice_actions.end(notice=announce(body), reason="Selesai.", by=body.ppid)
    answer = Client().get(body.url("feed"))
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    tree = ET.fromstring(answer.content)
    entries = {each.findtext(f"{ATOM}id"): each.findtext(f"{ATOM}title") for each in tree.iter(f"{ATOM}entry")}
    assert entries == {
        f"urn:uuid:{notice.pk}": "Banjir di Desa Contoh", f"urn:uuid:{ended.pk}": "Banjir di Desa Contoh (berakhir)",
    }  # fmt: skip
    assert "balai desa" in answer.content.decode()


# ---------------------------------------------------------------------------------------------- the e-mail list


def test_subscribed_confirmed_unsubscribed(body: Staffed) -> None:
    assert send(body, "", "subscribe", email="").status_code == 422
    assert send(body, "", "subscribe", email="salah").status_code == 422
    assert "Periksa kotak surel Anda" in send(body, "", "subscribe", email="warga@contoh.id").content.decode()
    found = Subscriber.objects.get()
    token = mailing.token_of(found)
    # Only looking confirms nothing: mail programs look at links by themselves.
    assert "Ya, kirim peringatan" in read(body, "", "confirm", found.pk, token)
    found.refresh_from_db()
    assert found.confirmed_at is None
    assert "Anda berlangganan" in send(body, "", "confirm", found.pk, token).content.decode()
    assert "Anda berlangganan" in read(body, "", "confirm", found.pk, token)
    read(body, "", "unsubscribe", found.pk, "salah", status=404)
    assert "Ya, berhenti" in read(body, "", "unsubscribe", found.pk, token)
    assert "tidak berlangganan lagi" in send(body, "", "unsubscribe", found.pk, token).content.decode()
    read(body, "", "unsubscribe", found.pk, token, status=404)


def test_too_many_addresses_from_one_place(body: Staffed) -> None:
    answers = [send(body, "", "subscribe", email=f"w{n}@contoh.id").status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert Subscriber.objects.count() == 5
