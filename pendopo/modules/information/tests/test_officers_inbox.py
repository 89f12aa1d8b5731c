"""The worklist's page: order, filters kept in the address, counts, what each role sees, number of queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from pendopo.kernel import clock
from pendopo.kernel.calendar.actions import amend_day
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.cases import case_file
from pendopo.modules.information.tests.office import (
    PERSON,
    TUESDAY,
    WIB,
    Office,
    client_of,
    drafted,
    in_process,
    issued,
    make_office,
    registered,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def get(office: Office, actor: Any, query: str = "") -> Any:
    """Return the worklist's page on Tuesday 4 August 2026."""
    with clock.frozen(TUESDAY):
        return client_of(actor).get(office.url("inbox") + query)


def shown(response: Any) -> list[Inquiry]:
    """Return the inquiries of the page, in order."""
    return [row.inquiry for row in response.context["rows"]]


def test_doors(office: Office) -> None:
    url = office.url("inbox")
    response = Client().get(url)
    assert (response.status_code, response["Location"]) == (302, f"/masuk/?next={url}")
    assert {
        who: client_of(getattr(office, who)).get(url).status_code
        for who in ("front", "back", "ppid", "superior", "auditor")
    } == dict.fromkeys(("front", "back", "ppid", "superior", "auditor"), 200)
    assert client_of(office.actor("agency_admin")).get(url).status_code == 403
    assert client_of(make_office("lain").ppid).get(url).status_code == 404
    assert client_of(office.ppid).post(url).status_code == 405


def test_page_is_kept_by_nobody(office: Office) -> None:
    assert "no-store" in get(office, office.ppid)["Cache-Control"]


def test_one_line_for_each_case(office: Office) -> None:
    inquiry = in_process(office, details="Anggaran <b>jalan</b>\nRincian")
    actions.take(inquiry=inquiry, by=office.back)
    html = get(office, office.ppid).content.decode()
    for text in (inquiry.number, "Anggaran <b>jalan</b>", "Bidang Data", "Nama back_office", "Diproses", "sisa 9"):
        assert escape(text) in html
    assert "Rincian" not in html


def test_no_identity_on_the_list(office: Office) -> None:
    in_process(office)
    html = get(office, office.ppid).content.decode()
    assert not any(word in html for word in (PERSON.name, PERSON.nik, PERSON.email, PERSON.address))


@pytest.mark.parametrize(
    ("now", "row_class", "words"),
    [
        (dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB), "", "sisa 5"),
        (dt.datetime(2026, 8, 13, 9, 0, tzinfo=WIB), "is-soon", "sisa 2"),
        (dt.datetime(2026, 8, 18, 9, 0, tzinfo=WIB), "is-soon", "hari ini"),
        (dt.datetime(2026, 8, 19, 9, 0, tzinfo=WIB), "is-soon", "terlewat menurut hitungan dari penerimaan"),
        (dt.datetime(2026, 8, 20, 9, 0, tzinfo=WIB), "is-late", "lewat 1"),
    ],
)
def test_late_and_soon(office: Office, now: dt.datetime, row_class: str, words: str) -> None:
    in_process(office)
    with clock.frozen(now):
        html = client_of(office.ppid).get(office.url("inbox")).content.decode()
    assert words in html
    assert ('class="is-late"' in html, 'class="is-soon"' in html) == (row_class == "is-late", row_class == "is-soon")


def test_filters_are_read_from_the_address_and_kept(office: Office) -> None:
    roads = in_process(office, details="Anggaran jalan", unit=office.other_unit)
    in_process(office, details="Anggaran sekolah")
    waiting = registered(office)
    response = get(office, office.ppid, f"?kata=anggaran&unit={office.other_unit.pk}&keadaan=in_process")
    assert shown(response) == [roads]
    form = response.context["filter"]
    assert (form["kata"].value(), form["unit"].value(), form["keadaan"].value()) == (
        "anggaran", str(office.other_unit.pk), "in_process",
    )  # fmt: skip
    assert shown(get(office, office.ppid, "?keadaan=registered")) == [waiting]
    assert shown(get(office, office.ppid, "?saya=1")) == []
    links = {link["label"]: link["url"] for link in response.context["states"]}
    assert links["Semua terbuka"] == f"?kata=anggaran&unit={office.other_unit.pk}"
    assert links["Sudah selesai"].endswith("&keadaan=closed")


def test_a_wrong_filter_narrows_nothing(office: Office) -> None:
    inquiry = in_process(office)
    assert shown(get(office, office.ppid, "?keadaan=gone&unit=abc&halaman=99&saya=ya&kata=%00")) == [inquiry]


def test_counts(office: Office) -> None:
    registered(office)
    in_process(office)
    in_process(office)
    issued(office)
    states = get(office, office.ppid).context["states"]
    assert [(state["label"], state["count"], state["current"]) for state in states] == [
        ("Semua terbuka", 4, True),
        ("Periksa kelengkapan", 1, False),
        ("Diproses", 2, False),
        ("Dikabulkan, belum diserahkan", 1, False),
        ("Sudah selesai", None, False),
    ]


def test_counts_follow_the_filter(office: Office) -> None:
    in_process(office, unit=office.other_unit)
    in_process(office)
    response = get(office, office.ppid, f"?unit={office.other_unit.pk}")
    assert [(state["label"], state["count"]) for state in response.context["states"]] == [
        ("Semua terbuka", 1), ("Diproses", 1), ("Sudah selesai", None),
    ]  # fmt: skip


def test_thousands_are_written_alike_on_tab_and_list(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from pendopo.modules.information.views.officers import inbox

    in_process(office)
    monkeypatch.setattr(inbox.Paginator, "count", 10004)
    monkeypatch.setattr(inbox.queries, "counts_by_state", lambda *_words, **_more: {"in_process": 10004})
    html = get(office, office.ppid).content.decode()
    assert (html.count('<b class="p-count">10.004</b>'), "10.004 permohonan · halaman 1 dari" in html) == (2, True)


def test_what_waits_for_the_ppid_says_so(office: Office) -> None:
    inquiry = drafted(office)
    waiting = "Menunggu keputusan PPID"
    assert waiting not in get(office, office.ppid).content.decode()
    actions.propose_notice(inquiry=inquiry, by=office.back)
    assert waiting in get(office, office.ppid).content.decode()
    actions.withdraw(inquiry=inquiry, reason="", by=office.front)
    assert waiting not in get(office, office.ppid, "?keadaan=closed").content.decode()


def test_the_way_back_leads_to_the_list_as_it_was_left(office: Office) -> None:
    inquiry = in_process(office)
    client, inbox = client_of(office.ppid), office.url("inbox")
    kept = f"keadaan=in_process&unit={office.unit.pk}&saya=&halaman=1"
    with clock.frozen(TUESDAY):
        client.get(f"{inbox}?kata=anggaran&{kept}&lain=1")
        pages = [client.get(office.page(name, inquiry)) for name in ("detail", "clocks", "note", "deliver")]
        assert [f'href="{escape(f"{inbox}?{kept}")}"' in page.content.decode() for page in pages] == [True] * 4
        client.get(inbox)
        assert f'href="{inbox}?' not in client.get(office.page("detail", inquiry)).content.decode()


def test_empty(office: Office) -> None:
    assert "Tidak ada permohonan yang menunggu" in get(office, office.ppid).content.decode()
    assert "Tidak ada permohonan yang cocok" in get(office, office.ppid, "?kata=x").content.decode()


def test_closed_ones(office: Office) -> None:
    inquiry = registered(office)
    actions.withdraw(inquiry=inquiry, reason="", by=office.front)
    assert shown(get(office, office.ppid)) == []
    assert shown(get(office, office.ppid, "?keadaan=closed")) == [inquiry]


def test_material_is_due_by_the_days_of_the_unit_that_was_asked(office: Office) -> None:
    inquiry = in_process(office, unit=office.other_unit)
    amend_day(
        agency=office.agency, unit=office.unit, on=dt.date(2026, 8, 5), is_working=False, reason="Pindah", decree="SK",
        by=office.ppid,
    )  # fmt: skip
    with clock.frozen(TUESDAY):
        asked = actions.ask_unit(inquiry=inquiry, unit=office.unit, question="?", by=office.other_back)
    (row,) = get(office, office.back).context["materials"]
    with clock.frozen(TUESDAY):
        (line,) = case_file(office.agency, office.back, inquiry).materials
    assert asked.due_on == dt.date(2026, 8, 10)
    assert (row["days_left"], line.days_left) == (3, 3)


def test_a_unit_s_desk(office: Office) -> None:
    own = in_process(office)
    foreign = in_process(office, unit=office.other_unit)
    with clock.frozen(TUESDAY):
        asked = actions.ask_unit(inquiry=foreign, unit=office.unit, question="Berapa gedung?", by=office.ppid)
    response = get(office, office.back)
    assert shown(response) == [own, foreign]
    assert [row["material"] for row in response.context["materials"]] == [asked]
    assert "Berapa gedung?" in response.content.decode()
    assert office.page("supply", foreign, asked.pk) in response.content.decode()
    assert "unit" not in response.context["filter"].fields
    assert "Daftarkan permohonan" not in response.context["filter"].as_p()
    assert get(office, office.back, "?kata=gedung").context["materials"] == []
    assert get(office, office.other_back).context["materials"] == []


@pytest.mark.parametrize(("who", "may"), [("front", True), ("ppid", True), ("back", False), ("auditor", False)])
def test_who_registers(office: Office, who: str, may: bool) -> None:
    response = get(office, getattr(office, who))
    assert response.context["may_register"] is may
    assert (f'href="{office.url("register")}"' in response.content.decode()) is may


def test_pages(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from pendopo.modules.information.views.officers import inbox

    monkeypatch.setattr(inbox, "PAGE_ROWS", 2)
    found = [in_process(office) for _each in range(3)]
    assert shown(get(office, office.ppid)) == found[:2]
    assert shown(get(office, office.ppid, "?halaman=2")) == found[2:]
    assert shown(get(office, office.ppid, "?halaman=abc")) == found[:2]


@pytest.mark.parametrize("many", [1, 50])
def test_queries(office: Office, many: int, django_assert_max_num_queries: Any) -> None:
    for _each in range(many):
        inquiry = in_process(office)
        with clock.frozen(TUESDAY):
            actions.ask_unit(inquiry=inquiry, unit=office.unit, question="?", by=office.back)
    client = client_of(office.back)
    with clock.frozen(TUESDAY):
        client.get(office.url("inbox"))
        # Session, account, agency and roles are read before; nine are left for the page.
        with django_assert_max_num_queries(4 + 9):
            assert len(client.get(office.url("inbox")).context["rows"]) == many
