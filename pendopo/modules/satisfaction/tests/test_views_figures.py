"""Pages of figures: exact values on them, their bases, breaks and hidden cells, who sees what, and what they cost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import brotli
import pytest
from django.test import Client

from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.models import PastResult, Survey
from pendopo.modules.satisfaction.queries.surveys import shipped_instrument
from pendopo.modules.satisfaction.tests.surveying import Surveyed, answer


def published(office: Surveyed, period: str = "2026-Q2") -> Survey:
    """Return a published survey of ten men, and three women, who are hidden."""
    survey = office.open(period)
    for number in range(13):
        told = {"gender": "male" if number < 10 else "female"}
        answer(survey, "344434433" if number % 2 else "333333334", service=number % 2, told=told)
    actions.close(survey=survey, by=office.ppid)
    actions.publish(survey=survey, by=office.ppid)
    return office.fresh(survey)


def past(office: Surveyed, period: str, ends_on: dt.date, value: str, **more: Any) -> None:
    given = {"instrument": shipped_instrument("permen14_2017"), "n": 90, "source": "Laporan SKM", **more}
    PastResult.objects.create(
        agency=office.agency, period=period, ends_on=ends_on, published_index=Decimal(value), **given
    )


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_a_published_result_for_everybody(office: Surveyed, django_assert_max_num_queries: Any) -> None:
    survey = published(office)
    past(office, "2024", dt.date(2024, 12, 31), "78.10", method="weight_0_111")
    past(office, "2025", dt.date(2025, 12, 31), "80.20")
    with django_assert_max_num_queries(8):
        page = Client().get(office.url("results"))
    text = words(page)
    assert page.status_code == 200
    assert len(brotli.compress(page.content, quality=4)) < 15_000
    # Seven of 28 and six of 32 points: (7 x 28 + 6 x 32) / 13 / 9 x 25.
    assert str(survey.published_index) == "82.91"
    assert "82,91" in text
    assert "B (Baik)" in text
    assert "dari seluruh jawaban, yaitu 117 jawaban dari 13 responden atas 9 unsur" in text
    assert '<th scope="row">3: Baik</th><td class="p-num">80</td><td class="p-num">68,38 %</td>' in text
    assert text.count("disamarkan") == 3
    assert text.count(">metode berubah<") == 1
    assert Client().get(office.url("published_result", survey.pk)).status_code == 200


def test_only_published_results_are_public(office: Surveyed, other_office: Surveyed) -> None:
    survey = office.open()
    answer(survey, "444444444")
    assert "Belum ada hasil yang diumumkan" in words(Client().get(office.url("results")))
    assert Client().get(office.url("published_result", survey.pk)).status_code == 404
    foreign = published(other_office)
    assert Client().get(office.url("published_result", foreign.pk)).status_code == 404
    assert office.visit("ppid").get(office.url("survey_figures", foreign.pk)).status_code == 404


def test_what_was_published_stays_and_the_change_is_said(office: Surveyed) -> None:
    survey = published(office)
    actions.remove_answer(answer=survey.answers.filter(is_current=True).first(), reason="respondent", by=office.ppid)
    text = words(Client().get(office.url("published_result", survey.pk)))
    assert "82,91" in text
    assert "dibetulkan atau dihapus setelah pengumuman" in text


@pytest.mark.parametrize(("group", "hidden"), [("", 2), ("occupation", 0), ("zebra", 2)])
def test_an_officer_sees_figures_and_hidden_segments(office: Surveyed, group: str, hidden: int) -> None:
    survey = published(office)
    page = office.visit("front_office").get(office.url("survey_figures", survey.pk) + f"?kelompok={group}")
    text = words(page)
    assert page.status_code == 200
    assert text.count("disamarkan (kelompok kecil)") == hidden
    assert "U4 Biaya/Tarif" in text
    assert "Unsur terlemah, untuk diperbaiki lebih dahulu: U" in text
    assert "3,462" in text


def test_figures_before_the_first_answer(office: Surveyed) -> None:
    survey = office.open()
    browser = office.visit("ppid")
    assert "Belum ada indeks" in words(browser.get(office.url("survey_figures", survey.pk)))
    assert "Belum ada survei yang selesai" in words(browser.get(office.url("agency_figures")))


def test_the_agency_over_periods_and_units(office: Surveyed) -> None:
    published(office)
    past(office, "2025", dt.date(2025, 12, 31), "80.20")
    text = words(office.visit("superior").get(office.url("agency_figures")))
    assert "Unit, periode 2026-Q2" in text
    assert "Bidang Layanan" in text
    assert "80,20" in text


def test_publishing_shows_what_becomes_public(office: Surveyed) -> None:
    survey = office.open()
    browser = office.visit("superior")
    address = office.url("publish", survey.pk)
    assert browser.get(address).status_code == 409
    actions.close(survey=survey, by=office.ppid)
    refused = browser.post(address)
    assert refused.status_code == 422
    assert "tidak ada indeks yang dapat diumumkan" in words(refused)
    actions.reopen(survey=survey, by=office.ppid)
    answer(survey, "333333334")
    actions.close(survey=survey, by=office.ppid)
    assert "77,78" in words(browser.get(address))
    assert browser.post(address).status_code == 303
    assert str(office.fresh(survey).published_index) == "77.78"
    assert browser.post(address).status_code == 409
