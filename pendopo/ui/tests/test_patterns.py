"""The pattern page: every component in every state, judged by axe at three widths, with keyboard and without scripts."""

from __future__ import annotations

import pytest

STATES = ["pola/", "pola/?keadaan=kosong", "pola/?keadaan=salah", "pola/meja/", "pola/meja/?keadaan=kosong", "pola/meja/?keadaan=salah", "pola/cetak/"]  # fmt: skip


@pytest.fixture(autouse=True)
def _shown(settings) -> None:
    settings.ROOT_URLCONF = "pendopo.ui.tests.addresses"
    settings.PENDOPO_DEMO = True


@pytest.mark.parametrize("path", STATES)
def test_page_answers_by_its_state(client, path: str) -> None:
    assert client.get(f"/{path}").status_code == (422 if "salah" in path else 200)


@pytest.mark.parametrize(("path", "shown"), [("pola/", False), ("pola/lain/", True)])
def test_page_is_hidden_in_production_and_knows_its_layouts(client, settings, path: str, shown: bool) -> None:
    settings.PENDOPO_DEMO = shown
    assert client.get(f"/{path}").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("path", STATES)
def test_patterns_are_accessible_and_fit(open_page, axe, path: str) -> None:
    page = open_page(f"/{path}", width="desk")
    for width, height in ((1280, 900), (390, 844), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.browser
@pytest.mark.parametrize("path", ["pola/", "pola/meja/"])
@pytest.mark.parametrize("width", ["phone", "small"])
def test_phone_header_is_low_and_its_menu_opens_without_scripts(open_page, path: str, width: str) -> None:
    page = open_page(f"/{path}", width=width, javascript=False)
    header = page.locator("body > header")
    assert header.bounding_box()["height"] <= 64
    header.locator("summary", has_text="Menu").click()
    assert header.get_by_role("link", name="Daftar Informasi Publik").bounding_box()["height"] >= 44


@pytest.mark.browser
def test_a_long_address_of_mail_fits_a_small_telephone(open_page) -> None:
    page = open_page("/pola/", width="small")
    page.locator(".p-foot [href^='mailto:']").evaluate(
        "link => { link.textContent = 'ppid.badanpengembangansumberdaya@kementeriancontoh.example' }"
    )
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.browser
def test_targets_of_a_citizens_page_are_large(open_page) -> None:
    page = open_page("/pola/", width="phone")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, textarea, summary, .p-btn, .p-opt, .p-foot li')]
        .filter(e => { const box = e.getBoundingClientRect();
          return box.width && box.height < 43.5 && !e.closest('.p-opt') && e.type !== 'hidden' })
        .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


@pytest.mark.browser
def test_error_summary_takes_the_focus_and_leads_to_the_field(open_page) -> None:
    page = open_page("/pola/?keadaan=salah")
    assert page.evaluate("document.activeElement.className") == "p-errors"
    page.get_by_role("link", name="Isi “Nama lengkap”.").click()
    page.wait_for_url("**#id_name")
    assert page.evaluate("document.activeElement.id") == "id_name"


@pytest.mark.browser
def test_length_is_counted_and_nothing_is_cut_off(open_page) -> None:
    page = open_page("/pola/")
    page.get_by_label("Informasi yang Anda butuhkan").fill("x" * 2100)
    hint = page.locator("#id_wanted_limit")
    assert hint.inner_text() == "Paling banyak 2.000 karakter. 2.100 / 2.000"
    assert "is-over" in hint.get_attribute("class")


@pytest.mark.browser
def test_second_press_sends_nothing(open_page) -> None:
    page = open_page("/pola/")
    sent = page.evaluate(
        """() => { const form = document.querySelector('form.p-form'); let kept = 0;
        addEventListener('submit', e => { if (!e.defaultPrevented) kept++; e.preventDefault(); });
        form.requestSubmit(); form.requestSubmit(); return kept }"""
    )
    assert sent == 1


@pytest.mark.browser
def test_menus_close_on_escape_and_give_the_focus_back(open_page) -> None:
    page = open_page("/pola/meja/", width="desk")
    summary = page.locator(".w-switch summary")
    summary.click()
    assert page.get_by_role("link", name="Kecamatan Contoh").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Kecamatan Contoh").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.browser
def test_print_leaves_the_frame_out(open_page) -> None:
    page = open_page("/pola/", width="desk")
    page.emulate_media(media="print")
    shown = [
        css
        for css in (".p-top", ".p-foot", ".p-crumbs", ".p-time", ".p-table--cards")
        if page.locator(css).first.is_visible()
    ]
    assert shown == [".p-time", ".p-table--cards"]
