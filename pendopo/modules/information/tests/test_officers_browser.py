"""The officers' pages in a real browser: a case from the desk to the answer without JavaScript, and axe at three widths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.people.actors import Actor
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.notice import GRANT, NoticeText
from pendopo.modules.information.tests.citizen_cases import inspected
from pendopo.modules.information.tests.office import (
    GRANTING,
    PAID,
    PARTLY,
    REFUSING,
    Office,
    client_of,
    fresh,
    make_office,
)
from pendopo.modules.information.tests.office import registered as registered_at

pytestmark = pytest.mark.browser
WIDTHS = ("desk", "phone", "small")
LONG = "Dokumen pelaksanaan anggaran dan laporan pertanggungjawaban menurut kecamatan dan desa " * 6


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


def sound(page: Any, axe: Callable[[Any], None]) -> None:
    """Fail when axe finds something, or the page is wider than the window."""
    axe(page)
    wide = """[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1
        && !e.closest(".p-scroll, .p-sr")).map(e => e.outerHTML.slice(0, 80)).slice(0, 4)"""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.evaluate(wide)


@pytest.mark.parametrize("width", WIDTHS)
def test_worklist_is_accessible(
    office: Office, enter: Callable[..., Any], axe: Callable[[Any], None], width: str
) -> None:
    page = enter(office.back, width=width)
    page.goto(office.url("inbox"))
    sound(page, axe)
    for number in range(12):
        inquiry = in_process(office, details=LONG if number % 3 else "Data")
        if number % 4 == 0:
            actions.ask_unit(inquiry=inquiry, unit=office.unit, question=LONG, by=office.ppid)
    for query in ("", "?kata=zzz", "?keadaan=closed", "?saya=1"):
        page.goto(office.url("inbox") + query)
        sound(page, axe)


@pytest.mark.parametrize("width", WIDTHS)
def test_cases_are_accessible_in_every_state(
    office: Office, enter: Callable[..., Any], axe: Callable[[Any], None], width: str
) -> None:
    waiting = registered(office, details=LONG, name="Kusumawardhani" * 8, nik="", uploads=[inspected("ktp.pdf")])
    asked = in_process(office, details=LONG)
    material = actions.ask_unit(inquiry=asked, unit=office.other_unit, question=LONG, by=office.back)
    part = drafted(office, replace(PARTLY, reason=LONG, redaction=""))
    done = drafted(office)
    actions.issue_notice(inquiry=done, by=office.ppid, letter=b"%PDF")
    actions.deliver(inquiry=done, note=LONG, by=office.ppid)
    page = enter(office.ppid, width=width)
    for inquiry in (waiting, asked, part, done):
        page.goto(office.page("detail", inquiry))
        sound(page, axe)
    for address in (
        office.page("clocks", asked), office.page("declare_complete", done), office.page("staff_receipt", waiting),
        office.page("supply", asked, material.pk), office.page("propose", part),
    ):  # fmt: skip
        page.goto(address)
        sound(page, axe)


@pytest.mark.parametrize("width", WIDTHS)
def test_forms_are_accessible_also_with_errors(
    office: Office, enter: Callable[..., Any], axe: Callable[[Any], None], width: str
) -> None:
    waiting, working, part = registered(office), in_process(office), drafted(office, PARTLY)
    paid = drafted(office, PAID)
    actions.issue_notice(inquiry=paid, by=office.ppid)
    document = documents.store(
        agency=office.agency, subject_type="inquiry", subject_id=working.pk, purpose="answer", upload=inspected(),
        by=office.back,
    )  # fmt: skip
    page = enter(office.ppid, width=width)
    addresses = [office.url("register"), *(office.page(name, waiting) for name in ("declare_incomplete", "reveal_nik"))]
    addresses += [
        office.page(name, working) for name in ("assign", "ask_unit", "note", "extend", "draft", "staff_withdraw")
    ]
    addresses += [office.page("issue", part), office.page("record_payment", paid)]
    addresses += [office.page(name, working, document.pk) for name in ("set_file_visibility", "remove_file")]
    for address in addresses:
        page.goto(address)
        sound(page, axe)
        if "terbitkan" not in address and "keterlihatan" not in address:
            page.locator("main form button").last.click()
            assert page.title().startswith("Kesalahan:"), address
            sound(page, axe)


def test_from_the_desk_to_the_answer_without_javascript(office: Office, enter: Callable[..., Any]) -> None:
    page = enter(office.front, width="desk", javascript=False)
    page.goto(office.url("inbox"))
    page.get_by_role("main").get_by_role("link", name="Daftarkan permohonan").click()
    page.get_by_label("Datang langsung").check(force=True)
    page.get_by_label("Nama lengkap pemohon").fill("Sri Rahayu")
    page.get_by_label("Informasi yang diminta").fill("Jumlah gedung sekolah rusak 2025")
    page.get_by_label("Mendapat salinan elektronik").check(force=True)
    page.get_by_label("Diunduh dari halaman lacak").check(force=True)
    page.get_by_role("button", name="Daftarkan").click()
    assert page.get_by_text("Kode lacak", exact=True).is_visible()
    page.get_by_role("link", name="Buka permohonan").click()
    page.get_by_role("button", name="Nyatakan lengkap").click()
    page.get_by_role("link", name="Teruskan ke unit").click()
    page.get_by_label("Unit yang menguasai informasi").select_option(label="Bidang Data")
    page.get_by_role("button", name="Teruskan").click()
    case = page.url
    page = enter(office.back, width="phone", javascript=False)
    page.goto(case)
    page.get_by_role("button", name="Ambil untuk dikerjakan").click()
    page.get_by_role("link", name="Susun pemberitahuan tertulis").click()
    page.get_by_label("Dikabulkan seluruhnya").check(force=True)
    page.get_by_text("Yang diberikan (huruf d, f, dan g)").click()
    page.get_by_label("Materi informasi yang diberikan").fill("Tabel gedung rusak")
    page.get_by_label("Cara penyampaian dan format").fill("Berkas CSV")
    page.get_by_label("Biaya", exact=True).fill("0")
    page.get_by_role("button", name="Simpan konsep").click()
    page.get_by_role("link", name="Ajukan ke PPID").click()
    page.get_by_role("button", name="Ajukan ke PPID").click()
    page = enter(office.ppid, width="desk", javascript=False)
    page.goto(case)
    page.get_by_role("link", name="Periksa dan terbitkan").click()
    page.get_by_role("button", name="Terbitkan").click()
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


def test_a_refusal_by_one_person_shows_no_button(office: Office, enter: Callable[..., Any]) -> None:
    inquiry = in_process(office)
    actions.draft_notice(inquiry=inquiry, text=REFUSING, by=office.ppid)
    page = enter(office.ppid, width="desk")
    page.goto(office.page("issue", inquiry))
    assert page.get_by_role("button", name="Terbitkan").count() == 0
