"""The report: frozen once with official chapters, then the same on paper whatever happens to the answers."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from pendopo.kernel.imports.reading import open_table
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.satisfaction import actions as surveys
from pendopo.modules.satisfaction.actions.reporting import freeze_report
from pendopo.modules.satisfaction.models import Report
from pendopo.modules.satisfaction.tests.surveying import Surveyed, answer
from pendopo.modules.satisfaction.tests.test_follow_up import closed, planned

CHAPTERS = ["BAB I Pendahuluan", "BAB II Metodologi", "BAB III Hasil", "BAB IV Kesimpulan dan Saran", "Lampiran"]


def test_one_press_and_three_papers(office: Surveyed, other_office: Surveyed) -> None:
    survey = closed(office)
    planned(office, survey, programme="Kotak saran #[di] $loket")
    browser = office.visit("ppid")
    assert "Belum ada laporan" in browser.get(office.url("report", survey.pk)).content.decode()
    assert browser.post(office.url("report", survey.pk)).status_code == 303
    report = Report.objects.get()
    # What happens to the answers later does not reach the report.
    surveys.remove_answer(answer=survey.answers.get(is_current=True), reason="respondent", by=office.ppid)
    assert [chapter["title"] for chapter in report.figures["chapters"]] == CHAPTERS
    assert office.url("report_pdf", report.pk) in browser.get(office.url("report", survey.pk)).content.decode()
    sent = browser.get(office.url("report_pdf", report.pk))
    pdf = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(sent.content)).pages).split())
    paper = Document(BytesIO(browser.get(office.url("report_docx", report.pk)).content))
    headings = [line.text for line in paper.paragraphs if line.style.name == "Heading 1"]
    assert headings == CHAPTERS
    for words in (*CHAPTERS, "Kotak saran #[di] $loket", "Nilai IKM 75,00"):
        assert words in pdf
    ranked = next(table for table in paper.tables if table.cell(0, 1).text == "Peringkat")
    assert [cell.text for cell in ranked.rows[1].cells] == [
        "U2 Sistem, Mekanisme, dan Prosedur", "1", "4,000", "100,00", "A (Sangat baik)", "█" * 20,
    ]  # fmt: skip
    annex = browser.get(office.url("report_xlsx", report.pk)).content
    lines = [cells for _line, cells in open_table("a.xlsx", annex).lines]
    assert lines[3][:4] == ["1", "Permohonan informasi", "3", "4"]
    assert lines[-1][1:3] == ["IKM", "75"]
    assert other_office.visit("ppid").get(other_office.url("report_pdf", report.pk)).status_code == 404


def test_when_and_by_whom(office: Surveyed) -> None:
    survey = office.open()
    assert office.visit("ppid").post(office.url("report", survey.pk)).status_code == 409
    assert "setelah survei ditutup" in office.visit("ppid").get(office.url("report", survey.pk)).content.decode()
    surveys.close(survey=survey, by=office.ppid)
    with pytest.raises(NotAllowed, match="Belum ada kuesioner"):
        freeze_report(survey=survey, by=office.ppid)
    surveys.reopen(survey=survey, by=office.ppid)
    answer(survey, "333333333")
    surveys.close(survey=survey, by=office.ppid)
    with pytest.raises(NotAllowed, match="Peran Anda"):
        freeze_report(survey=survey, by=office.actor("front_office"))


def test_the_plan_before_stands_in_the_report(office: Surveyed) -> None:
    planned(office, closed(office))
    report = freeze_report(survey=closed(office, "2026-Q3"), by=office.ppid)
    parts = [part for chapter in report.figures["chapters"] for part in chapter["parts"]]
    [old] = [part for part in parts if part["heading"] == "Hasil tindak lanjut periode sebelumnya"]
    assert old["paragraphs"] == ["Terlaksana 0,00 %: 0 dari 1 kegiatan."]
