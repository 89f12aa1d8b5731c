from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.calendar.models import AgencyDay, CalendarYear, Holiday
from pendopo.kernel.people.models import User
from pendopo.portal.administration.tests.cases import due, running_clock
from pendopo.portal.administration.tests.test_settings_views import errors, said

pytestmark = pytest.mark.usefixtures("noon", "seeded")

AT = "/dinas-contoh/meja/pengaturan/kalender/"
ADD = f"{AT}baru/"
DAY = {"on": "2026-08-12", "what": "libur", "unit": "", "reason": "Hari jadi daerah", "decree": "SK 12/2026"}


@pytest.fixture
def client(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.mark.parametrize("count", [1, 50])
def test_year_with_national_and_own_days_in_few_queries(
    client: Client, agency: Agency, other_agency: Agency, count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for n in range(count):
        unit = Unit.objects.create(agency=agency, name=f"Bidang {n:02d}")
        words = {"on": dt.date(2026, 8, 12), "is_working": False, "reason": "x", "decree": "y"}
        AgencyDay.objects.create(agency=agency, unit=unit, **words)
    AgencyDay.objects.create(agency=other_agency, **words)
    AgencyDay.objects.create(agency=agency, **{**words, "on": dt.date(2027, 1, 4)})
    with django_assert_max_num_queries(8):
        page = client.get(AT).context["page"]
    assert (page.year, page.previous, page.following, page.status.status) == (2026, 2025, 2027, "final")
    assert [str(day.unit) for day in page.own] == [f"Bidang {n:02d}" for n in range(count)]
    assert len(page.holidays) == Holiday.objects.filter(on__year=2026).count() > 20


def test_provisional_first_and_unknown_years(client: Client) -> None:
    CalendarYear.objects.filter(pk=2030).update(note="Menunggu SKB.")
    page = client.get(f"{AT}?tahun=2030").content.decode()
    assert ("Kalender sementara" in page, "Menunggu SKB." in page) == (True, True)
    assert client.get(f"{AT}?tahun=2020").context["page"].previous is None
    assert client.get(f"{AT}?tahun=2035").context["page"].following is None
    page = client.get(f"{AT}?tahun=2050").content.decode()
    assert ("Kalender tahun ini belum dimuat" in page, "Belum ada hari libur pada tahun ini" in page) == (True, True)
    assert [client.get(AT, {"tahun": year}).status_code for year in ("x", "1800", "20266", "٢٠٢٦")] == [404] * 4


def test_day_is_added_and_taken_back(client: Client, agency: Agency) -> None:
    found = running_clock(agency)
    assert client.get(ADD).status_code == 200
    answer = client.post(ADD, DAY)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{AT}?tahun=2026")
    assert said(client, AT) == ["Hari instansi tersimpan. 1 tenggat bergeser."]
    assert due(found) == "2026-08-19"
    day = AgencyDay.objects.get()
    assert (day.is_working, day.unit, day.reason, day.decree) == (False, None, "Hari jadi daerah", "SK 12/2026")
    answer = client.post(f"{AT}{day.pk}/batalkan/")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{AT}?tahun=2026")
    assert said(client, AT) == ["Hari instansi dibatalkan. 1 tenggat bergeser."]
    assert due(found) == "2026-08-18"


def test_working_day_of_a_unit(client: Client, agency: Agency) -> None:
    unit = Unit.objects.create(agency=agency, name="Bidang Data")
    client.post(ADD, {**DAY, "on": "2026-08-17", "what": "kerja", "unit": str(unit.pk)})
    day = AgencyDay.objects.get()
    assert (day.is_working, day.unit_id) == (True, unit.pk)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"on": ""}, {"on": ["Pilih tanggal."]}),
        ({"on": "31/31"}, {"on": ["Tulis tanggal yang ada dalam kalender."]}),
        ({"on": "2050-01-03"}, {"on": ["Kalender tahun 2050 belum dimuat. Pilih tanggal lain, atau hubungi administrator sistem."]}),
        ({"what": ""}, {"what": ["Pilih libur atau tetap bekerja."]}),
        ({"unit": "x"}, {"unit": ["Unit ini tidak ada atau sudah nonaktif. Pilih unit dari daftar."]}),
        ({"reason": " "}, {"reason": ["Tulis alasannya. Pemohon membacanya pada cara hitung tenggat."]}),
        ({"decree": ""}, {"decree": ["Tulis nomor keputusan yang menjadi dasarnya."]}),
    ],
)  # fmt: skip
def test_days_that_cannot_be(client: Client, wrong: dict[str, str], expected: dict[str, Any]) -> None:
    answer = client.post(ADD, {**DAY, **wrong})
    assert errors(answer) == expected
    assert AgencyDay.objects.count() == 0


def test_day_of_another_agency_is_not_there(client: Client, other_agency: Agency) -> None:
    day = AgencyDay.objects.create(
        agency=other_agency, on=dt.date(2026, 8, 12), is_working=False, reason="x", decree="y"
    )
    assert [client.post(f"{AT}{pk}/batalkan/").status_code for pk in (day.pk, uuid.UUID(int=7))] == [404, 404]
    assert AgencyDay.objects.count() == 1
