"""The respondent's pages: open link, languages, bad input, lists and posters."""

from __future__ import annotations

import brotli
import pytest
from django.test import Client

from pendopo.kernel.people.limits import count_try
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.models import Answer
from pendopo.modules.satisfaction.queries.surveys import asked_about
from pendopo.modules.satisfaction.rules import limits
from pendopo.modules.satisfaction.rules.traits import CHANNELS
from pendopo.modules.satisfaction.tests.collecting import key_of, marks, open_link, ticked
from pendopo.modules.satisfaction.tests.surveying import KEYS, Surveyed


def test_the_page_is_light_and_asks_nine_questions(office: Surveyed, django_assert_max_num_queries) -> None:
    survey = office.open()
    client = Client()
    with django_assert_max_num_queries(8):
        page = client.get(open_link(office, survey))
    assert page.status_code == 200
    assert len(brotli.compress(page.content, quality=4)) < 15_000
    text = page.content.decode()
    assert text.count('type="radio"') == 36
    assert "Permohonan informasi" in text
    assert "tanpa nama" in text


def test_an_answer_by_the_open_link(office: Surveyed) -> None:
    survey = office.open()
    client = Client()
    sent = ticked("344443344", r_gender="female", r_disability="yes", comment="Ruang tunggu panas")
    response = client.post(open_link(office, survey), sent)
    assert (response.status_code, response["Location"]) == (
        303,
        f"/{office.agency.slug}/survei/terima-kasih/?bahasa=id",
    )
    made = Answer.objects.get()
    assert (made.marks, made.told, made.comment) == (
        "344443344",
        {"gender": "female", "disability": "yes"},
        "Ruang tunggu panas",
    )
    assert CHANNELS[made.channel][0] == "link"
    # The same page again, from a slow network or a double press.
    assert client.post(open_link(office, survey), sent).status_code == 303
    assert Answer.objects.count() == 1
    assert "Dari peramban ini hari ini sudah ada jawaban" in client.get(open_link(office, survey)).content.decode()


def test_what_is_missing_is_asked_about_once_and_everything_stays(office: Surveyed) -> None:
    survey = office.open()
    client = Client()
    sent = ticked("300443344", r_age="30s", comment="Sudah baik")
    page = client.post(open_link(office, survey), sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert [f"Pertanyaan {number} belum dijawab." in text for number in (1, 2, 3, 4)] == [False, True, True, False]
    assert text.count(" checked") == 7
    assert 'value="30s" selected' in text
    assert "Sudah baik" in text
    assert key_of(page.content) == sent["kunci"]
    assert client.post(open_link(office, survey), {**sent, "lewati": "on"}).status_code == 303
    assert marks() == ["300443344"]


@pytest.mark.parametrize("value", ["0", "5", "4,0", "x", "-1", "1e3"])
def test_values_outside_the_scale(office: Surveyed, value: str) -> None:
    survey = office.open()
    page = Client().post(open_link(office, survey), ticked() | {f"u_{KEYS[0]}": value})
    assert page.status_code == 422
    assert "Pilih salah satu jawaban yang tersedia." in page.content.decode()
    assert marks() == []


def test_nothing_ticked_is_no_answer_even_if_skipping_is_wanted(office: Surveyed) -> None:
    survey = office.open()
    page = Client().post(open_link(office, survey), ticked("000000000", lewati="on"))
    assert page.status_code == 422
    assert "Jawab sedikitnya satu" in page.content.decode()


@pytest.mark.parametrize(
    ("language", "spoken", "words"),
    [
        ("id", "id", "Bagaimana pendapat Saudara tentang kesesuaian persyaratan"),
        ("mudah", "id", "Apakah syarat yang diminta cocok dengan layanan ini?"),
        ("en", "en", "Did the requirements fit the service you asked for?"),
    ],
)
def test_three_wordings(office: Surveyed, language: str, spoken: str, words: str) -> None:
    survey = office.open()
    text = Client().get(f"{open_link(office, survey)}?bahasa={language}").content.decode()
    assert words in text
    assert f'<html lang="{spoken}">' in text


def test_one_browser_and_one_network_are_bounded_in_words(office: Surveyed) -> None:
    survey = office.open()
    client = Client()
    address = open_link(office, survey)
    for _visitor in range(limits.LINK_PER_BROWSER):
        assert client.post(address, ticked()).status_code == 303
    page = client.post(address, ticked(comment="Terakhir"))
    assert page.status_code == 429
    assert "Terakhir" in page.content.decode()
    # Colleagues behind the same address go on, until the network's own bound.
    assert Client().post(address, ticked()).status_code == 303
    for _visitor in range(limits.LINK_PER_ADDRESS.tries):
        count_try("survey:127.0.0.1", limits.LINK_PER_ADDRESS)
    assert Client().post(address, ticked()).status_code == 429
    assert Answer.objects.count() == limits.LINK_PER_BROWSER + 1


def test_a_survey_that_is_not_open_or_takes_no_open_link(office: Surveyed) -> None:
    prepared = office.prepare("2026-Q4")
    asked = asked_about(prepared)[0]
    closed = Client().get(open_link(office, prepared))
    assert closed.status_code == 409
    assert "tidak sedang dibuka" in closed.content.decode()
    actions.arrange(survey=prepared, by=office.ppid, allows_open_link=False)
    actions.open_survey(survey=prepared, by=office.ppid)
    assert Client().get(open_link(office, prepared)).status_code == 409
    assert Client().get(office.url("by_service", asked.service_id)).status_code == 404
    assert "Belum ada survei yang dibuka" in Client().get(office.url("start")).content.decode()


def test_a_poster_leads_to_the_survey_of_today(office: Surveyed) -> None:
    survey = office.open()
    asked = asked_about(survey)[0]
    assert Client().get(office.url("by_service", asked.service_id))["Location"] == open_link(office, survey)
    listed = Client().get(office.url("start")).content.decode()
    assert all(open_link(office, survey, n) in listed for n in (0, 1))
    page = office.visit("front_office").get(office.url("poster", survey.pk, asked.service_id) + "?loket=Loket+3")
    text = page.content.decode()
    assert "Loket 3" in text
    assert f"http://localhost:8000{office.url('by_service', asked.service_id)}" in text
    assert "<svg" in text
    pdf = office.visit("front_office").get(office.url("poster_pdf", survey.pk, asked.service_id))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_nothing_of_another_agency(office: Surveyed, other_office: Surveyed) -> None:
    survey = other_office.open()
    asked = asked_about(survey)[0]
    assert Client().get(office.url("answer", survey.pk, asked.service_id)).status_code == 404
    assert office.visit("ppid").get(office.url("detail", survey.pk)).status_code == 404
    assert office.visit("ppid").get(office.url("poster", survey.pk, asked.service_id)).status_code == 404
    foreign = office.url("poster", office.open().pk, asked.service_id)
    assert office.visit("ppid").get(foreign).status_code == 404
    assert "Survei ini tidak ada" in Client().get(office.url("answer", survey.pk, asked.service_id)).content.decode()
