"""Base pages: frame, language, errors; and what no template or stylesheet may hold."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import brotli
import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation
from lxml import html

from pendopo.ui import errors, pattern_examples

UI = Path(__file__).parent.parent
STATIC = UI / "static" / "pendopo"


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def page(template: str, **context: object):
    return html.fromstring(render_to_string(template, {**pattern_examples.frame("warga"), **context}))


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 418, 429, 500, 503])
def test_error_page_needs_no_database_and_says_what_to_do(status: int) -> None:
    drawn = html.fromstring(errors.error_page(status, reference="A1B2"))
    assert drawn.get("lang") == "id"
    assert len(drawn.findall(".//h1")) == 1
    assert drawn.find(".//h2").text == "Yang dapat Anda lakukan"
    assert "A1B2" in drawn.text_content()


def test_error_response_of_an_agency_leads_to_its_home(rf) -> None:
    request = rf.get("/contoh/x/")
    request.agency = pattern_examples.AGENCY
    response = errors.error_response(request, 409, message="Permohonan ini sudah dijawab oleh Sri.")
    drawn = html.fromstring(response.content.decode())
    assert response.status_code == 409
    assert drawn.find(".//title").text == "Keadaan sudah berubah – PPID Kabupaten Contoh"
    assert drawn.find(".//a[@class='p-btn']").get("href") == "/contoh/"
    assert "Permohonan ini sudah dijawab oleh Sri." in drawn.text_content()


def test_handlers_answer_their_status(rf) -> None:
    request = rf.get("/x/")
    answered = [
        errors.bad_request(request, ValueError()),
        errors.permission_denied(request),
        errors.page_not_found(request),
        errors.server_error(request),
        errors.csrf_failure(request, "no cookie"),
    ]
    assert [response.status_code for response in answered] == [400, 403, 404, 500, 403]
    assert "Formulir sudah kedaluwarsa" in answered[-1].content.decode()


def test_server_error_names_the_reference_of_the_log(rf) -> None:
    request = rf.get("/x/")
    assert re.search(r"<strong class=\"p-code\">[0-9A-F]{8}</strong>", errors.server_error(request).content.decode())
    request.reference = "K7Q2M9XW4B"
    assert '<strong class="p-code">K7Q2M9XW4B</strong>' in errors.server_error(request).content.decode()


def test_frame_of_an_agency() -> None:
    drawn = page("ui/base.html", demo=False)
    assert (
        drawn.find(".//div[@class='p-strip']//p").text
        == "Situs resmi Dinas Komunikasi dan Informatika Kabupaten Contoh"
    )
    assert drawn.find(".//a[@class='p-skip']").get("href") == "#isi"
    assert drawn.find(".//main").get("id") == "isi"
    footer = " ".join(drawn.find(".//footer").text_content().split())
    assert "(0286) 000-000" in footer
    assert "Senin–Jumat 08.00–15.30 WIB" in footer
    assert [link.get("aria-current") for link in drawn.findall(".//nav[@class='p-nav']//a")] == [
        None,
        "page",
        None,
        None,
    ]


def test_demo_never_claims_to_be_official() -> None:
    assert (
        page("ui/base.html", demo=True).find(".//div[@class='p-strip']//p").text
        == "Situs contoh Pendopo, bukan situs resmi"
    )


def test_title_says_when_something_is_wrong() -> None:
    drawn = page(
        "ui/patterns.html", form=pattern_examples.ExampleForm({}), icons=(), page=Paginator([], 20).get_page(1)
    )
    assert drawn.find(".//title").text == "Kesalahan: Pola halaman – PPID Kabupaten Contoh"
    summary = drawn.find(".//div[@class='p-errors']")
    assert (summary.get("role"), summary.get("tabindex")) == ("alert", "-1")
    assert summary.find("h2").text == "Ada 8 isian yang perlu diperbaiki"
    targets = {element.get("id") for element in drawn.iter() if element.get("id")}
    assert {link.get("href")[1:] for link in summary.findall(".//a")} <= targets


def test_language_is_a_form_that_comes_back_to_this_page(rf) -> None:
    drawn = page("ui/base.html", request=rf.get("/contoh/?q=jalan"))
    form = drawn.find(".//form[@class='p-lang']")
    assert (form.get("method"), form.get("action")) == ("post", "/bahasa/")
    assert form.find("input").get("value") == "/contoh/?q=jalan"
    assert [(button.get("value"), button.text, button.get("aria-pressed")) for button in form.findall("button")] == [
        ("id", "Bahasa Indonesia", "true"),
        ("en", "English", "false"),
    ]


def test_english_page_says_it_is_english() -> None:
    with translation.override("en"):
        assert page("ui/base.html").get("lang") == "en"


def test_theme_of_an_agency_is_linked_after_the_stylesheet() -> None:
    agency = SimpleNamespace(**{**vars(pattern_examples.AGENCY), "theme_url": "/tema/x.css"})
    sheets = [link.get("href") for link in page("ui/base.html", agency=agency).findall(".//link[@rel='stylesheet']")]
    assert [sheet.split("/")[-1].split(".")[0] for sheet in sheets] == ["pendopo", "x"]


def test_workspace_shows_inbox_agencies_and_logout_form() -> None:
    drawn = page("ui/base_workspace.html")
    assert " ".join(drawn.find(".//a[@class='w-inbox']").text_content().split()) == "Kotak masuk 12"
    # They are counted up to a hundred (notifications.queries.unread_count): whoever has more is not told "100".
    more = page("ui/base_workspace.html", inbox_count=100).find(".//a[@class='w-inbox']/b")
    assert more.text == "99+"
    assert [link.get("aria-current") for link in drawn.findall(".//details[@class='w-drop w-switch']//a")] == [
        "true",
        None,
    ]
    form = drawn.find(".//details[@class='w-drop w-user']//form")
    assert (form.get("method"), form.get("action")) == ("post", "/keluar/")


@pytest.mark.parametrize("path", sorted(UI.rglob("templates/**/*.html")), ids=lambda path: path.name)
def test_no_template_breaks_the_content_policy(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script(?! src=)|javascript:", source) == []


def test_budgets_of_the_first_visit() -> None:
    sizes = {
        path.name: len(brotli.compress(path.read_bytes()))
        for path in STATIC.iterdir()
        if path.suffix in {".css", ".js", ".svg"}
    }
    font = (STATIC / "jakarta.woff2").stat().st_size
    assert (STATIC / "pendopo.js").stat().st_size <= 2048
    assert sizes["pendopo.css"] <= 6 * 1024
    assert sizes["workspace.css"] <= 2 * 1024
    assert sum(sizes.values()) + font <= 24 * 1024


def test_every_class_of_the_components_is_in_a_stylesheet() -> None:
    css = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.css"))
    sources = [*UI.rglob("templates/**/*.html"), *UI.rglob("templatetags/*.py"), UI / "charts.py"]
    used = {
        name
        for path in sources
        for name in re.findall(
            r"\b[pw]-[a-z]+(?:-[a-z]+)*(?:__[a-z]+)?(?:--[a-z]+)?\b", path.read_text(encoding="utf-8")
        )
    }
    # Marks without a look of their own, and the ends of ids.
    silent = {
        "p-form",
        "p-body",
        "p-top",
        "w-user",
        "p-field--tick",
        "p-count-hint",
        "p-time__text",
        "p-errors-title",
        "p-foot__links",
        "p-field__errors",
    }
    assert {name for name in used - silent if f".{name}" not in css} == set()
