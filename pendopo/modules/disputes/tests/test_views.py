"""Officers' pages of disputes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.modules.disputes import actions, rules
from pendopo.modules.disputes.models import Dispute
from pendopo.modules.disputes.tests.bench import NOW, Shelf, connected, make_office, recorded, registered

from tests.staffed import Staffed

pytestmark = pytest.mark.django_db

TYPED = {"objection": "KEB-001", "commission": "Komisi Informasi Pusat", "petitioned_on": "2026-11-02"}


@pytest.fixture
def office() -> Staffed:
    return make_office()


@pytest.fixture(autouse=True)
def shelf(office: Staffed) -> Iterator[Shelf]:
    yield from connected(office)


def test_doors(office: Staffed) -> None:
    case = recorded(office)
    addresses = [
        office.url("worklist"),
        office.url("detail", case.pk),
        office.url("record"),
        office.url("register", case.pk),
    ]
    seen = {
        role or "nobody": [office.visit(role).get(address).status_code for address in addresses]
        for role in ("", "front_office", "back_office", "ppid", "superior", "auditor")
    }
    assert seen == {
        "nobody": [302, 302, 302, 302],
        "front_office": [403, 403, 403, 403],
        "back_office": [403, 403, 403, 403],
        "ppid": [200, 200, 200, 200],
        "superior": [200, 200, 403, 403],
        "auditor": [200, 200, 403, 403],
    }
    other = make_office("lain")
    assert other.visit("ppid").get(other.url("detail", case.pk)).status_code == 404


def test_a_dispute_from_record_to_end_by_pages(office: Staffed) -> None:
    ppid = office.visit("ppid")
    assert ppid.get(office.url("record") + "?keberatan=KEB-001").content.decode().count('value="KEB-001"') == 1
    assert ppid.post(office.url("record"), TYPED).status_code == 303
    case = Dispute.objects.get()
    steps: list[tuple[str, dict[str, Any]]] = [
        ("register", {"register_number": "012/KIP", "registered_on": "2026-11-04"}),
        ("schedule", {"kind": "preliminary", "on": "2026-11-25", "at": "09:30", "place": "Ruang sidang 2"}),
        ("mediate", {"started_on": "2026-11-09"}),
        ("adjudicate", {"note": "Mediasi gagal."}),
        ("order_test", {"until": "2026-12-01", "note": "Notulen rapat."}),
        ("decide", {
            "decision_number": "7/2026", "result": "granted", "decided_on": "2026-11-16", "received_on": "2026-11-17",
            "note": "",
        }),
        ("sue", {"court": "ptun", "court_number": "9/G", "sued_on": "2026-11-19"}),
        ("note", {"note": "Memori disiapkan."}),
        ("end", {"ended_on": "2026-11-20", "opens_information": "on", "note": ""}),
    ]  # fmt: skip
    for step, typed in steps:
        assert (step, ppid.get(office.url(step, case.pk)).status_code) == (step, 200)
        assert (step, ppid.post(office.url(step, case.pk), typed).status_code) == (step, 303)
    page = ppid.get(office.url("detail", case.pk)).content.decode()
    for shown in (
        "Berkekuatan hukum tetap",
        "012/KIP",
        "Ruang sidang 2",
        "Mediasi gagal.",
        "Permohonan dikabulkan seluruhnya",
        "25 November 2026 pukul 09.30",
    ):
        assert shown in page
    case.refresh_from_db()
    assert (case.state, case.opens_information) == (rules.ENDED, True)


def test_agreement_and_lapse_by_pages(office: Staffed) -> None:
    ppid = office.visit("ppid")
    case = actions.mediate(dispute=registered(office), started_on=NOW.date(), by=office.ppid)
    assert (
        ppid.post(office.url("agree", case.pk), {"agreed_on": "2026-11-20", "note": "Diserahkan."}).status_code == 303
    )
    case.refresh_from_db()
    assert case.state == rules.AGREED
    late = ppid.post(
        office.url("lapse", case.pk), {"lapse": "absent", "ended_on": "2026-11-20", "note": "Tidak hadir dua kali."}
    )
    assert (late.status_code, "Tidak hadir dua kali." in late.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({**TYPED, "objection": "KEB-999"}, "Tidak ada keberatan dengan nomor ini."),
        ({**TYPED, "petitioned_on": "2026-11-21"}, "Tanggal itu belum tiba."),
        ({**TYPED, "commission": ""}, "Tulis Komisi Informasi yang menangani."),
    ],
)
def test_bad_input_says_why_and_keeps_what_was_typed(office: Staffed, typed: dict[str, str], said: str) -> None:
    answer = office.visit("ppid").post(office.url("record"), typed)
    page = answer.content.decode()
    assert (answer.status_code, said in page, typed["objection"] in page) == (422, True, True)
    assert Dispute.objects.count() == 0


def test_a_copy_cannot_arrive_before_the_decision(office: Staffed) -> None:
    case = actions.adjudicate(dispute=registered(office), note="", by=office.ppid)
    typed = {
        "decision_number": "7",
        "result": "refused",
        "decided_on": "2026-11-17",
        "received_on": "2026-11-16",
        "note": "",
    }
    answer = office.visit("ppid").post(office.url("decide", case.pk), typed)
    assert (answer.status_code, "sebelum tanggal putusan" in answer.content.decode()) == (422, True)


def test_a_refusal_is_not_offered_mediation(office: Staffed, shelf: Shelf) -> None:
    from dataclasses import replace

    from pendopo.modules.disputes.tests.bench import CARD

    case = registered(office, about=replace(CARD, grounds="a"))
    page = office.visit("ppid").get(office.url("detail", case.pk)).content.decode()
    assert (office.url("mediate", case.pk) in page, office.url("adjudicate", case.pk) in page) == (False, True)


def test_a_day_in_a_year_without_a_calendar_is_refused_in_words(office: Staffed) -> None:
    """The shared refusal of kernel.calendar.beyond; modules/information has the other of its two tests."""
    case = registered(office)
    answer = office.visit("ppid").post(office.url("mediate", case.pk), {"started_on": "1900-01-02"})
    page = answer.content.decode()
    assert (answer.status_code, 'value="1900-01-02"' in page) == (422, True)
    assert "memuat tahun 2026 sampai 2027, sedangkan hitungan ini memerlukan tahun 1900. Periksa tanggalnya." in page
    assert "mintalah admin instansi atau administrator sistem memuat hari libur tahun itu" in page
    assert Dispute.objects.get().state == rules.REGISTERED


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_takes_the_same_queries_for_1_and_50_disputes(office: Staffed, rows: int) -> None:
    first = recorded(office)
    Dispute.objects.bulk_create(
        Dispute(
            agency=office.agency, number=f"{n}", year=2026, seq=1 + n, procedure_version="1", state="petitioned",
            state_since_at=NOW, objection_id=first.pk, objection_number="x", subject="y", grounds="c",
            commission="KI", petitioned_on=NOW.date(), ended_on=NOW.date(),
        )
        for n in range(1, rows)
    )  # fmt: skip
    client = office.visit("ppid")
    with CaptureQueriesContext(connection) as seen:
        assert client.get(office.url("worklist")).content.decode().count("<tr ") == 1 + rows
    assert len(seen) <= 8
    assert "Tidak ada sengketa di sini" in client.get(office.url("worklist") + "?keadaan=selesai").content.decode()
