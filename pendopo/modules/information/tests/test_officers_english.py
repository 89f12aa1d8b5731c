"""What officers read in English: nothing of it is left in Indonesian but what people wrote and names of laws."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.kernel.people.actors import CITIZEN
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.office import (
    REFUSING,
    TUESDAY,
    WIB,
    Office,
    awaiting,
    client_of,
    drafted,
    in_process,
    make_office,
    registered,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def english(office: Office, who: str, name: str, inquiry: Inquiry, *, at: dt.datetime = TUESDAY) -> str:
    """Return the page of a case in English."""
    client = client_of(getattr(office, who))
    client.cookies["django_language"] = "en"
    with clock.frozen(at):
        page: str = client.get(office.page(name, inquiry)).content.decode()
    return page


def test_who_did_something_without_an_account(office: Office) -> None:
    inquiry = awaiting(office)
    with clock.frozen(TUESDAY):
        actions.repair(inquiry=inquiry, addition="KTP", by=CITIZEN)
    with clock.frozen(dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)):
        actions.settle_overdue_checks()
    html = english(office, "auditor", "detail", inquiry)
    history = html.partition('id="riwayat"')[2]
    assert history.count("· Requester") == 2
    assert history.count("· System") == 1
    assert "· Pemohon" not in history


def test_why_clocks_stopped_and_by_which_article(office: Office) -> None:
    inquiry = in_process(office)
    html = english(office, "auditor", "clocks", inquiry)
    assert "declared complete" in html
    assert "UU 14/2008 Article 22 paragraph (7)" in html
    assert not [word for word in ("dinyatakan lengkap", "Pasal", "ayat (") if word in html]


def test_legal_bases_of_a_step_and_of_grounds(office: Office) -> None:
    assert "Article 22 paragraph (8)" in english(office, "ppid", "extend", in_process(office))
    html = english(office, "ppid", "detail", drafted(office, REFUSING))
    assert "UU 14/2008 Article 17 letter h" in html


def test_the_desk_s_receipt(office: Office) -> None:
    inquiry = registered(office)
    html = english(office, "front", "staff_receipt", inquiry)
    for words in (
        "Recorded",
        "Channel",
        "Name of requester",
        "Checked for completeness by 6 August 2026 (3 working days).",
    ):
        assert words in html
    assert not [words for words in ("Nomor pendaftaran", "Saluran", "hari kerja", "Agustus") if words in html]
    indonesian: Any = client_of(office.front).get(office.page("staff_receipt", inquiry)).content.decode()
    assert "paling lambat 6 Agustus 2026 (3 (tiga) hari kerja)" in indonesian
