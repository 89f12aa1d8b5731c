"""GET /api/v1/due-date: the whole answer, tolerant parameters, and errors with their remedy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pendopo.kernel.calendar import api
from pendopo.kernel.calendar.models import CalendarStamp, CalendarYear
from pendopo.lib import deadlines
from pendopo.lib.deadlines import all_rules

pytestmark = pytest.mark.usefixtures("seeded")

URL = "/api/v1/due-date"


def ask(client: Client, **parameters: str) -> dict:
    response = client.get(URL, {"rule": "notice", "received": "2026-08-03T10:00+07:00", **parameters})
    assert response.status_code == 200, response.content
    return response.json()


def errors(client: Client, **parameters: str) -> dict[str, str]:
    response = client.get(URL, parameters)
    assert response.status_code == 422
    return {error["parameter"]: error["message"] for error in response.json()["errors"]}


def test_the_whole_answer(client: Client):
    assert ask(client) == {
        "rule": "notice",
        "version": "notice",
        "valid_from": None,
        "valid_until": None,
        "regime": "general",
        "title": "Pemberitahuan tertulis",
        "received": "2026-08-03T10:00:00+07:00",
        "timezone": "Asia/Jakarta",
        "week": 5,
        "receipt": "as_is",
        "calendar": "full",
        "start_on": "2026-08-03",
        "due_on": "2026-08-18",
        "due_at": "2026-08-18T23:59:59+07:00",
        "n": 10,
        "unit": "working_days",
        "counted": [
            *("2026-08-04", "2026-08-05", "2026-08-06", "2026-08-07", "2026-08-10"),
            *("2026-08-11", "2026-08-12", "2026-08-13", "2026-08-14", "2026-08-18"),
        ],
        "skipped": [{"date": "2026-08-17", "name": "Hari Kemerdekaan Republik Indonesia", "kind": "national"}],
        "rest_days": ["2026-08-08", "2026-08-09", "2026-08-15", "2026-08-16"],
        "legal_basis": "UU 14/2008 Pasal 22 ayat (7)",
        "confidence": "A",
        "provisional": False,
        "notes": [],
    }


def test_it_is_readable_json_with_one_query(client: Client, django_assert_num_queries):
    ask(client)
    with django_assert_num_queries(1):
        response = client.get(URL, {"rule": "notice", "received": "2027-03-01"})
    assert response["Content-Type"] == "application/json"
    assert "Cuti Bersama" in response.content.decode()


def test_a_plus_that_arrived_as_a_space(client: Client):
    plain = client.get(f"{URL}?rule=notice&received=2026-08-03T10:00+07:00").json()
    assert plain == ask(client)


@pytest.mark.parametrize(
    ("received", "timezone", "start_on", "told"),
    [
        ("2026-07-03T15:30Z", "", "2026-07-03", "2026-07-03T22:30:00+07:00"),
        ("2026-07-03T15:30Z", "WITA", "2026-07-03", "2026-07-03T23:30:00+08:00"),
        ("2026-07-03T15:30Z", "wit", "2026-07-04", "2026-07-04T00:30:00+09:00"),
        ("2026-07-03T15:30Z", "Pacific/Honolulu", "2026-07-03", "2026-07-03T05:30:00-10:00"),
        ("2026-07-03T23:30", "Asia/Makassar", "2026-07-03", "2026-07-03T23:30:00+08:00"),
        ("2026-07-03", "Asia/Jayapura", "2026-07-03", "2026-07-03"),
    ],
)
def test_zones(client: Client, received: str, timezone: str, start_on: str, told: str):
    answer = ask(client, received=received, timezone=timezone)
    assert (answer["start_on"], answer["received"]) == (start_on, told)


@pytest.mark.parametrize(
    ("parameters", "start_on", "due_on"),
    [
        ({"receipt": "as_is"}, "2026-05-08", "2026-05-26"),
        ({"receipt": "next_working_day"}, "2026-05-11", "2026-05-29"),
        ({"receipt": "next_working_day", "closes": "20:00"}, "2026-05-08", "2026-05-26"),
        ({"receipt": "next_working_day", "closes": "20.00", "week": "6"}, "2026-05-08", "2026-05-22"),
    ],
)
def test_receipt_after_hours(client: Client, parameters: dict, start_on: str, due_on: str):
    answer = ask(client, received="2026-05-08T19:30+07:00", **parameters)
    assert (answer["start_on"], answer["due_on"]) == (start_on, due_on)


def test_joint_leave_counts_on_the_national_calendar(client: Client):
    full, national = (ask(client, received="2026-03-09", calendar=name) for name in ("full", "national"))
    assert (full["due_on"], national["due_on"]) == ("2026-03-30", "2026-03-24")
    assert {day["kind"] for day in full["skipped"]} == {"national", "joint_leave"}


@pytest.mark.parametrize(
    ("rule", "received", "timezone", "due_at", "n", "unit"),
    [
        ("pdp_breach", "2026-12-24T15:00+07:00", "WIB", "2026-12-27T15:00:00+07:00", 72, "hours"),
        ("pdp_access", "2026-05-29T16:30", "WITA", "2026-06-01T16:30:00+08:00", 72, "hours"),
        ("annual_report", "2026-07-01", "WIB", "2027-03-31T23:59:59+07:00", 3, "months"),
        ("periodic_refresh", "2026-08-31", "WIB", "2027-02-28T23:59:59+07:00", 6, "months"),
    ],
)
def test_31_to_34_hours_and_months(client: Client, rule, received, timezone, due_at, n, unit):
    answer = ask(client, rule=rule, received=received, timezone=timezone)
    assert (answer["due_at"], answer["due_on"], answer["n"], answer["unit"]) == (due_at, due_at[:10], n, unit)
    assert (answer["counted"], answer["skipped"], answer["rest_days"]) == ([], [], [])
    assert (answer["provisional"], answer["notes"]) == (False, [])


def test_a_regime_takes_another_rule_and_says_how_sure_it_is(client: Client):
    answer = ask(client, regime="election")
    assert (answer["rule"], answer["regime"], answer["n"], answer["due_on"]) == (
        "pemilu_notice", "election", 3, "2026-08-06",
    )  # fmt: skip
    assert answer["notes"] == [
        (
            "Aturan Informasi pemilu dan pemilihan belum diverifikasi pada naskah peraturannya: "
            "Jawaban 3 hari kerja, diperpanjang 2 hari kerja. Nomor peraturannya belum dipastikan."
        )
    ]
    village = ask(client, regime="village")
    assert (village["rule"], village["n"], village["notes"][0][:24]) == ("notice", 10, "Aturan Desa belum diveri")
    assert errors(client, rule="notice", received="2026-08-03", regime="mars") == {
        "regime": "“mars” bukan pilihan untuk regime. Pilih: general, election, village, court."
    }


def test_the_version_in_force_on_the_day_of_the_event(client: Client, monkeypatch: pytest.MonkeyPatch):
    old = deadlines.rule("notice")
    versions = (replace(old, valid_until=date(2026, 8, 2)), replace(old, n=7, valid_from=date(2026, 8, 10)))
    monkeypatch.setitem(deadlines._rules, "notice", versions)
    before, after = ask(client, received="2026-08-02"), ask(client, received="2026-08-10T09:00")
    assert (before["n"], before["version"], before["valid_until"]) == (10, "notice", "2026-08-02")
    assert (after["n"], after["version"], after["valid_from"]) == (7, "notice@2026-08-10", "2026-08-10")
    assert errors(client, rule="notice", received="2026-08-05") == {
        "received": "Aturan ini tidak berlaku pada tanggal itu. Pilih tanggal atau aturan lain."
    }


def test_notes_tell_what_is_uncertain(client: Client):
    assert ask(client, received="2028-01-03")["provisional"] is True
    assert ask(client, received="2027-12-27")["notes"] == [
        "Cuti bersama tahun 2028 belum ditetapkan; tanggal jatuh tempo masih sementara."
    ]
    eid = ask(client, received="2027-03-01")
    assert eid["provisional"] is False
    assert eid["notes"] == [
        (
            "Masih perkiraan sampai ditetapkan pemerintah: Hari Raya Idul Fitri (10 Maret 2027) dan "
            "Hari kedua dari Hari Raya Idul Fitri (11 Maret 2027). Tanggal jatuh tempo dapat bergeser."
        )
    ]
    assert ask(client, rule="pdp_breach", received="2026-12-24")["notes"] == [
        "Jam penerimaan tidak disebutkan; jangka waktu dihitung dari pukul 00.00 hari itu."
    ]
    assert ask(client, rule="mediation")["notes"] == ["Angka ini belum diperiksa pada naskah peraturannya."]


def test_nothing_asked_names_what_is_missing_and_the_codes(client: Client):
    assert errors(client) == {
        "rule": f"Aturan belum dipilih. Kode yang tersedia: {', '.join(all_rules())}.",
        "received": "Tanggal penerimaan belum diisi. Tulis misalnya 2026-08-03 atau 2026-08-03T10:00+07:00.",
    }


def test_every_bad_parameter_is_named_with_its_remedy(client: Client):
    bad = {"rule": "notis", "received": "besok", "timezone": "Mars", "week": "7", "receipt": "x", "closes": "99"}
    assert errors(client, calendar="public", **bad) == {
        "rule": f"Aturan “notis” tidak ada. Kode yang tersedia: {', '.join(all_rules())}.",
        "received": "“besok” bukan tanggal yang dapat dihitung. Tulis tahun 1946–2146, misalnya 2026-08-03 atau "
        "2026-08-03T10:00+07:00.",
        "timezone": "Zona waktu “Mars” tidak dikenal. Tulis WIB, WITA, WIT, atau nama IANA seperti Asia/Makassar.",
        "week": "“7” bukan pilihan untuk week. Pilih: 5, 6.",
        "receipt": "“x” bukan pilihan untuk receipt. Pilih: as_is, next_working_day.",
        "closes": "Tulis jam tutup sebagai jam dan menit, misalnya 16:00.",
        "calendar": "“public” bukan pilihan untuk calendar. Pilih: full, national.",
    }


def test_a_long_or_hostile_value_is_quoted_short_and_clean(client: Client):
    message = errors(client, rule="a" * 500 + "\u202e", received="2026-08-03")["rule"]
    assert message.startswith(f"Aturan “{'a' * 60}…” tidak ada.")


@pytest.mark.parametrize("received", ["2019-12-31", "2036-01-01", "2035-12-31", "1950-08-17T10:00"])
def test_a_date_the_calendar_does_not_know(client: Client, received: str):
    assert errors(client, rule="notice", received=received) == {
        "received": "Kalender hari libur memuat 1 Januari 2020 sampai 31 Desember 2035, dan hitungan ini keluar dari "
        "rentang itu. Pilih tanggal di dalamnya, atau minta administrator memuat tahun yang kurang."
    }


def test_an_empty_calendar_says_so(client: Client):
    CalendarYear.objects.all().delete()
    CalendarStamp.objects.all().delete()
    assert errors(client, rule="notice", received="2026-08-03") == {
        "": "Kalender hari libur belum dimuat. Administrator memuatnya dengan: pendopo calendar seed"
    }


def test_only_reading_is_allowed_and_the_door_is_open(client: Client):
    assert client.post(URL).status_code == 405
    assert api.due_date.door == "open"


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["rule", "received", "timezone", "week", "receipt", "calendar", "closes"]),
        st.one_of(st.text(max_size=30), st.sampled_from(["notice", "pdp_breach", "2026-08-03", "5", "../x", "\x00"])),
    )
)
def test_whatever_is_asked_gets_an_answer_or_words(client: Client, parameters: dict[str, str]):
    with translation.override("id"):
        response = client.get(URL, parameters)
    assert response.status_code in {200, 422}
    if response.status_code == 422:
        assert all(error["message"] for error in response.json()["errors"])
