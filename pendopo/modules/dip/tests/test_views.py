"""The pages: what the public sees and never sees, the officers' way from draft to withdrawal, decree and import."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.search.queries import search
from pendopo.kernel.search.tests.indexing import searchable
from pendopo.modules.dip import actions, reports
from pendopo.modules.dip.actions import Attached
from pendopo.modules.dip.models import Decree, Entry, EntryVersion
from pendopo.modules.dip.queries.entries import latest_of
from pendopo.modules.dip.rules import kinds, limits
from pendopo.modules.dip.tests.desk import LINK, WHOLE, Desk, make_desk, upload

from tests.listing import DAY, publish_entries

CANARY = "kenari"


def titles(answer: Any) -> list[str]:
    return [row["title"] for row in answer.context["entries"]]


# ------------------------------------------------------------------------------------------------------- the public
def test_the_list_is_narrowed_by_facets_with_their_counts(desk: Desk, client: Client) -> None:
    other = Unit.objects.create(agency=desk.agency, name="Bagian Umum")
    publish_entries(desk.agency, ["A", "B"], unit=desk.unit, info_year=2025)
    publish_entries(desk.agency, ["C"], unit=other, info_year=2024, entry_class=kinds.ANY_TIME, form=kinds.HARD)
    publish_entries(make_desk("lain").agency, ["Milik lain"])
    page = client.get(desk.url("listed"))
    fields = {name: page.context["form"].fields[name].choices for name in ("klasifikasi", "unit", "tahun", "bentuk")}
    assert fields == {
        "klasifikasi": [("", "Semua"), ("periodic", "Berkala (2)"), ("any_time", "Setiap saat (1)")],
        "unit": [("", "Semua"), (str(other.pk), "Bagian Umum (1)"), (str(desk.unit.pk), "Sekretariat (2)")],
        "tahun": [("", "Semua"), ("2025", "2025 (2)"), ("2024", "2024 (1)")],
        "bentuk": [("", "Semua"), ("soft", "Softcopy (2)"), ("hard", "Hardcopy (1)")],
    }
    assert titles(page) == ["C", "B", "A"]
    for query, found in (
        ({"klasifikasi": "any_time"}, ["C"]),
        ({"unit": str(desk.unit.pk)}, ["B", "A"]),
        ({"tahun": "2024", "bentuk": "hard"}, ["C"]),
        ({"tahun": "2024", "bentuk": "soft"}, []),
        ({"q": "a"}, ["B", "A", "C"]),  # in the name of the unit
        ({"q": "B", "tahun": "2025"}, ["B"]),
        (
            {"unit": "x", "tahun": "20a4", "bentuk": "x", "klasifikasi": "secret", "halaman": "99999999"},
            ["C", "B", "A"],
        ),
    ):
        assert sorted(titles(client.get(desk.url("listed"), query))) == sorted(found), query
    narrowed = client.get(desk.url("listed"), {"tahun": "2025"})
    assert narrowed.context["form"].fields["tahun"].choices == fields["tahun"]  # a facet never hides its own choices
    assert narrowed.context["form"].fields["bentuk"].choices == [("", "Semua"), ("soft", "Softcopy (2)")]


def test_the_list_asks_as_much_for_fifty_as_for_one_and_stays_light(desk: Desk, client: Client) -> None:
    costs = set()
    for number in (1, 50):
        publish_entries(
            desk.agency, [f"Laporan keuangan triwulan {n} menurut desa" for n in range(number)], unit=desk.unit
        )
        for query in ({"n": number}, {"q": "keuangan", "n": number}, {"klasifikasi": "periodic", "n": number}):
            with CaptureQueriesContext(connection) as asked:
                page = client.get(desk.url("listed"), query, headers={"accept-encoding": "gzip"})
            costs.add(len(asked))
            assert len(page.content) < 15_000
    assert max(costs) <= 7
    assert titles(client.get(desk.url("listed"), {"halaman": 3})) == titles(
        client.get(desk.url("listed"), {"halaman": "9"})
    )
    assert client.get(desk.url("listed")).context["total"] == 51


def test_pages_of_a_long_list_are_bounded(desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_entries(desk.agency, [str(n) for n in range(45)])
    monkeypatch.setattr(limits, "PUBLIC_PAGES", 2)
    monkeypatch.setattr(limits, "XLSX_ROWS", 40)
    page = client.get(desk.url("listed"), {"halaman": "3"})
    assert (page.context["page"].number, len(titles(page)), page.context["is_cut"]) == (2, 20, True)
    assert "saring atau cari untuk melihat yang lebih lama" in page.content.decode()
    assert (client.get(desk.url("listed_xlsx")).status_code, page.context["has_workbook"]) == (404, False)


def test_the_list_is_downloaded_in_the_official_columns(desk: Desk, client: Client) -> None:
    desk.published(title="=Rumus")
    publish_entries(desk.agency, ["Lain"], entry_class=kinds.ANY_TIME)
    lines = b"".join(client.get(desk.url("listed_csv"), {"klasifikasi": "periodic"})).decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[:5] == [
        "Nomor", "Judul", "Ringkasan isi informasi", "Pejabat/unit yang menguasai",
        "Penanggung jawab pembuatan atau penerbitan",
    ]  # fmt: skip
    assert (len(lines), ",'=Rumus," in lines[1], "Januari 2026,Sukamaju,Softcopy" in lines[1]) == (2, True, True)
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(client.get(desk.url("listed_xlsx")))))
    rows = book.get_sheet_by_index(0).to_python()
    assert {row[1] for row in rows[-2:]} == {"=Rumus", "Lain"}


def test_an_entry_shows_columns_files_history_and_the_way_to_ask(desk: Desk, client: Client) -> None:
    entry = desk.published(attached=Attached([LINK], [upload()]), has_braille=True)
    revised = desk.revised(entry, change="<b>angka</b> diperbarui", attached=Attached([LINK]))
    actions.publish(entry=actions.submit(entry=revised, by=desk.writer), by=desk.ppid)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(desk.url("entry", entry.pk))
    text = page.content.decode()
    assert len(asked) <= 5
    for words in (
        "Laporan kinerja 2025", "Berkala", "Tersedia braille", "laporan.csv", 'href="https://sukamaju.example/lkj.pdf"',
        "Kepala Bagian Perencanaan", "Januari 2026, Sukamaju", "5 tahun, lalu permanen", "Ringkasan kinerja",
        "&lt;b&gt;angka&lt;/b&gt; diperbarui", "diumumkan", f"?tentang={entry.pk}",
    ):  # fmt: skip
        assert words in text, words
    assert "Tersedia audio" not in text
    [document] = [each.document for each in latest_of(entry).files.all() if each.document]
    answer = client.get(desk.url("entry_file", entry.pk, document.pk))
    assert (b"".join(answer), answer["Content-Disposition"]) == (
        b"bulan,jumlah\njanuari,3\n", 'attachment; filename="laporan.csv"',
    )  # fmt: skip
    elsewhere = make_desk("lain")
    assert client.get(elsewhere.url("entry", entry.pk)).status_code == 404
    assert client.get(elsewhere.url("entry_file", entry.pk, document.pk)).status_code == 404
    assert client.get(desk.url("entry_file", entry.pk, uuid4())).status_code == 404


def make_secrets(desk: Desk) -> list[Entry]:
    """Return entries of which nothing may be public; what they say holds the canary."""
    secret = replace(WHOLE, title=f"Judul {CANARY}", summary=f"Isi {CANARY}", tags=(CANARY,))
    draft = desk.draft(secret, attached=Attached([], [upload()]))
    asked = desk.asked(secret)
    actions.send_back(entry=asked, note=f"Catatan {CANARY}", by=desk.ppid)
    gone = desk.published(f"Lama {CANARY}", attached=Attached([], [upload()]))
    actions.withdraw(entry=gone, reason="Keliru.", by=desk.ppid)
    revised = desk.published("Terbuka")
    desk.revised(revised, title=f"Revisi {CANARY}", summary=CANARY, change=CANARY)
    return [draft, asked, gone, revised]


def test_drafts_notes_revisions_and_withdrawn_words_reach_no_page_and_no_index(desk: Desk, client: Client) -> None:
    with searchable() as index:
        draft, asked, gone, revised = make_secrets(desk)
        index.bring_up_to_date()
        assert [hit.id for hit in search("terbuka", agency_ids=[desk.agency.pk]).hits] == [revised.pk]
        assert search(CANARY).total == 0
        loaded = list(reports.SEARCHABLE.load([draft.pk, asked.pk, gone.pk, revised.pk, uuid4()]))
        assert [(each.id, each.title, CANARY in str(each)) for each in loaded] == [(revised.pk, "Terbuka", False)]
        assert reports.SEARCHABLE.every(None, 10) == [revised.pk]
        assert (reports.SEARCHABLE.every(revised.pk, 10), reports.SEARCHABLE.count()) == ([], 1)  # type: ignore[misc]
        assert titles(client.get(desk.url("listed"), {"q": CANARY})) == []
        assert titles(client.get(desk.url("listed"), {"q": "terbuka"})) == ["Terbuka"]
        narrowed = client.get(desk.url("listed"), {"q": "terbuka", "unit": str(desk.unit.pk), "tahun": "2025"})
        assert titles(narrowed) == ["Terbuka"]
        assert ("", "Semua") in narrowed.context["form"].fields["unit"].choices
    pages = [desk.url("listed"), desk.url("listed_csv"), desk.url("entry", revised.pk), desk.url("entry", gone.pk)]
    for page in pages:
        answer = client.get(page)
        text = b"".join(answer).decode() if answer.streaming else answer.content.decode()
        assert CANARY not in text, page
    assert [client.get(desk.url("entry", each.pk)).status_code for each in (draft, asked, gone, revised)] == [
        404, 404, 410, 200,
    ]  # fmt: skip
    files = [version.files.get().document_id for version in EntryVersion.objects.filter(entry__in=[draft, gone])]
    assert {
        client.get(desk.url("entry_file", entry.pk, file)).status_code
        for entry, file in zip((draft, gone), files, strict=True)
    } == {404}
    assert "Keliru." in client.get(desk.url("entry", gone.pk)).content.decode()


# ----------------------------------------------------------------------------------------------------- the officers
FORM = {
    "title": "Laporan kinerja 2025", "summary": "Capaian.", "entry_class": "periodic", "category": "periodic-3",
    "holder": "", "responsible": "Kepala Bagian", "made_when": "Januari 2026", "made_where": "", "info_year": "2025",
    "form": "both", "retention": "5 tahun", "cycle": "yearly", "tags": "LKjIP, kinerja", "access": ["has_audio"],
    "links": "https://sukamaju.example/lkj.pdf LKj 2025\n",
}  # fmt: skip


def test_an_officer_writes_asks_and_the_ppid_publishes(desk: Desk) -> None:
    writer, ppid = Client(), desk.visit("ppid")
    writer.force_login(desk.writer.user)  # type: ignore[arg-type]
    wrong = writer.post(desk.url("write"), FORM | {"title": "", "unit": "", "links": "bukan", "info_year": "1900"})
    many = writer.post(desk.url("write"), FORM | {"links": "https://a.example/1\n" * 11})
    assert "Paling banyak 10 tautan." in many.content.decode()
    assert wrong.status_code == 422
    for words in ("Tulis judul informasi.", "bukan alamat tautan", "Isi tahun antara 1945 dan"):
        assert words in wrong.content.decode()
    file = SimpleUploadedFile("laporan.csv", b"a,b\n1,2\n")
    sent = writer.post(desk.url("write"), FORM | {"unit": str(desk.unit.pk), "files": [file]})
    entry = Entry.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, desk.url("detail", entry.pk))
    version = latest_of(entry)
    assert (version.has_audio, version.has_braille, version.tags, version.form, version.info_year) == (
        True, False, ["LKjIP", "kinerja"], "both", 2025,
    )  # fmt: skip
    [document] = [each.document for each in version.files.all() if each.document]
    form = writer.get(desk.url("edit", entry.pk)).context["form"]
    assert (form.initial["links"], form.fields["dropped"].choices) == (
        "https://sukamaju.example/lkj.pdf LKj 2025", [(str(document.pk), "laporan.csv")],
    )  # fmt: skip
    changed = FORM | {"unit": str(desk.unit.pk), "title": "Laporan kinerja tahun 2025", "dropped": [str(document.pk)]}
    assert writer.post(desk.url("edit", entry.pk), changed).status_code == 303
    assert [each.url for each in latest_of(entry).files.all()] == ["https://sukamaju.example/lkj.pdf"]
    assert writer.post(desk.url("submit", entry.pk), {"note": "Mohon diperiksa"}).status_code == 303
    assert writer.get(desk.url("publish", entry.pk)).status_code == 403
    # What was typed is not lost when the entry has moved on.
    late = writer.post(desk.url("edit", entry.pk), changed | {"title": "Ketikan saya"})
    assert (late.status_code, "Ketikan saya" in late.content.decode()) == (409, True)
    assert "Laporan kinerja tahun 2025" in ppid.get(desk.url("publish", entry.pk)).content.decode()
    assert ppid.post(desk.url("publish", entry.pk)).status_code == 303
    public = Client().get(desk.url("entry", entry.pk)).content.decode()
    assert "Laporan kinerja tahun 2025" in public
    assert "Mohon diperiksa" not in public


def test_publication_with_gaps_is_refused_in_words(desk: Desk) -> None:
    entry = desk.asked(replace(WHOLE, retention=""))
    answer = desk.visit("ppid").post(desk.url("publish", entry.pk))
    assert (answer.status_code, "Jangka waktu penyimpanan" in answer.content.decode()) == (422, True)
    assert "Jangka waktu penyimpanan" in desk.visit("ppid").get(desk.url("detail", entry.pk)).content.decode()


def test_a_revision_is_compared_published_and_everything_withdrawn(desk: Desk) -> None:
    ppid = desk.visit("ppid")
    entry = desk.published()
    assert ppid.post(desk.url("confirm", entry.pk)).status_code == 303
    begun = ppid.post(desk.url("revise", entry.pk))
    assert begun["Location"] == desk.url("edit", entry.pk)
    sent = FORM | {"title": "Judul baru", "change": "judul diperjelas", "unit": str(desk.unit.pk), "form": "soft"}
    assert ppid.post(desk.url("edit", entry.pk), sent).status_code == 303
    page = ppid.get(desk.url("version", entry.pk, 2))
    assert {row["label"]: (row["before"], row["after"]) for row in page.context["changes"]} == {
        "Judul": ("Laporan kinerja 2025", "Judul baru"),
        "Ringkasan isi informasi": ("Capaian sasaran dan realisasi anggaran.", "Capaian."),
        "Penanggung jawab pembuatan atau penerbitan": ("Kepala Bagian Perencanaan", "Kepala Bagian"),
        "Waktu dan tempat pembuatan": ("Januari 2026, Sukamaju", "Januari 2026"),
        "Jangka waktu penyimpanan": ("5 tahun, lalu permanen", "5 tahun"),
        "Format aksesibel": ("", "audio"),
        "Kata kunci": ("LKjIP", "LKjIP, kinerja"),
        "Siklus pemutakhiran": ("Bila ada perubahan", "Setiap tahun"),
        "Berkas dan tautan": ("", "LKj 2025"),
    }
    assert ppid.get(desk.url("version", entry.pk, 1)).context["changes"] == []
    assert ppid.get(desk.url("version", entry.pk, 3)).status_code == 404
    detail = ppid.get(desk.url("detail", entry.pk)).content.decode()
    assert "Yang terbit sekarang: versi 1" in detail
    for name, sent_ in (("submit", {}), ("send_back", {"note": "x"}), ("discard", {"note": "x"})):
        assert ppid.post(desk.url(name, entry.pk), sent_).status_code == 303, name
    assert ppid.post(desk.url("withdraw", entry.pk), {"reason": ""}).status_code == 422
    assert ppid.post(desk.url("withdraw", entry.pk), {"reason": "Keliru."}).status_code == 303
    draft = desk.draft()
    assert ppid.post(desk.url("drop", draft.pk), {"note": "Ganda."}).status_code == 303


def test_the_worklist_shows_states_dues_and_words(desk: Desk) -> None:
    desk.draft()
    desk.asked(replace(WHOLE, title="Neraca"))
    late = desk.published("Terlambat")
    Entry.objects.filter(pk=late.pk).update(review_due=DAY)
    ppid, other = desk.visit("ppid"), desk.visit("back_office")
    page = ppid.get(desk.url("inbox"))
    assert [(tab["label"], tab["count"]) for tab in page.context["tabs"]] == [
        ("Sedang dikerjakan", 2), ("Konsep", 1), ("Diperiksa", 1), ("Terbit", 1), ("Waktunya diperiksa", 1),
    ]  # fmt: skip
    for query, found in (
        ({}, ["Neraca", WHOLE.title]),
        ({"keadaan": "due"}, ["Terlambat"]),
        ({"keadaan": "published", "kata": "terlam"}, ["Terlambat"]),
        ({"kata": late.number}, []),
        ({"kata": late.number.lower(), "keadaan": "published"}, ["Terlambat"]),
        ({"keadaan": "zebra"}, ["Neraca", WHOLE.title]),
    ):
        assert [row["title"] for row in ppid.get(desk.url("inbox"), query).context["rows"]] == found, query
    assert other.get(desk.url("inbox")).context["rows"] == []
    assert other.get(desk.url("detail", late.pk)).status_code == 404
    seen = desk.visit("auditor").get(desk.url("detail", late.pk))
    assert (seen.status_code, seen.context["steps"]) == (200, [])
    costs = set()
    for n in (1, 12):
        for _ in range(n):
            desk.draft()
        with CaptureQueriesContext(connection) as asked:
            ppid.get(desk.url("inbox"))
        costs.add(len(asked))
    assert len(costs) == 1


def test_officers_read_files_of_every_version(desk: Desk) -> None:
    entry = desk.draft(attached=Attached([LINK], [upload()]))
    [document] = [each.document for each in latest_of(entry).files.all() if each.document]
    ppid = desk.visit("ppid")
    assert "laporan.csv" in ppid.get(desk.url("detail", entry.pk)).content.decode()
    assert b"".join(ppid.get(desk.url("file", entry.pk, document.pk))) == b"bulan,jumlah\njanuari,3\n"
    assert ppid.get(desk.url("file", entry.pk, uuid4())).status_code == 404


def test_the_ppid_sets_the_list_by_decree(desk: Desk, client: Client) -> None:
    ppid = desk.visit("ppid")
    assert "Belum ada entri terbit" in ppid.get(desk.url("decree")).content.decode()
    refused = ppid.post(desk.url("decree"), {"place": "Sukamaju"})
    assert (refused.status_code, Decree.objects.count()) == (422, 0)
    desk.published()
    assert ppid.post(desk.url("decree"), {"place": ""}).status_code == 422
    assert ppid.post(desk.url("decree"), {"place": "Sukamaju"}).status_code == 303
    made = Decree.objects.get()
    assert f"Ditetapkan dengan {made.number}" in client.get(desk.url("listed")).content.decode()
    assert made.number in client.get(desk.url("decrees")).content.decode()
    letter = b"".join(client.get(desk.url("decree_letter", made.pk)))
    assert letter.startswith(b"%PDF")
    frozen = b"".join(client.get(desk.url("decree_list", made.pk))).decode().splitlines()
    assert frozen[1].startswith("1,Laporan kinerja 2025. Capaian sasaran dan realisasi anggaran.,Sekretariat,")
    other = make_desk("lain")
    assert [client.get(other.url(name, made.pk)).status_code for name in ("decree_letter", "decree_list")] == [404, 404]
    assert "Belum ada penetapan" in client.get(other.url("decrees")).content.decode()
