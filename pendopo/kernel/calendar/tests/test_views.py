"""The calculator page: empty, answered, wrong; it works as a plain GET form."""

from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from pendopo.kernel.calendar import views
from pendopo.lib.deadlines import all_regimes, all_rules

pytestmark = pytest.mark.usefixtures("seeded", "noon")

URL = "/kalkulator-tenggat/"


def test_the_empty_page_offers_today(client: Client):
    response = client.get(URL)
    page = response.content.decode()
    assert reverse("calendar:calculator") == URL
    assert response.status_code == 200
    assert '<form method="get" action="#hasil"' in page
    assert 'value="2026-08-03T09:00"' in page
    assert '<option value="notice" selected>Pemberitahuan tertulis (10 hari kerja)</option>' in page
    assert "Jatuh tempo" not in page


def test_the_answer_lists_every_day(client: Client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        response = client.get(URL, {"rule": "notice", "received": "2026-08-03T10:00+07:00", "timezone": "WIB"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Jatuh tempo: Selasa, 18 Agustus 2026" in page
    assert "18 Agustus 2026 pukul 23.59 WIB" in page
    assert "UU 14/2008 Pasal 22 ayat (7)" in page
    assert "10 hari kerja" in page
    assert 'value="2026-08-03T10:00"' in page
    days = [
        (day.on.isoformat()[5:], day.until.isoformat()[5:], day.number, day.note) for day in response.context["days"]
    ]
    rest, holiday = "Hari istirahat", "Hari Kemerdekaan Republik Indonesia"
    assert days == [
        ("08-03", "08-03", None, "Hari kejadian, tidak dihitung"),
        ("08-04", "08-04", 1, ""),
        ("08-05", "08-05", 2, ""),
        ("08-06", "08-06", 3, ""),
        ("08-07", "08-07", 4, ""),
        ("08-08", "08-09", None, rest),
        ("08-10", "08-10", 5, ""),
        ("08-11", "08-11", 6, ""),
        ("08-12", "08-12", 7, ""),
        ("08-13", "08-13", 8, ""),
        ("08-14", "08-14", 9, ""),
        ("08-15", "08-16", None, rest),
        ("08-17", "08-17", None, holiday),
        ("08-18", "08-18", 10, ""),
    ]
    for words in (rest, holiday, "Jumat, 14 Agustus 2026", "Hari ke-"):
        assert words in page


def test_hours_have_no_table_of_days(client: Client):
    response = client.get(URL, {"rule": "pdp_breach", "received": "2026-12-24T15:00", "timezone": "Asia/Tokyo"})
    page = response.content.decode()
    assert "72 jam" in page
    assert "Hitungan hari demi hari" not in page
    assert '<option value="Asia/Tokyo" selected>' in page


def test_notes_are_shown(client: Client):
    page = client.get(URL, {"rule": "notice", "received": "2028-01-03"}).content.decode()
    assert "Cuti bersama tahun 2028 belum ditetapkan" in page


def test_an_empty_question_answers_422_in_plain_words(client: Client):
    response = client.get(URL, {"rule": "", "received": ""})
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "rule": ["Pilih salah satu tenggat dari daftar."],
        "received": ["Isi tanggal dan jam peristiwanya."],
    }


def test_a_bad_question_answers_422_and_keeps_what_was_typed(client: Client):
    response = client.get(URL, {"received": "<b>besok</b>", "rule": "notis"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Kesalahan:" in page
    assert 'href="#id_rule"' in page
    assert 'href="#id_received"' in page
    assert "<b>besok</b>" not in page
    assert 'value="&lt;b&gt;besok&lt;/b&gt;"' in page
    assert response.context["form"].errors["rule"] == ["Pilih salah satu tenggat dari daftar."]


def test_only_reading_is_allowed_and_the_door_is_open(client: Client):
    assert client.post(URL).status_code == 405
    assert views.calculator.door == "open"


def test_every_rule_and_regime_can_be_chosen(client: Client):
    page = client.get(URL).content.decode()
    for code in [*all_rules(), *all_regimes()]:
        assert f'<option value="{code}"' in page
    for topic in ("Permohonan informasi", "Keberatan dan sengketa", "Kewajiban berkala", "Pelindungan data pribadi"):
        assert f'<optgroup label="{topic}">' in page
    assert "Desa (belum diverifikasi)" in page


def test_the_answer_as_a_calendar_file(client: Client):
    asked = {"rule": "notice", "received": "2026-08-03T10:00+07:00", "timezone": "WIB"}
    page = client.get(URL, asked)
    link = page.context["ics_url"]
    assert link.replace("&", "&amp;") in page.content.decode()
    answer = client.get(link)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="tenggat.ics"'
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["DTSTART"].dt == date(2026, 8, 18)
    assert event["SUMMARY"] == "Jatuh tempo: Pemberitahuan tertulis"
    assert client.get(link).content == answer.content
    assert client.get(f"{URL}tenggat.ics", {"rule": "x"}).status_code == 422
    hours = client.get(f"{URL}tenggat.ics", {"rule": "pdp_breach", "received": "2026-12-24T15:00+07:00"})
    (event,) = icalendar.Calendar.from_ical(hours.content).walk("VEVENT")
    assert event["DTSTART"].dt == datetime(2026, 12, 27, 8, tzinfo=UTC)
