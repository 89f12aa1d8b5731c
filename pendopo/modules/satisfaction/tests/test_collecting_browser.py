"""In a real browser: a screen without network, a phone without scripts, paper by keyboard, and everything without barriers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pendopo.modules.satisfaction.actions import install_instruments, kiosks, paper
from pendopo.modules.satisfaction.models import Answer, PaperSheet
from pendopo.modules.satisfaction.queries.surveys import asked_about
from pendopo.modules.satisfaction.tests.collecting import marks, open_link
from pendopo.modules.satisfaction.tests.surveying import KEYS, Surveyed

from tests.browser import go_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1280, 390, 320)


@pytest.fixture
def office(site: Any) -> Surveyed:
    from pendopo.kernel.agencies.models import Agency

    install_instruments()
    return Surveyed(Agency.objects.create(slug="diskominfo", name="Dinas Kominfo", short_name="Kominfo"))


def paired(open_page: Callable[..., Any], office: Surveyed, *, layout: str = "single", **options: Any) -> Any:
    """Return a device on which an officer's code was typed, ready to work without network."""
    survey = office.open()
    asked = asked_about(survey)[0]
    _made, code = kiosks.make_kiosk(survey=survey, name="Loket 1", service=asked, layout=layout, by=office.ppid)
    page = open_page(office.url("pair_kiosk"), width=options.pop("width", "desk"), **options)
    page.get_by_label("Kode pemasangan").fill(code)
    page.get_by_role("button", name="Pasang").click()
    page.wait_for_selector("[data-kiosk]")
    return page


def answer(page: Any, value: int) -> None:
    """Answer all nine questions on a screen by touch, and press on to the next visitor."""
    one_by_one = "s-single" in page.locator("body").get_attribute("class")
    for number in range(len(KEYS)):
        page.locator("fieldset.s-q:has([type=radio])").nth(number).locator(".s-opt").nth(value - 1).click()
    if one_by_one:
        # The last touch has moved on to the questions about the visitor, which may stay empty.
        page.get_by_text("Tentang Anda (tidak wajib)").wait_for()
        page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Kirim jawaban").click()
    page.get_by_role("button", name="Pengisi berikutnya").click()
    page.wait_for_selector("#s-thanks", state="hidden")


def answer_at_once(page: Any, value: int) -> None:
    """Answer as `answer` does on a compact screen, by the same presses, without a hand that travels between them."""
    page.evaluate(
        """(value) => {
        const questions = [...document.querySelectorAll("fieldset.s-q")].filter((one) => one.querySelector("[type=radio]"));
        for (const one of questions.slice(0, 9)) one.querySelectorAll(".s-opt")[value - 1].click();
        }""",
        value,
    )
    page.get_by_role("button", name="Kirim jawaban").click()
    page.get_by_role("button", name="Pengisi berikutnya").click()
    page.wait_for_selector("#s-thanks", state="hidden")


def test_twenty_answers_without_network_a_reload_and_none_twice(
    open_page: Callable[..., Any], office: Surveyed
) -> None:
    page = paired(open_page, office, width=1280, layout="compact")
    page.wait_for_selector("[data-kiosk][data-ready]", state="attached")
    page.context.set_offline(True)
    for visitor in range(12):
        (answer_at_once if visitor else answer)(page, 1 + visitor % 4)
    assert page.locator("#s-waiting").inner_text() == "12 jawaban menunggu dikirim"
    # The tablet is switched off and on: the page comes from the worker, the answers from the device's own store.
    page.reload()
    page.wait_for_selector("body.is-running")
    page.wait_for_selector("[data-left='12']", state="attached")
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("text=Did the requirements fit the service you asked for?")
    page.go_back()
    page.wait_for_selector("body.is-running")
    for visitor in range(8):
        (answer_at_once if visitor else answer)(page, 1 + visitor % 4)
    page.wait_for_selector("[data-left='20']", state="attached")
    page.reload()
    page.wait_for_selector("[data-left='20']", state="attached")
    assert Answer.objects.count() == 0
    page.context.set_offline(False)
    page.wait_for_selector("[data-left='0']", state="attached")
    assert page.locator("#s-waiting").inner_text() == "Semua jawaban terkirim"
    assert marks() == sorted(str(1 + visitor % 4) * 9 for visitor in (*range(12), *range(8)))
    # Whatever is sent or reloaded again adds nothing.
    page.reload()
    page.wait_for_selector("[data-left='0']", state="attached")
    assert Answer.objects.count() == 20


def test_an_answer_that_the_screen_did_not_hear_of_is_not_sent_twice(
    open_page: Callable[..., Any], office: Surveyed
) -> None:
    page = paired(open_page, office, width=1280)
    page.wait_for_selector("[data-kiosk][data-ready]", state="attached")
    lost: list[int] = []

    def lose(route: Any) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/layar/kirim/", lose, times=1)
    with page.expect_event("requestfailed"):
        answer(page, 3)
    page.wait_for_selector("[data-left='1']", state="attached")
    assert lost == [200]
    page.reload()
    page.wait_for_selector("[data-left='0']", state="attached")
    assert marks() == ["3" * 9]


def test_a_screen_left_alone_forgets_what_was_ticked(open_page: Callable[..., Any], office: Surveyed) -> None:
    page = paired(open_page, office, width=1280)
    page.clock.install()
    page.reload()
    page.wait_for_selector("body.is-running")
    page.locator(".s-q:visible .s-opt").first.click()
    page.clock.run_for(300)
    page.clock.run_for(61_000)
    assert page.get_by_text("Masih mengisi?").is_visible()
    page.get_by_role("button", name="Ya, lanjutkan").click()
    assert page.locator(".s-place").inner_text() == "2 dari 11"
    page.clock.run_for(61_000)
    page.clock.run_for(21_000)
    assert page.locator(".s-place").inner_text() == "1 dari 11"
    assert page.locator("input:checked").count() == 0


def test_a_phone_without_scripts(open_page: Callable[..., Any], office: Surveyed) -> None:
    survey = office.open()
    page = open_page(open_link(office, survey), width="phone", javascript=False)
    for question in page.locator("fieldset.s-q:has(input)").all()[:8]:
        question.locator(".s-opt").nth(2).click()
    page.get_by_label("Disabilitas").select_option("yes")
    page.get_by_label("Saran dan masukan").fill("Tambah kursi")
    go_by(page.get_by_role("button", name="Kirim jawaban"))
    assert page.title().startswith("Kesalahan:")
    assert page.locator(".p-errors a").inner_text() == "Pertanyaan 9 belum dijawab."
    assert page.locator("input:checked").count() == 8
    assert page.get_by_label("Saran dan masukan").input_value() == "Tambah kursi"
    page.locator("fieldset.s-q:has(input)").nth(8).locator(".s-opt").nth(3).click()
    go_by(page.get_by_role("button", name="Kirim jawaban"))
    assert page.get_by_role("heading", level=1).inner_text() == "Terima kasih"
    made = Answer.objects.get()
    assert (made.marks, made.told, made.comment) == ("333333334", {"disability": "yes"}, "Tambah kursi")


def test_paper_by_keyboard(open_page: Callable[..., Any], office: Surveyed, site: Any) -> None:
    survey = office.open()
    asked = asked_about(survey)[0]
    asked.survey = survey
    batch = paper.begin_batch(survey=survey, asked=asked, sheets=2, by=office.ppid)
    client = office.visit("front_office")
    page = open_page(width="desk")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])
    page.goto(office.url("enter_sheet", survey.pk, batch.pk, 1))
    # Eight digits, one that is no answer, one that corrects: nothing is skipped.
    page.keyboard.type("34444")
    page.keyboard.press("7")
    page.keyboard.type("33")
    page.keyboard.press("Backspace")
    page.keyboard.type("4044")
    page.keyboard.type("2")
    page.get_by_role("button", name="Simpan lembar").click()
    page.wait_for_url(f"**/{batch.pk}/2/")
    sheet = PaperSheet.objects.select_related("answer").get()
    assert (sheet.position, sheet.answer.marks, sheet.answer.told) == (1, "344443404", {"gender": "female"})


@pytest.mark.parametrize("width", WIDTHS)
def test_no_barriers(open_page: Callable[..., Any], office: Surveyed, axe: Callable[[Any], None], width: int) -> None:
    page = paired(open_page, office, width=width, layout="compact" if width == 1280 else "single")
    axe(page)
    survey = office.fresh(asked_survey(office))
    for address in (open_link(office, survey), office.url("start"), office.url("thanks"), office.url("pair_kiosk")):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto(open_link(office, survey))
    go_by(page.get_by_role("button", name="Kirim jawaban"))
    axe(page)


def asked_survey(office: Surveyed) -> Any:
    """Return the survey that is open."""
    from pendopo.modules.satisfaction.queries.surveys import open_surveys

    return open_surveys(office.agency)[0]
