from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.clock import frozen
from pendopo.kernel.people.models import User
from pendopo.portal.views import public
from pendopo.portal.views.public import AGENCIES_PER_PAGE, safe_next

from tests.listing import publish_entries


def add_agencies(count: int) -> None:
    Agency.objects.bulk_create(
        Agency(slug=f"instansi-{n:02d}", name=f"Instansi {n:02d}", short_name=f"I{n}") for n in range(count)
    )


def names_on(page: str) -> list[str]:
    return [part.split("</a>")[0] for part in page.split('">')[1:] if part.startswith("Instansi ")]


@pytest.mark.django_db
def test_home_without_agencies_says_what_to_do(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Belum ada instansi di sini" in page
    assert "Administrator sistem menambahkan instansi yang pertama." in page


def test_home_with_one_agency_leads_straight_to_it(client: Client, agency: Agency) -> None:
    page = client.get("/").content.decode()
    assert "<h2>Dinas Contoh Kota Contoh</h2>" in page
    assert '<a class="p-btn" href="/dinas-contoh/">Buka layanan Dinas Contoh</a>' in page
    assert 'type="search"' not in page


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2, 60])
def test_home_asks_the_database_three_times_however_many(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    add_agencies(count)
    with django_assert_num_queries(3):
        answer = client.get("/")
    assert answer.status_code == 200
    assert len(answer.context["page"].object_list) == min(count, AGENCIES_PER_PAGE)


@pytest.mark.django_db
def test_home_pages_through_agencies_by_name(client: Client) -> None:
    add_agencies(30)
    first, second = client.get("/"), client.get("/?halaman=2")
    assert [a.name for a in first.context["page"]] == [f"Instansi {n:02d}" for n in range(25)]
    assert [a.name for a in second.context["page"]] == [f"Instansi {n:02d}" for n in range(25, 30)]
    assert "?halaman=2" in first.content.decode()
    assert [a.name for a in client.get("/?halaman=x").context["page"]] == [f"Instansi {n:02d}" for n in range(25)]


def test_search_finds_every_word_in_any_case(client: Client, agency: Agency, other_agency: Agency) -> None:
    def found(words: str) -> list[str]:
        return [a.slug for a in client.get("/", {"cari": words}).context["page"]]

    assert found("CONTOH kota") == ["dinas-contoh"]
    assert found("contoh") == ["badan-contoh", "dinas-contoh"]
    assert found("dinas badan") == []
    assert found("\u202edinas\u200b") == ["dinas-contoh"]


def test_search_without_result_offers_all(client: Client, agency: Agency) -> None:
    page = client.get("/", {"cari": "zzz"}).content.decode()
    assert "Tidak ada instansi yang cocok dengan “zzz”" in page
    assert 'value="zzz"' in page


@pytest.mark.parametrize("words", ["a" * 101, "a\x00b"])
def test_search_that_cannot_be_a_name_shows_all(client: Client, agency: Agency, words: str) -> None:
    answer = client.get("/", {"cari": words})
    assert answer.status_code == 200
    assert [a.slug for a in answer.context["page"]] == ["dinas-contoh"]


def test_inactive_agency_is_nowhere(client: Client, agency: Agency, other_agency: Agency) -> None:
    Agency.objects.filter(pk=agency.pk).update(is_active=False)
    assert [a.slug for a in client.get("/").context["page"]] == ["badan-contoh"]
    assert client.get("/dinas-contoh/").status_code == 404


@pytest.mark.parametrize("entries", [1, 50])
def test_agency_home_stays_within_four_queries(
    client: Client, agency: Agency, entries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish_entries(agency, [f"Laporan {n}" for n in range(entries)])
    with django_assert_num_queries(4):
        page = client.get("/dinas-contoh/").content.decode()
    assert page.count("Laporan ") == min(entries, 4)


def test_agency_home_tells_periods_hours_and_contact(client: Client, agency: Agency) -> None:
    agency.phone, agency.email, agency.address = "(021) 555", "ppid@dinas.example", "Jalan Contoh 1"
    agency.week_days, agency.timezone, agency.closes_at = 6, "Asia/Jayapura", dt.time(14, 30)
    agency.save()
    page = client.get("/dinas-contoh/").content.decode()
    for words in (
        "Paling lama 3 hari kerja",
        "Paling lambat 10 hari kerja.",
        "Dapat diperpanjang satu kali 7 hari kerja, dengan alasan tertulis (UU 14/2008 Pasal 22 ayat (7) dan ayat (8)).",
        "Dalam 30 hari kerja, kepada atasan PPID (UU 14/2008 Pasal 36 ayat (1))",
        "Senin–Sabtu<br>08.00–14.30 WIT",
        '<a href="tel:021555">(021) 555</a>',
        '<a href="mailto:ppid@dinas.example">ppid@dinas.example</a>',
        "Jalan Contoh 1",
        "Belum ada permohonan tahun ini. Jadilah yang pertama.",
        "Belum ada informasi yang diumumkan di sini",
    ):
        assert words in page


def test_agency_home_leaves_out_what_is_not_known(client: Client, agency: Agency) -> None:
    page = client.get("/dinas-contoh/").content.decode()
    assert "Senin–Jumat<br>08.00–16.00 WIB" in page
    assert "tel:" not in page
    assert "mailto:" not in page
    assert "<dt>Alamat</dt>" not in page


def test_published_entry_leads_to_its_page(client: Client, agency: Agency) -> None:
    unit = Unit.objects.create(agency=agency, name="Bidang Data")
    [entry] = publish_entries(
        agency, ["<b>APBD</b>"], unit=unit, summary="x" * 300, entry_class="any_time", published_on=dt.date(2026, 8, 3)
    )
    page = client.get("/dinas-contoh/").content.decode()
    assert f'<a href="/dinas-contoh/informasi/{entry.pk}/">&lt;b&gt;APBD&lt;/b&gt;</a>' in page
    assert "3 Agustus 2026 · Setiap saat · Bidang Data" in page
    assert "x" * 199 + "…" in page
    client.cookies["django_language"] = "en"
    assert "3 August 2026 · At any time · Bidang Data" in client.get("/dinas-contoh/").content.decode()


@pytest.mark.django_db
def test_page_of_an_unknown_agency_is_404_in_words(client: Client) -> None:
    answer = client.get("/tidak-ada/")
    assert answer.status_code == 404
    assert "Instansi ini tidak ada di sini." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/aksesibilitas/", "/privasi/", "/dinas-contoh/"])
def test_public_pages_are_kept_for_everybody(client: Client, agency: Agency, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert not answer.cookies
    assert client.post(address).status_code == 405


def test_public_page_is_the_same_for_staff(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    before = client.get("/dinas-contoh/").content
    client.force_login(hire("rina", agency))
    assert client.get("/dinas-contoh/").content == before


@pytest.mark.django_db
def test_privacy_names_the_longest_retention(client: Client) -> None:
    page = client.get("/privasi/").content.decode()
    assert "disimpan paling lama 365 hari setelah permohonan selesai" in page
    assert "dihapus setelah 7 hari" in page
    assert "saran yang Anda tulis dihapus paling lambat 5 tahun setelah survei berakhir" in page


@pytest.mark.django_db
def test_language_is_kept_in_a_cookie_for_a_year(client: Client) -> None:
    answer = client.post("/bahasa/", {"language": "en", "next": "/privasi/?a=1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/privasi/?a=1")
    cookie = answer.cookies["django_language"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"], cookie["httponly"]) == ("en", 31536000, "Lax", True)
    assert '<html lang="en">' in client.get("/privasi/").content.decode()
    client.post("/bahasa/", {"language": "id"})
    assert '<html lang="id">' in client.get("/privasi/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("data", [{}, {"language": "xx"}, {"language": "en\x00"}])
def test_unknown_language_changes_nothing(client: Client, data: dict[str, str]) -> None:
    answer = client.post("/bahasa/", data)
    assert (answer.status_code, answer.headers["Location"], dict(answer.cookies)) == (303, "/", {})


@pytest.mark.django_db
def test_language_asked_for_by_address_leads_home(client: Client) -> None:
    assert client.get("/bahasa/").headers["Location"] == "/"


@pytest.mark.parametrize(
    ("wanted", "result"),
    [
        ("/dinas/?a=1", "/dinas/?a=1"),
        ("", "/x/"),
        ("https://jahat.example/", "/x/"),
        ("//jahat.example/", "/x/"),
        ("/\\jahat.example/", "/x/"),
        ("javascript:alert(1)", "/x/"),
        ("http://testserver/a/", "http://testserver/a/"),
    ],
)
def test_only_addresses_of_this_site_are_followed(rf: RequestFactory, wanted: str, result: str) -> None:
    assert safe_next(rf.get("/"), wanted, "/x/") == result


@pytest.mark.django_db
def test_theme_is_the_three_colours_kept_for_ever(client: Client) -> None:
    answer = client.get("/tema/7a2e8e-52195f-f8f0fa.css")
    assert answer.content == b":root{--c-primary:#7a2e8e;--c-primary-d:#52195f;--c-primary-l:#f8f0fa}\n"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", ["ffff00-ffff00-ffffff", "7a2e8e-52195f", "zzzzzz-zzzzzz-zzzzzz", "7A2E8E-52195F-F8F0FA"]
)
def test_theme_that_nobody_could_read_is_not_there(client: Client, key: str) -> None:
    assert client.get(f"/tema/{key}.css").status_code == 404


def test_agency_with_its_own_colours_links_its_theme(client: Client, agency: Agency) -> None:
    assert "/tema/" not in client.get("/dinas-contoh/").content.decode()
    Agency.objects.update(colour_primary="#7a2e8e", colour_dark="#52195f", colour_light="#f8f0fa")
    public.agency_home  # noqa: B018 - the page of before stands on the shelf of the early cache under its address
    page = client.get("/dinas-contoh/?baru").content.decode()
    assert '<link rel="stylesheet" href="/tema/7a2e8e-52195f-f8f0fa.css">' in page


def test_facts_count_the_year_of_the_agencys_own_zone(agency: Agency) -> None:
    from pendopo.portal.queries import service_facts

    agency.timezone = "Asia/Jayapura"
    with frozen(dt.datetime(2025, 12, 31, 15, 30, tzinfo=dt.UTC)):
        facts = service_facts(agency)
    assert (facts.year, facts.received, facts.answered, facts.in_time, facts.in_time_share) == (2026, 0, 0, 0, None)
