"""The publication sheet of a published survey: its fields, its picture, and who it tells nothing about."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from pendopo.kernel.documents import letters
from pendopo.kernel.services.models import Service
from pendopo.lib.keeping import forget_all
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.reports import posters
from pendopo.modules.satisfaction.tests.surveying import Surveyed, answer


def test_the_sheet_tells_what_it_must(office: Surveyed, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = office.open("2026-Q2", unit=office.unit)
    for place in range(12):
        told = {"gender": "female" if place < 7 else "male", "education": "s1", "age": "30s" if place else "20s"}
        answer(survey, "444433333", told=told)
    actions.close(survey=survey, by=office.ppid)
    anybody, address = office.visit(""), office.url("result_poster_pdf", survey.pk)
    assert anybody.get(address).status_code == 404
    survey = office.fresh(actions.publish(survey=office.fresh(survey), by=office.ppid))
    sent = anybody.get(address)
    assert sent["Content-Disposition"] == "attachment; filename*=UTF-8''hasil-skm-2026-Q2.pdf"
    reader = PdfReader(BytesIO(sent.content))
    text = " ".join(reader.pages[0].extract_text().split())
    assert len(reader.pages) == 1
    for words in (
        "Dinas Kominfo", "Bidang Layanan", "Indeks Kepuasan Masyarakat", "1 April 2026 sampai 30 Juni 2026", "86,11",
        "B (Baik)", "12 orang", "Permohonan informasi", "Perpustakaan", "Laki-laki 5", "Perempuan 7", "S1 12",
        "disamarkan", "U1 Persyaratan", "100,00", "Terima kasih",
    ):  # fmt: skip
        assert words in text, words
    # Its picture is made from the same paper, which is kept: nothing compiles again.
    monkeypatch.setattr(posters, "render_letter", None)
    picture = anybody.get(office.url("result_poster_png", survey.pk))
    assert picture["Content-Type"] == "image/png"
    assert Image.open(BytesIO(picture.content)).size == (1241, 1754)
    links = anybody.get(office.url("published_result", survey.pk)).content.decode()
    assert address in links
    assert address in office.visit("ppid").get(office.url("survey_figures", survey.pk)).content.decode()


def test_a_sheet_that_cannot_be_made(office: Surveyed, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_more: object) -> bytes:
        raise letters.LetterFailed

    forget_all()
    monkeypatch.setattr(posters, "render_letter", fail)
    more = [Service.objects.create(agency=office.agency, name=f"Layanan {n}") for n in range(5)]
    survey = office.open(services=[*office.services, *more])
    answer(survey, "444444444")
    actions.close(survey=survey, by=office.ppid)
    survey = office.fresh(actions.publish(survey=office.fresh(survey), by=office.ppid))
    assert posters.content_of(survey)["services"][-1] == "dan 3 layanan lain"
    assert office.visit("").get(office.url("result_poster_png", survey.pk)).status_code == 503
