"""Pages for everybody: cacheable, without cookies, with the same number of questions for one row and for fifty."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.information.queries.published import suggestions
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.tests.citizen_cases import make_agency, make_entry, path
from pendopo.modules.information.urls import citizen

pytestmark = pytest.mark.django_db
PUBLIC = ["permohonan/", "permohonan/?q=laporan", "informasi/", "informasi/?q=laporan", "prosedur/permohonan/"]


@pytest.fixture
def agency() -> Agency:
    return make_agency()


def titles(response: Any, name: str = "entries") -> list[str]:
    return [entry.title for entry in response.context[name]]


@pytest.mark.parametrize("place", PUBLIC)
def test_public_pages_are_cacheable_and_set_no_cookie(client: Client, agency: Agency, place: str) -> None:
    make_entry(agency)
    response = client.get(path(agency, place))
    assert response.status_code == 200
    assert (dict(response.cookies), response["Cache-Control"].startswith("public, max-age=0, s-maxage=")) == ({}, True)
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize("place", [*PUBLIC, "lacak/", "permohonan/tanda-terima/", "permohonan/baru/informasi/"])
def test_a_first_visit_is_light(client: Client, agency: Agency, place: str) -> None:
    for n in range(50):
        make_entry(agency, f"Laporan keuangan dinas triwulan {n} menurut kecamatan dan desa")
    response = client.get(path(agency, place), headers={"accept-encoding": "gzip"})
    # Style, script, icons and font together stay below 30 KB; a test of the ui holds them to it.
    assert len(response.content) < 10_000


@pytest.mark.parametrize("place", ["permohonan/", "permohonan/?q=laporan", "informasi/", "informasi/?q=laporan"])
def test_questions_to_the_database_do_not_grow(client: Client, agency: Agency, place: str) -> None:
    counts = []
    for wanted in (1, 50):
        for n in range(wanted):
            make_entry(agency, f"Laporan {n}")
        # Another address each time, so that the early cache does not answer.
        unseen = f"{place}{'&' if '?' in place else '?'}n={wanted}"
        with CaptureQueriesContext(connection) as asked:
            client.get(path(agency, unseen))
        counts.append(len(asked))
    assert counts == [2 if "permohonan" in place else 3] * 2


def test_the_start_shows_the_newest_or_the_nearest(client: Client, agency: Agency) -> None:
    for year in range(2020, 2026):
        make_entry(agency, f"Laporan keuangan {year}", published_on=dt.date(year, 1, 2))
    make_entry(agency, "Rencana kerja 2025", published_on=dt.date(2019, 1, 2))
    make_entry(make_agency("lain"), "Laporan keuangan instansi lain")
    newest = client.get(path(agency, "permohonan/"))
    assert titles(newest) == ["Laporan keuangan 2025", "Laporan keuangan 2024", "Laporan keuangan 2023"]
    nearest = client.get(path(agency, "permohonan/?q=rencana+kerja"))
    assert titles(nearest) == ["Rencana kerja 2025"]
    none = client.get(path(agency, "permohonan/?q=<gaji>"))
    assert titles(none) == []
    assert "&lt;gaji&gt;" in none.content.decode()
    assert "Lanjut mengajukan" in none.content.decode()


def test_suggestions_pass_over_words_that_stand_everywhere(agency: Agency) -> None:
    for title in ("Laporan keuangan dinas 2025", "Laporan kegiatan dinas", "Data dan informasi untuk umum"):
        make_entry(agency, title, summary="Ringkas.")
    found = [entry.title for entry in suggestions(agency, "Saya mohon data, LAPORAN keuangan; dan informasi!")]
    assert found == ["Laporan keuangan dinas 2025", "Laporan kegiatan dinas"]
    near = [entry.title for entry in suggestions(agency, "mohon laporan keuangan", least=2)]
    assert near == ["Laporan keuangan dinas 2025"]
    assert [entry.title for entry in suggestions(agency, "kegiatan", least=2)] == ["Laporan kegiatan dinas"]
    assert suggestions(agency, "saya mohon data dan informasi untuk di ke") == []


def test_the_list_is_searched_and_paged(client: Client, agency: Agency) -> None:
    for n in range(51):
        make_entry(agency, f"Laporan {n:02d}", published_on=dt.date(2026, 1, 1) - dt.timedelta(days=n))
    make_entry(agency, "Rencana", published_on=dt.date(2020, 1, 1))
    first = client.get(path(agency, "informasi/"))
    assert (len(titles(first, "page")), titles(first, "page")[0]) == (50, "Laporan 00")
    second = client.get(path(agency, "informasi/?halaman=2"))
    assert titles(second, "page") == ["Laporan 50", "Rencana"]
    assert titles(client.get(path(agency, "informasi/?halaman=999")), "page") == ["Laporan 50", "Rencana"]
    found = client.get(path(agency, "informasi/?q=rencana"))
    assert (titles(found, "page"), "1 informasi" in found.content.decode()) == (["Rencana"], True)
    assert 'href="?q=laporan&amp;halaman=2"' in client.get(path(agency, "informasi/?q=laporan")).content.decode()


def test_an_empty_list_says_what_to_do(client: Client, agency: Agency) -> None:
    assert "Belum ada informasi yang diumumkan di sini" in client.get(path(agency, "informasi/")).content.decode()
    make_entry(agency)
    assert "Tidak ditemukan" in client.get(path(agency, "informasi/?q=zzz")).content.decode()


def test_an_entry_leads_to_a_request_about_it(client: Client, agency: Agency) -> None:
    entry = make_entry(agency, "Rencana kerja", summary="Satu.\n\nDua <b>.", url="https://contoh.example/rk.pdf")
    page = client.get(path(agency, f"informasi/{entry.pk}/")).content.decode()
    assert f'href="{path(agency, "permohonan/baru/informasi/")}?tentang={entry.pk}"' in page
    assert 'href="https://contoh.example/rk.pdf"' in page
    assert "Dua &lt;b&gt;." in page
    assert client.get(path(make_agency("lain"), f"informasi/{entry.pk}/")).status_code == 404


def test_the_procedure_tells_every_state_and_step(client: Client, agency: Agency) -> None:
    response = client.get(path(agency, "prosedur/permohonan/"))
    told = response.context
    assert [state["label"] for state in told["states"]] == [state.public_label for state in PROCEDURE.states]
    assert sorted(step["label"] for step in told["steps"] + told["inner_steps"]) == sorted(
        step.label for step in PROCEDURE.steps
    )
    assert [(row["title"], row["when"]) for row in told["main_way"]] == [
        ("Permohonan diterima dan diberi nomor pendaftaran.", ""),
        ("Permohonan dinyatakan lengkap.", "paling lama 3 hari kerja"),
        ("Pemberitahuan tertulis terbit: permohonan dikabulkan.", "paling lama 10 hari kerja"),
        ("Informasi diserahkan kepada pemohon.", ""),
    ]
    extend = next(row for row in told["steps"] if row["label"] == "Perpanjang waktu")
    assert extend == {
        "label": "Perpanjang waktu",
        "who": "PPID",
        "days": "paling lama 10 hari kerja",
        "legal_basis": "UU 14/2008 Pasal 22 ayat (8)",
        "moves": True,
    }
    onward = {state["label"]: [way["label"] for way in state["onward"]] for state in told["states"]}
    assert onward["Perlu dilengkapi"] == [
        "Diterima dan terdaftar",
        "Tidak dapat diproses karena tidak dilengkapi",
        "Dicabut oleh pemohon",
    ]
    assert all(state["onward"] == [] for state in told["states"] if state["is_final"])


def test_every_page_of_citizens_has_the_public_door_and_a_closed_agency_has_none(client: Client) -> None:
    assert {pattern.callback.door for pattern in citizen.urlpatterns} == {"public"}
    agency = make_agency("tutup", is_active=False)
    pages = [pattern for pattern in citizen.urlpatterns if "<" not in str(pattern.pattern)]
    assert len(pages) == 13
    assert {client.get(path(agency, str(pattern.pattern))).status_code for pattern in pages} == {404}
