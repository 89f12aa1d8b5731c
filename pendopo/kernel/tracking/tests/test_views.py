"""The tracking page for every register: one answer for every wrong pair, cases of several kinds open side by side."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import CountedTry
from pendopo.kernel.tracking import views
from pendopo.kernel.tracking.actions import tracking_digest
from pendopo.kernel.tracking.tests.shelves import Shelf

BOOK_CODE, LOAN_CODE = "AAAAA-11111", "CCCCC-33333"


@pytest.fixture
def book(agency: Agency, shelves: dict[str, Shelf]) -> Any:
    return shelves["book"].add(agency, "B-1", BOOK_CODE)


@pytest.fixture
def loan(agency: Agency, shelves: dict[str, Shelf]) -> Any:
    return shelves["loan"].add(agency, "L-1", LOAN_CODE)


def track(client: Client, number: str, code: str) -> Any:
    return client.post("/dinas/lacak/", {"number": number, "code": code})


def asks(cookies: dict[str, str]) -> Any:
    request = RequestFactory().get("/dinas/lacak/")
    request.COOKIES = cookies
    return request


def values(response: Any) -> dict[str, str]:
    return {name: cookie.value for name, cookie in response.cookies.items() if name.startswith("pendopo_lacak")}


def test_the_page_is_one_for_all(client: Client, agency: Agency, shelves: dict[str, Shelf]) -> None:
    page = client.get("/dinas/lacak/")
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store, private")
    assert "<h1>Lacak status</h1>" in page.content.decode()
    assert "Halaman Anda sudah ditutup" not in page.content.decode()
    assert "Halaman Anda sudah ditutup" in client.get("/dinas/lacak/?usai").content.decode()
    assert client.put("/dinas/lacak/").status_code == 405


@pytest.mark.parametrize("kind", ["book", "loan"])
def test_number_and_code_lead_to_the_case_of_its_kind(kind: str, agency: Agency, book: Any, loan: Any) -> None:
    case, code = {"book": (book, BOOK_CODE), "loan": (loan, LOAN_CODE)}[kind]
    response = track(Client(), f" {case.number.lower()} ", code.lower())
    assert (response.status_code, response["Location"]) == (303, "/dinas/")
    [(name, cookie)] = response.cookies.items()
    told = {name: cookie[name] for name in ("path", "httponly", "samesite", "secure", "max-age")}
    assert name == f"pendopo_lacak_{kind}"
    assert told == {"path": "/dinas/lacak/", "httponly": True, "samesite": "Lax", "secure": "", "max-age": 1800}
    assert views.opened(asks(values(response)), agency, kind) is case
    assert not CountedTry.objects.exists()


def test_wrong_pairs_get_the_same_answer_for_the_same_work(
    agency: Agency, book: Any, loan: Any, shelves: dict[str, Shelf], django_assert_num_queries: Any
) -> None:
    pairs = [("B-1", "ZZZZZ99999"), ("B-1", LOAN_CODE), ("L-1", BOOK_CODE), ("X-9", BOOK_CODE), ("X-9", "ZZZZZ99999")]
    answers = []
    for number, code in pairs:
        CountedTry.objects.all().delete()
        # Agency, and for number and address: the count, its first row, one more.
        with django_assert_num_queries(9):
            response = track(Client(), number, code)
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
        answers.append((response.status_code, page.replace(number, "N").replace(code, "C"), values(response)))
    assert answers == [answers[0]] * 5
    assert answers[0][0] == 422
    assert "Nomor atau kode lacak tidak cocok." in answers[0][1]
    assert [shelf.asked for shelf in shelves.values()] == [5, 5]


def test_cases_of_two_kinds_are_open_side_by_side(agency: Agency, book: Any, loan: Any) -> None:
    client = Client()
    track(client, "B-1", BOOK_CODE)
    track(client, "L-1", LOAN_CODE)
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    assert [views.opened(asks(cookies), agency, kind) for kind in ("book", "loan")] == [book, loan]


def test_another_case_of_the_kind_takes_the_place(agency: Agency, book: Any, shelves: dict[str, Shelf]) -> None:
    second = shelves["book"].add(agency, "B-2", LOAN_CODE)
    client = Client()
    track(client, "B-1", BOOK_CODE)
    assert views.opened(asks(values(track(client, "B-2", LOAN_CODE))), agency, "book") is second


def test_staying_renews_every_open_case(agency: Agency, book: Any, loan: Any) -> None:
    began = HttpResponse()
    views.stay(began, agency, book)
    views.stay(began, agency, loan)
    renewed = HttpResponse()
    views.stay_with_all(asks(values(began)), renewed, agency)
    assert set(values(renewed)) == {"pendopo_lacak_book", "pendopo_lacak_loan"}
    assert [views.opened(asks(values(renewed)), agency, kind) for kind in ("book", "loan")] == [book, loan]
    nothing = HttpResponse()
    views.stay_with_all(asks({}), nothing, agency)
    assert not nothing.cookies


def test_a_cookie_opens_its_own_kind_and_agency_alone(
    agency: Agency, other_agency: Agency, book: Any, loan: Any
) -> None:
    response = HttpResponse()
    views.stay(response, agency, book)
    value = values(response)["pendopo_lacak_book"]
    assert views.opened(asks({"pendopo_lacak_book": value}), agency, "book") is book
    assert views.opened(asks({"pendopo_lacak_book": value}), other_agency, "book") is None
    for forged in (f"{value}x", book.pk.hex, signing.Signer().sign(book.pk.hex)):
        assert views.opened(asks({"pendopo_lacak_book": forged}), agency, "book") is None
    assert views.opened(asks({"pendopo_lacak_loan": value}), agency, "loan") is None


def test_a_new_code_ends_what_the_old_one_had_opened(agency: Agency, book: Any) -> None:
    response = HttpResponse()
    views.stay(response, agency, book)
    book.tracking_digest = tracking_digest("ZZZZZ99999")
    assert views.opened(asks(values(response)), agency, "book") is None


def test_leaving_closes_all(agency: Agency, book: Any, loan: Any) -> None:
    client = Client()
    track(client, "B-1", BOOK_CODE)
    track(client, "L-1", LOAN_CODE)
    assert client.get("/dinas/lacak/keluar/").status_code == 405
    response = client.post("/dinas/lacak/keluar/")
    assert (response.status_code, response["Location"]) == (303, "/dinas/lacak/")
    assert {name: cookie["max-age"] for name, cookie in response.cookies.items()} == {
        "pendopo_lacak_book": 0,
        "pendopo_lacak_loan": 0,
    }
