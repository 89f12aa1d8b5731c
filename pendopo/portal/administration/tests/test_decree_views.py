"""Uploading a decree: the dry run, what is wrong, the confirmation, and who may."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.calendar.models import CalendarYear, DecreeLoad, Holiday
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.models import User
from pendopo.portal.administration.tests.cases import due, running_clock
from pendopo.portal.administration.tests.test_settings_views import errors, said
from pendopo.portal.tasks import follow_decrees, tell_moved

pytestmark = pytest.mark.usefixtures("noon", "seeded")

AT = "/dinas-contoh/meja/pengaturan/kalender/keputusan/"
WORDS = {"decree": "SKB Uji 1/2026", "decree_on": "2026-08-01", "extent": "sebagian"}


@pytest.fixture
def client(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def upload(client: Client, text: str | bytes, **words: Any) -> Any:
    content = text.encode() if isinstance(text, str) else text
    return client.post(AT, {**WORDS, **words, "file": SimpleUploadedFile("skb.csv", content)})


def hidden(page: Any) -> dict[str, str]:
    return dict(page.context["form"].carried())


def test_a_decree_is_looked_at_then_loaded_and_deadlines_follow(client: Client, agency: Agency, hire: Any) -> None:
    officer = hire("rina", agency)
    found = running_clock(agency)
    page = upload(client, "\ufefftanggal;nama;jenis\r\n18/08/2026;Cuti Bersama Proklamasi;cuti bersama\r\n")
    html = page.content.decode()
    assert page.status_code == 200
    assert ("1 baru" in html, "Selasa, 18 Agustus 2026" in html, "Tenggat dapat bergeser" in html) == (True, True, True)
    assert (DecreeLoad.objects.count(), Holiday.objects.filter(on="2026-08-18").count()) == (0, 0)
    answer = client.post(AT, {**hidden(page), "simpan": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, AT)
    assert said(client, AT) == ["Keputusan dimuat. Tenggat yang berjalan dihitung ulang dalam beberapa menit."]
    assert "menunggu dihitung ulang" in client.get(AT).content.decode()
    assert Holiday.objects.get(on="2026-08-18").decree == "SKB Uji 1/2026"
    assert due(found) == "2026-08-18"
    assert follow_decrees() == 1
    assert due(found) == "2026-08-19"
    assert "1 bergeser" in client.get(AT).content.decode()
    tell_moved()
    told = InboxItem.objects.filter(user=officer)
    assert told.count() == 1
    assert (follow_decrees(), tell_moved()) == (0, 0)
    assert told.count() == 1
    assert Entry.objects.for_agency(agency).filter(action="calendar.load_decree").count() == 1


def test_a_whole_year_becomes_final_and_what_is_missing_is_withdrawn(client: Client) -> None:
    page = upload(
        client, "tanggal,nama,jenis\n2030-01-01,Tahun Baru,libur\n2030-12-24,Natal,cuti bersama\n", extent="semua"
    )
    assert {row.status for row in page.context["run"].rows} == {"new", "changed", "withdrawn"}
    client.post(AT, {**hidden(page), "simpan": "1"})
    assert CalendarYear.objects.get(pk=2030).status == "final"
    assert Holiday.objects.filter(on__year=2030, withdrawn=False).count() == 2


def test_wrong_rows_are_named_and_cannot_be_confirmed(client: Client) -> None:
    page = upload(client, "tanggal,nama,jenis\n2026-02-30,Salah,libur\n2026-08-18,Baru,cuti bersama\n")
    html = page.content.decode()
    assert page.status_code == 422
    assert ("1 salah · " in html or "· 1 salah" in html, "baris 2" in html, "Tanggal ini tidak ada" in html) == (
        True,
    ) * 3
    assert 'name="simpan"' not in html
    again = client.post(AT, {**WORDS, "content": base64.b64encode(b"tanggal,nama,jenis\nx,y,z\n"), "simpan": "1"})
    assert again.status_code == 422
    assert DecreeLoad.objects.count() == 0


def test_nothing_to_change_offers_nothing(client: Client) -> None:
    day = Holiday.objects.get(on="2026-08-17")
    page = upload(client, f"tanggal,nama,jenis\n{day.on},{day.name},libur\n", decree=day.decree)
    assert "Tidak ada yang berubah" in page.content.decode()
    assert 'name="simpan"' not in page.content.decode()


@pytest.mark.parametrize(
    ("words", "content", "expected"),
    [
        ({"decree": "", "decree_on": "", "extent": ""}, "x", {"decree", "decree_on", "extent", "file"}),
        ({"decree_on": "2026-02-31"}, "tanggal,nama,jenis\n2026-08-18,a,libur\n", {"decree_on"}),
        ({}, "tanpa judul\n", {"file"}),
        ({}, b"PK\x03\x04", {"file"}),
        ({}, b"a" * 200_001, {"file"}),
    ],
)
def test_bad_input_is_said(client: Client, words: dict[str, str], content: str | bytes, expected: set[str]) -> None:
    page = upload(client, content, **words)
    assert page.status_code == 422
    if "file" in expected and len(expected) > 1:
        expected = expected - {"file"}
    assert set(errors(page)) == expected
    assert client.post(AT, {**WORDS, "content": "%%%"}).status_code == 422
    assert client.post(AT, WORDS).status_code == 422


def test_where_others_share_the_calendar_only_the_system_administrator_loads(
    client: Client, agency: Agency, other_agency: Agency, admin: User
) -> None:
    html = client.get(AT).content.decode()
    assert ("dimuat oleh administrator sistem" in html, 'name="file"' in html) == (True, False)
    assert upload(client, "tanggal,nama,jenis\n2026-08-18,Baru,cuti bersama\n").status_code == 403
    User.objects.filter(pk=admin.pk).update(is_superuser=True)
    assert client.get(AT).status_code == 200
    other_agency.is_active = False
    other_agency.save()
    User.objects.filter(pk=admin.pk).update(is_superuser=False)
    assert client.get(AT).status_code == 200
