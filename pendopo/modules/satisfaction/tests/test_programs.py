"""What programs read of surveys, and the answers they send."""

from __future__ import annotations

from typing import Any

import pytest

from pendopo.kernel.api.tests.calling import Program, key_for
from pendopo.kernel.people.actors import SYSTEM
from pendopo.modules.satisfaction.actions import close, publish
from pendopo.modules.satisfaction.actions.inviting import invite
from pendopo.modules.satisfaction.models import Answer, Survey
from pendopo.modules.satisfaction.queries.inviting import secret_of
from pendopo.modules.satisfaction.queries.surveys import asked_about
from pendopo.modules.satisfaction.tests.surveying import KEYS, Surveyed, answer, by_hand, kept


def sender(office: Surveyed) -> Program:
    return Program(key_for(office.agency, "survey:write"))


def sent(survey: Survey, key: str, marks: str = "344443344", **more: Any) -> dict[str, Any]:
    values = {name: int(mark) or None for name, mark in zip(KEYS, marks, strict=True)}
    return {"key": key, "service": str(asked_about(survey)[0].service_id), "values": values, **more}


def post(program: Program, office: Surveyed, survey: Survey, *answers: dict[str, Any]) -> Any:
    return program.post(f"agencies/{office.agency.slug}/survey-answers", {"survey": str(survey.pk), "answers": answers})


def test_answers_come_in_once_by_the_open_link(office: Surveyed) -> None:
    survey, program = office.open(), sender(office)
    batch = [sent(survey, "loket-0001", respondent={"gender": "female"}, comment="Ramah."), sent(survey, "loket-0002")]
    for _ in range(2):
        assert post(program, office, survey, *batch).json() == {"taken": ["loket-0001", "loket-0002"], "refused": []}
    found = Answer.objects.order_by("comment").values_list("channel", "marks", "traits", "comment", "entered_by")
    assert list(found) == [("L", "344443344", "00000", "", None), ("L", "344443344", "20000", "Ramah.", None)]
    assert kept() == by_hand()
    # Another program may use the same keys.
    assert post(sender(office), office, survey, batch[1]).json()["taken"] == ["loket-0002"]
    assert Answer.objects.count() == 3


def test_invitation_makes_a_personal_answer(office: Surveyed) -> None:
    survey, program = office.open(), sender(office)
    asked = asked_about(survey)[0]
    asked.survey = survey
    invitation = invite(asked=asked, subject_type="inquiry", subject_id=survey.pk, email="", by=SYSTEM)
    assert invitation is not None
    secret = secret_of(invitation.pk)
    other = str(asked_about(survey)[1].service_id)
    answers = [
        sent(survey, "nomor-0001", invitation=secret),
        sent(survey, "nomor-0002", invitation=secret),
        sent(survey, "nomor-0003", invitation="0" * 32),
        {**sent(survey, "nomor-0004", invitation=secret), "service": other},
    ]
    found = post(program, office, survey, *answers).json()
    unknown = "Undangan ini tidak dikenal untuk survei dan layanan tersebut."
    assert found == {
        "taken": ["nomor-0001"],
        "refused": [
            {"key": "nomor-0002", "detail": "Tautan ini sudah dipakai. Satu tautan hanya untuk satu jawaban."},
            {"key": "nomor-0003", "detail": unknown},
            {"key": "nomor-0004", "detail": unknown},
        ],
    }
    assert Answer.objects.get().channel == "T"


def test_bad_answers_hold_none_of_the_others_back(office: Surveyed, other_office: Surveyed) -> None:
    survey, program = office.open(), sender(office)
    foreign = other_office.open()
    bad = [
        sent(survey, "satu-0001", respondent={"gender": "x"}),
        {**sent(survey, "satu-0002"), "values": {"tidak_ada": 3}},
        {**sent(survey, "satu-0003"), "values": {KEYS[0]: 9}},
        {**sent(survey, "satu-0004"), "service": str(asked_about(foreign)[0].service_id)},
    ]
    found = post(program, office, survey, *bad, sent(survey, "satu-0005", comment="a\u202eb")).json()
    assert found["taken"] == ["satu-0005"]
    assert [each["detail"] for each in found["refused"]] == [
        "Pilihan ini tidak dikenal.",
        "Unsur ini tidak ada dalam instrumen survei.",
        "Nilai ini di luar skala. Pilih salah satu jawaban yang tersedia.",
        "Layanan ini tidak termasuk dalam survei.",
    ]
    assert Answer.objects.get().comment == ""
    assert len(post(program, office, foreign, sent(foreign, "lain-0001")).json()["refused"]) == 1
    personal = office.open("2026-Q4")
    Survey.objects.filter(pk=personal.pk).update(allows_open_link=False)
    assert (
        "tautan pribadi" in post(program, office, personal, sent(personal, "p-000001")).json()["refused"][0]["detail"]
    )
    too_many = post(program, office, survey, *[sent(survey, f"banyak-{n:04d}") for n in range(501)])
    assert (too_many.status_code, too_many.json()["errors"]) == (
        422, [{"pointer": "#/answers", "detail": "Paling banyak 500 butir."}]
    )  # fmt: skip


def test_open_surveys_say_what_is_asked(office: Surveyed) -> None:
    survey = office.open()
    found = sender(office).get(f"agencies/{office.agency.slug}/surveys/open").json()
    assert [(each["id"], each["takes_open_link"]) for each in found] == [(str(survey.pk), True)]
    assert {each["name"] for each in found[0]["services"]} == {"Permohonan informasi", "Perpustakaan"}
    assert {each["key"] for each in found[0]["questions"]} == set(KEYS)
    assert all(len(each["labels"]) == 4 for each in found[0]["questions"])


def test_published_results_hide_services_with_few_answers(office: Surveyed, django_assert_num_queries: Any) -> None:
    survey, address = office.open(), f"agencies/{office.agency.slug}/surveys"
    for _ in range(6):
        answer(survey, "444444444", service=0)
    for _ in range(2):
        answer(survey, "111111111", service=1)
    public = Program()
    assert public.get(address).json() == {"items": [], "next": None}
    assert public.get(f"{address}/{survey.pk}").status_code == 404
    publish(survey=close(survey=survey, by=office.ppid), by=office.ppid)
    listed = Program().get(f"{address}?limit=5").json()["items"]
    assert [(each["index"], each["grade"], each["respondents"], each["period"]) for each in listed] == [
        ("81.25", "B", 8, "2026-Q3")
    ]
    with django_assert_num_queries(5):
        found = public.get(f"{address}/{survey.pk}?").json()
    assert [each["mean"] for each in found["elements"]] == ["3.250"] * 9
    # The one could be computed from the whole and the other.
    assert {(each["name"], each["respondents"], each["index"]) for each in found["services"]} == {
        ("Permohonan informasi", None, None), ("Perpustakaan", None, None)
    }  # fmt: skip


@pytest.mark.parametrize("path", ["surveys", "surveys/open"])
def test_other_agency_sees_nothing(office: Surveyed, other_office: Surveyed, path: str) -> None:
    office.open()
    assert (
        not Program(key_for(other_office.agency, "survey:write")).get(f"agencies/dinsos/{path}").json()
        or path == "surveys"
    )
