"""Running a survey in the workspace: list, preparing, sample, opening, closing, screens and paper."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.actions import paper
from pendopo.modules.satisfaction.models import Kiosk, PaperBatch, PaperSheet, Survey
from pendopo.modules.satisfaction.queries.surveys import asked_about, shipped_instrument
from pendopo.modules.satisfaction.rules import traits
from pendopo.modules.satisfaction.tests.collecting import ticked
from pendopo.modules.satisfaction.tests.surveying import Surveyed, answer


def prepared(office: Surveyed, **changed: Any) -> dict[str, Any]:
    """Return what the page of preparing sends."""
    year = clock.today(office.agency.timezone).year
    instrument = shipped_instrument("permen14_2017")
    sent = {"title": "SKM", "instrument": str(instrument.pk), "period": f"{year}-Q1", "unit": ""}
    return {**sent, "services": [str(each.pk) for each in office.services], "starts_on": "", "ends_on": "", **changed}


def test_a_survey_from_preparing_to_closing(office: Surveyed) -> None:
    ppid = office.visit("ppid")
    assert "Belum ada survei" in ppid.get(office.url("survey_list")).content.decode()
    assert ppid.get(office.url("prepare_survey")).status_code == 200
    made = ppid.post(office.url("prepare_survey"), prepared(office))
    survey = Survey.objects.get()
    assert (made.status_code, made["Location"]) == (303, office.url("detail", survey.pk))
    asked = asked_about(survey)[0]
    plan = office.url("plan_sample", survey.pk, asked.service_id)
    assert ppid.get(plan).status_code == 200
    assert ppid.post(plan, {"population": "320", "target": "", "q_gender=female": "80"}).status_code == 303
    asked.refresh_from_db()
    assert (asked.population, asked.target, asked.quotas) == (320, 175, {"gender=female": 80})
    assert ppid.get(office.url("open_survey", survey.pk)).status_code == 200
    assert ppid.post(office.url("open_survey", survey.pk)).status_code == 303
    answer(office.fresh(survey), "344443344", told={"gender": "female"})
    text = ppid.get(office.url("detail", survey.pk)).content.decode()
    for words in ("kurang 174", "Kuota kurang:", "Perempuan 79", "bukti lebih lemah", "Sampel masih tipis"):
        assert words in text, words
    close = ppid.get(office.url("close", survey.pk)).content.decode()
    assert "Responden belum cukup: Permohonan informasi, Perpustakaan" in close
    assert ppid.post(office.url("close", survey.pk)).status_code == 303
    assert ppid.post(office.url("close", survey.pk)).status_code == 409
    assert ppid.post(office.url("reopen", survey.pk)).status_code == 303
    assert "SKM" in ppid.get(office.url("survey_list")).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "Isi “Judul survei”."),
        ({"services": []}, "Pilih “Layanan yang disurvei”."),
        ({"period": "2026-Q7"}, "Masukkan pilihan yang valid"),
        ({"starts_on": "2026-05-01", "ends_on": "2026-04-01"}, "Tanggal selesai lebih awal"),
    ],
)
def test_what_cannot_be_prepared(office: Surveyed, changed: dict[str, Any], words: str) -> None:
    page = office.visit("ppid").post(office.url("prepare_survey"), prepared(office, **changed))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert Survey.objects.count() == 0


def test_the_same_period_again(office: Surveyed) -> None:
    ppid = office.visit("ppid")
    ppid.post(office.url("prepare_survey"), prepared(office))
    page = ppid.post(office.url("prepare_survey"), prepared(office))
    assert page.status_code == 422
    assert "Survei unit ini untuk periode itu sudah ada" in page.content.decode()


def test_without_services_there_is_nothing_to_ask_about(office: Surveyed) -> None:
    for service in office.services:
        service.delete()
    assert "Belum ada layanan" in office.visit("ppid").get(office.url("prepare_survey")).content.decode()


def test_preparations_are_changed_until_the_survey_opens(office: Surveyed) -> None:
    survey, ppid = office.prepare(), office.visit("ppid")
    assert 'value="SKM 2026-Q3"' in ppid.get(office.url("arrange", survey.pk)).content.decode()
    sent = {"title": "SKM baru", "services": [str(office.services[1].pk)], "numbering": "regulation", "fall": "3.5"}
    assert ppid.post(office.url("arrange", survey.pk), sent).status_code == 303
    changed = office.fresh(survey)
    assert (changed.title, changed.numbering, changed.allows_open_link, changed.starts_on) == (
        "SKM baru",
        "regulation",
        False,
        survey.starts_on,
    )
    assert [each.service_id for each in asked_about(changed)] == [office.services[1].pk]
    actions.open_survey(survey=changed, by=office.ppid)
    assert ppid.get(office.url("arrange", survey.pk)).status_code == 409


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"population": "320", "target": "174"}, "Untuk 320 pengguna diperlukan sedikitnya 175 responden."),
        ({"population": "320", "target": "321"}, "Sasaran melebihi jumlah pengguna"),
        ({"population": "-1"}, "lebih besar dari atau sama dengan 0"),
        ({"population": "4,5"}, "bilangan"),
        ({"q_gender=male": "-3"}, "lebih besar dari atau sama dengan 0"),
    ],
)
def test_a_sample_that_cannot_be(office: Surveyed, sent: dict[str, str], words: str) -> None:
    survey = office.prepare()
    page = office.visit("ppid").post(office.url("plan_sample", survey.pk, office.services[0].pk), sent)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_progress_costs_the_same_with_fifty_services(django_assert_max_num_queries, office: Surveyed) -> None:
    from pendopo.kernel.services.models import Service

    more = [Service(agency=office.agency, name=f"Layanan {n:02d}") for n in range(48)]
    Service.objects.bulk_create(more)
    survey = office.open(services=[*office.services, *more])
    for n in range(50):
        answer(survey, "344443344", service=n)
    looks = office.visit("superior")
    with django_assert_max_num_queries(16):
        page = looks.get(office.url("detail", survey.pk))
    assert page.content.decode().count("tanpa sasaran") == 50


def test_screens_in_the_workspace(office: Surveyed) -> None:
    survey, desk = office.open(), office.visit("front_office")
    assert "Belum ada layar" in desk.get(office.url("kiosk_list", survey.pk)).content.decode()
    assert desk.post(office.url("make_kiosk", survey.pk), {"name": "", "layout": "single"}).status_code == 422
    shown = desk.post(office.url("make_kiosk", survey.pk), {"name": "Loket 1", "layout": "single", "service": ""})
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", shown.content.decode())
    assert shown.status_code == 200
    assert code is not None
    kiosk = Kiosk.objects.get()
    assert "Menunggu kode" in desk.get(office.url("kiosk_list", survey.pk)).content.decode()
    assert code[0] not in desk.post(office.url("renew_code", survey.pk, kiosk.pk)).content.decode()
    assert desk.get(office.url("point_kiosk", survey.pk, kiosk.pk)).status_code == 200
    sent = {"layout": "compact", "service": str(office.services[0].pk)}
    assert desk.post(office.url("point_kiosk", survey.pk, kiosk.pk), sent).status_code == 303
    kiosk.refresh_from_db()
    assert (kiosk.layout, kiosk.service_id, kiosk.name) == ("compact", office.services[0].pk, "Loket 1")
    assert desk.post(office.url("revoke_kiosk", survey.pk, kiosk.pk)).status_code == 303
    assert "Dicabut" in desk.get(office.url("kiosk_list", survey.pk)).content.decode()
    for name in ("renew_code", "revoke_kiosk", "point_kiosk"):
        assert desk.post(office.url(name, survey.pk, kiosk.pk), sent).status_code == 409


def test_paper_in_the_workspace(office: Surveyed) -> None:
    survey, desk = office.open(), office.visit("front_office")
    assert "Belum ada berkas" in desk.get(office.url("batch_list", survey.pk)).content.decode()
    service = str(office.services[0].pk)
    begin = office.url("begin_batch", survey.pk)
    assert desk.post(begin, {"service": service, "sheets": "501"}).status_code == 422
    begun = desk.post(begin, {"service": service, "sheets": "2"})
    batch = PaperBatch.objects.get()
    sheets = [office.url("enter_sheet", survey.pk, batch.pk, n) for n in (1, 2, 3)]
    assert begun["Location"] == sheets[0]
    assert desk.get(sheets[2]).status_code == 404
    assert desk.post(sheets[0], ticked("000000000")).status_code == 422
    # Paper is typed as it is: what is empty there stays empty, without asking.
    assert desk.post(sheets[0], ticked("344403344", r_gender="female"))["Location"] == sheets[1]
    assert desk.get(sheets[0])["Location"] == office.url("batch", survey.pk, batch.pk)
    assert desk.post(sheets[1], ticked())["Location"] == office.url("batch", survey.pk, batch.pk)
    again = [office.url("check_sheet", survey.pk, batch.pk, n) for n in (1, 2)]
    second = office.visit("back_office")
    assert again[0] in second.get(office.url("batch", survey.pk, batch.pk)).content.decode()
    assert " checked" not in second.get(again[0]).content.decode()
    assert second.post(again[0], ticked("344403344", r_gender="female"))["Location"] == again[1]
    assert second.post(again[1], ticked("144443344", r_age="30s"))["Location"] == office.url(
        "batch", survey.pk, batch.pk
    )
    assert second.post(again[1], ticked()).status_code == 409
    assert "diputuskan PPID" in desk.get(office.url("batch", survey.pk, batch.pk)).content.decode()
    ppid, settle = office.visit("ppid"), office.url("settle_sheet", survey.pk, batch.pk, 2)
    text = ppid.get(settle).content.decode()
    assert "30–39 tahun" in text
    assert "Nama back_office" in text
    assert ppid.post(settle, ticked("144443344")).status_code == 303
    assert ppid.get(settle).status_code == 409
    assert PaperSheet.objects.get(position=2).answer.marks == "144443344"
    assert "Berkas ini selesai" in ppid.get(office.url("batch", survey.pk, batch.pk)).content.decode()
    assert batch.control_number in desk.get(office.url("batch_list", survey.pk)).content.decode()


def test_paper_of_a_closed_survey_is_refused_in_words(office: Surveyed) -> None:
    survey, desk = office.open(), office.visit("front_office")
    asked = asked_about(survey)[0]
    batch = paper.begin_batch(survey=survey, asked=asked, sheets=2, by=office.ppid)
    actions.close(survey=survey, by=office.ppid)
    assert desk.post(office.url("enter_sheet", survey.pk, batch.pk, 1), ticked()).status_code == 409
    sent = {"service": str(asked.service_id), "sheets": "2"}
    assert desk.post(office.url("begin_batch", survey.pk), sent).status_code == 409


def test_every_channel_has_a_name_on_the_page(office: Surveyed) -> None:
    survey = office.open()
    for channel in (traits.TOKEN, traits.KIOSK, traits.LINK):
        answer(survey, "344443344", channel=channel)
    text = office.visit("auditor").get(office.url("detail", survey.pk)).content.decode()
    assert all(word in text for word in ("Tautan pribadi setelah layanan", "Layar di loket", "Tautan terbuka"))
    # Whoever only looks is offered nothing to do.
    assert office.url("kiosk_list", survey.pk) not in text
    assert office.url("close", survey.pk) not in text


def test_nothing_of_another_agency_or_survey(office: Surveyed, other_office: Surveyed) -> None:
    theirs, ours = other_office.open(), office.open()
    batch = paper.begin_batch(survey=theirs, asked=asked_about(theirs)[0], sheets=2, by=other_office.ppid)
    kiosk = Kiosk.objects.create(agency=other_office.agency, survey=theirs, name="Loket", made_at=clock.now())
    ppid = office.visit("ppid")
    assert ppid.get(office.url("batch", ours.pk, batch.pk)).status_code == 404
    assert ppid.get(office.url("plan_sample", ours.pk, other_office.services[0].pk)).status_code == 404
    for name in ("renew_code", "revoke_kiosk", "point_kiosk"):
        assert ppid.post(office.url(name, ours.pk, kiosk.pk)).status_code == 404
