"""The officers' pages in a real browser: a case from the desk to the answer without JavaScript."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.kernel.people.actors import Actor
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.notice import GRANT, NoticeText
from pendopo.modules.information.tests.citizen_cases import inspected
from pendopo.modules.information.tests.office import (
    GRANTING,
    REFUSING,
    Office,
    client_of,
    fresh,
    make_office,
)
from pendopo.modules.information.tests.office import registered as registered_at

from tests.browser import go_by

pytestmark = pytest.mark.browser


@pytest.fixture
def office(site: Any) -> Office:
    return make_office()


def registered(office: Office, **words: Any) -> Inquiry:
    """Return a request received two hours ago."""
    return registered_at(office, at=clock.now() - dt.timedelta(hours=2), **words)


def in_process(office: Office, **words: Any) -> Inquiry:
    """Return a request handed to the first unit today."""
    inquiry = registered(office, **words)
    actions.declare_complete(inquiry=inquiry, by=office.front)
    return actions.assign(inquiry=inquiry, unit=office.unit, note="Mohon segera.", by=office.front)


def drafted(office: Office, text: NoticeText = GRANTING) -> Inquiry:
    """Return a request with a draft and a file of the answer."""
    inquiry = in_process(office)
    actions.draft_notice(inquiry=inquiry, text=text, uploads=[inspected()], by=office.back)
    return fresh(inquiry)


@pytest.fixture
def enter(open_page: Callable[..., Any], site: Any) -> Callable[..., Any]:
    """Return a function that opens a page in which an actor is logged in."""

    def log_in(actor: Actor, **words: Any) -> Any:
        page = open_page(**words)
        session = client_of(actor).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(site)}])
        return page

    return log_in


def test_from_the_desk_to_the_answer_without_javascript(office: Office, enter: Callable[..., Any]) -> None:
    page = enter(office.front, width="desk", javascript=False)
    page.goto(office.url("inbox"))
    go_by(page.get_by_role("main").get_by_role("link", name="Daftarkan permohonan"))
    page.get_by_label("Datang langsung").check(force=True)
    page.get_by_label("Nama lengkap pemohon").fill("Sri Rahayu")
    page.get_by_label("Informasi yang diminta").fill("Jumlah gedung sekolah rusak 2025")
    page.get_by_label("Mendapat salinan elektronik").check(force=True)
    page.get_by_label("Diunduh dari halaman lacak").check(force=True)
    page.get_by_label("Isian sudah dibacakan kepada pemohon").check(force=True)
    go_by(page.get_by_role("button", name="Daftarkan"))
    assert page.get_by_text("Kode lacak", exact=True).is_visible()
    go_by(page.get_by_role("link", name="Buka permohonan"))
    go_by(page.get_by_role("button", name="Nyatakan lengkap"))
    go_by(page.get_by_role("link", name="Teruskan ke unit"))
    page.get_by_label("Unit yang menguasai informasi").select_option(label="Bidang Data")
    go_by(page.get_by_role("button", name="Teruskan"))
    case = page.url
    page = enter(office.back, width="phone", javascript=False)
    page.goto(case)
    go_by(page.get_by_role("button", name="Ambil untuk dikerjakan"))
    go_by(page.get_by_role("link", name="Susun pemberitahuan tertulis"))
    page.get_by_label("Dikabulkan seluruhnya").check(force=True)
    page.get_by_text("Yang diberikan (huruf d, f, dan g)").click()
    page.get_by_label("Materi informasi yang diberikan").fill("Tabel gedung rusak")
    page.get_by_label("Cara penyampaian dan format").fill("Berkas CSV")
    page.get_by_label("Biaya", exact=True).fill("0")
    go_by(page.get_by_role("button", name="Simpan konsep"))
    go_by(page.get_by_role("link", name="Ajukan ke PPID"))
    go_by(page.get_by_role("button", name="Ajukan ke PPID"))
    page = enter(office.ppid, width="desk", javascript=False)
    page.goto(case)
    go_by(page.get_by_role("link", name="Periksa dan terbitkan"))
    go_by(page.get_by_role("button", name="Terbitkan"))
    assert page.get_by_text("Permohonan selesai.").is_visible()
    assert Inquiry.objects.get().state == "completed"


def test_the_worklist_by_keyboard(office: Office, enter: Callable[..., Any]) -> None:
    inquiry = in_process(office)
    page = enter(office.back, width="desk")
    page.goto(office.url("inbox"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _press in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == inquiry.number:
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{office.page('detail', inquiry)}")


def test_an_incomplete_draft_stays_readable_on_the_phone(office: Office, enter: Callable[..., Any]) -> None:
    inquiry = drafted(office, NoticeText(GRANT))
    page = enter(office.back, width="phone")
    page.goto(office.page("detail", inquiry))
    assert page.get_by_text("g. Biaya dan cara pembayaran").is_visible()


def test_a_question_to_the_unit_reads_straight_on_the_phone(office: Office, enter: Callable[..., Any]) -> None:
    inquiry = in_process(office)
    today = clock.today(office.agency.timezone)
    actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Berapa?", due_on=today, by=office.back)
    page = enter(office.other_back, width="phone")
    page.goto(office.url("inbox"))
    # Label and value begin where those of the other lines begin, and the coloured bar stands clear of them.
    found = page.evaluate(
        """() => [...document.querySelectorAll(".p-panel tbody tr > *")].map((cell) => {
            const row = cell.parentElement.getBoundingClientRect();
            return [getComputedStyle(cell).textAlign, cell.getBoundingClientRect().left - row.left >= 8];
        })"""
    )
    assert found == [["start", True]] * 4


def test_a_refusal_by_one_person_shows_no_button(office: Office, enter: Callable[..., Any]) -> None:
    inquiry = in_process(office)
    actions.draft_notice(inquiry=inquiry, text=REFUSING, by=office.ppid)
    page = enter(office.ppid, width="desk")
    page.goto(office.page("issue", inquiry))
    assert page.get_by_role("button", name="Terbitkan").count() == 0
