"""The pages: what is found, how it is narrowed down, what to do when nothing is; nobody needs scripts."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.search import registry
from pendopo.kernel.search.tests.indexing import Indexed
from pendopo.kernel.search.tests.shelf import Shelf


def office(number: int, slug: str, **more: Any) -> Agency:
    return Agency.objects.create(pk=UUID(int=number), slug=slug, name=f"Dinas {slug}", short_name=slug.title(), **more)


@pytest.fixture
def town(index: Indexed, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Agency:
    monkeypatch.setattr(registry, "_next_steps", [])
    town = office(1, "kota")
    office(2, "dinas", parent=town)
    office(3, "lain")
    office(4, "bubar", is_active=False)
    for number, agency in ((1, 1), (2, 1), (3, 2), (4, 3), (5, 4)):
        year = str(2020 + number)
        shelf.put(
            number, f"Laporan {year}", "Anggaran & belanja <b>", agency=UUID(int=agency), year=year, class_="berkala"
        )
    index.bring_up_to_date()
    return town


def page(path: str) -> tuple[str, str]:
    """Return the page's main part and all of it."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    text = answer.content.decode()
    return re.sub(r"\s+", " ", text.partition("<main")[2].partition("</main>")[0]), text


def titles(text: str) -> list[str]:
    return [unescape(re.sub(r"<[^>]+>", "", found)) for found in re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", text)]


def facets(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return title → (address, words and count) of each value."""
    aside = text.partition('id="saringan"')[2].partition("</section>")[0]
    found = {}
    for title, values in re.findall(r"<h3>([^<]*)</h3> ?<ul>(.*?)</ul>", aside):
        rows = re.findall(r'<a href="([^"]*)" rel="nofollow">(.*?)</a> <span class="p-muted">(\d+)</span>', values)
        found[title] = [
            (unescape(url), f"{unescape(re.sub('<[^>]+>', '', label)).strip()} {count}") for url, label, count in rows
        ]
    return found


def test_an_agency_shows_its_own_and_its_branches(town: Agency, django_assert_num_queries: Any) -> None:
    main, _ = page("/kota/cari/?q=laporan")
    assert titles(main) == ["Laporan 2021", "Laporan 2022", "Laporan 2023"]
    assert facets(main) == {
        "Tahun": [
            ("/kota/cari/?q=laporan&tahun=2023", "2023 1"),
            ("/kota/cari/?q=laporan&tahun=2022", "2022 1"),
            ("/kota/cari/?q=laporan&tahun=2021", "2021 1"),
        ],
        "Instansi": [
            ("/kota/cari/?q=laporan&instansi=kota", "Kota 2"),
            ("/kota/cari/?q=laporan&instansi=dinas", "Dinas 1"),
        ],
    }
    assert "Book · Dinas · 3 Agustus 2026" in main
    assert "Anggaran &amp; belanja &lt;b&gt;" in main
    assert titles(page("/dinas/cari/?q=laporan")[0]) == ["Laporan 2023"]
    with django_assert_num_queries(2):
        Client().get("/kota/cari/?q=laporan&tahun=2022")


def test_everywhere_shows_all_active_agencies(town: Agency, django_assert_num_queries: Any) -> None:
    main, _ = page("/cari/?q=laporan")
    assert titles(main) == ["Laporan 2021", "Laporan 2022", "Laporan 2023", "Laporan 2024"]
    assert [words for _url, words in facets(main)["Instansi"]] == ["Kota 2", "Dinas 1", "Lain 1"]
    with django_assert_num_queries(2):
        Client().get("/cari/?q=laporan&tahun=2022")
    with django_assert_num_queries(3):
        Client().get("/cari/?q=laporan&instansi=lain")
    assert titles(page("/cari/?q=laporan&instansi=lain&instansi=dinas")[0]) == ["Laporan 2023", "Laporan 2024"]
    assert titles(page("/cari/?q=laporan&instansi=bubar")[0]) == []


def test_a_choice_can_be_taken_back(town: Agency) -> None:
    main, _ = page("/kota/cari/?q=laporan&tahun=2022&instansi=kota")
    assert titles(main) == ["Laporan 2022"]
    chosen = [(url, words) for urls in facets(main).values() for url, words in urls if "dipilih" in words]
    assert chosen == [
        ("/kota/cari/?q=laporan&instansi=kota", "2022, dipilih; buka untuk membatalkan 1"),
        ("/kota/cari/?q=laporan&tahun=2022", "Kota, dipilih; buka untuk membatalkan 1"),
    ]
    assert '<a href="/kota/cari/?q=laporan" rel="nofollow">Hapus semua saringan</a>' in main


def test_class_and_kind_are_shown_in_words(town: Agency, index: Indexed, shelf: Shelf) -> None:
    film = Shelf("film")
    registry.add_searchable(film.searchable)
    film.put(60, "Laporan film", class_="lain-lain")
    index.bring_up_to_date()
    found = facets(page("/kota/cari/?q=laporan")[0])
    assert [words for _url, words in found["Jenis"]] == ["Book 3", "Film 1"]
    assert [words for _url, words in found["Klasifikasi"]] == ["Berkala 3", "lain-lain 1"]


def test_a_slip_of_the_pen_is_told(town: Agency) -> None:
    main, _ = page("/kota/cari/?q=angaran")
    assert "Menampilkan hasil untuk “anggaran”, karena “angaran” hampir tidak ditemukan." in main
    main, _ = page("/kota/cari/?q=angaran+2099")
    assert "Dicari dengan ejaan “anggaran 2099”. Tidak ada yang memuat semua kata itu" in main
    main, _ = page("/kota/cari/?q=anggaran+zebra")
    assert "Tidak ada yang memuat semua kata itu; berikut yang memuat sebagian." in main


def test_nothing_found_says_what_is_possible(town: Agency) -> None:
    step = registry.NextStep("Minta saja", "Belum ada?", lambda agency, words: f"/{agency.slug}/minta/?q={words}")
    registry.add_next_step(step)
    registry.add_next_step(step)
    assert registry.next_steps() == [step]
    main, _ = page("/kota/cari/?q=zebra")
    assert "Tidak ada yang cocok dengan “zebra”" in main
    assert 'Belum ada? <a href="/kota/minta/?q=zebra">Minta saja</a>' in main
    assert '<a href="/cari/?q=zebra">Cari di semua instansi</a>' in main
    main, _ = page("/kota/cari/?q=laporan&tahun=1999")
    assert '<a href="/kota/cari/?q=laporan">Cari tanpa saringan</a>' in main
    main, _ = page("/cari/?q=zebra")
    assert '<a href="/">Pilih instansi</a>' in main
    assert "Minta saja" in page("/kota/cari/?q=laporan")[0]
    assert "Minta saja" in page("/kota/cari/")[0]


def test_before_anything_is_asked_the_page_helps(town: Agency) -> None:
    assert "Tulis satu atau beberapa kata" in page("/kota/cari/")[0]
    assert "Tulis satu atau beberapa kata" in page("/cari/?q=+")[0]


def test_without_an_index_the_page_says_so(index: Indexed, db: None) -> None:
    office(1, "kota")
    main, _ = page("/kota/cari/?q=laporan")
    assert "Pencarian sedang disiapkan" in main
    assert "Pencarian sedang disiapkan" in page("/cari/?q=laporan")[0]


@pytest.mark.parametrize(
    "query",
    [
        "q=%22%3Cscript%3E", "q=laporan&halaman=abc", "q=laporan&halaman=-1", "q=laporan&halaman=99999999999", "q=laporan&halaman=%C2%B2",
        "q=laporan&halaman=999", "q=laporan&tahun=&tahun=%00&unit=" + "x" * 300, "q=" + "x" * 3000, "halaman=2", "q=%FF%FE",
        "q=laporan&" + "&".join(f"tahun={year}" for year in range(100)), "q=laporan&instansi=tiada", "jenis=%27&q=laporan",
    ],
)  # fmt: skip
def test_no_address_is_wrong(town: Agency, query: str) -> None:
    _main, text = page(f"/kota/cari/?{query}")
    assert "<script>" not in text.replace("<script src", "")
    page(f"/cari/?{query}")


def test_pages_go_on_and_end(town: Agency, index: Indexed, shelf: Shelf) -> None:
    shelf.fill(1050)
    registry.find_searchable("book")
    from pendopo.kernel.search import upkeep

    upkeep.begin_anew()
    index.bring_up_to_date()
    main, text = page("/kota/cari/?q=keuangan&halaman=2")
    assert "1.050 hasil" in main
    assert len(titles(main)) == 20
    assert 'href="?q=keuangan&amp;halaman=3"' in text
    main, _ = page("/kota/cari/?q=keuangan&halaman=50")
    assert "Hasil selebihnya tidak ditampilkan." in main
    assert "Hasil selebihnya" not in page("/kota/cari/?q=keuangan&halaman=49")[0]
    assert titles(page("/kota/cari/?q=keuangan&halaman=51")[0]) == titles(main)


def test_only_looking_is_possible(town: Agency) -> None:
    assert Client().post("/cari/").status_code == 405
    assert Client().post("/kota/cari/").status_code == 405
    assert Client().get("/tiada/cari/").status_code == 404
    assert Client().get("/bubar/cari/").status_code == 404
    assert (reverse("search:everywhere"), reverse("search:agency", args=["kota"])) == ("/cari/", "/kota/cari/")
