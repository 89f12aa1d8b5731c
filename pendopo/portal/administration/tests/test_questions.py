"""The one table of legal readings: it agrees with models, forms, pages and the manual."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from pendopo.kernel.agencies import questions
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import User
from pendopo.lib.deadlines import all_regimes
from pendopo.portal.administration.actions import SETTINGS
from pendopo.portal.administration.forms.settings import SettingsForm


def test_every_question_of_the_reference_is_there_once() -> None:
    codes = [each.code for each in questions.QUESTIONS]
    assert len(codes) == len(set(codes))
    assert set(codes) == {*(f"A{n}" for n in range(1, 27)), "A2b", "R1"}


@pytest.mark.parametrize("question", questions.settings(), ids=lambda each: each.code)
def test_a_setting_is_a_field_with_its_default_and_can_be_set(question: questions.Question) -> None:
    field = Agency._meta.get_field(question.field)
    assert field.default == question.default
    assert question.field in SETTINGS
    assert set(question.options) == {value for value, _label in SettingsForm().fields[question.field].choices}
    assert question.acts
    assert not question.answer


@pytest.mark.parametrize("question", questions.decisions(), ids=lambda each: each.code)
def test_what_does_not_act_is_a_decision_with_words(question: questions.Question) -> None:
    assert question.answer
    assert not question.options


def test_regimes_are_those_that_modules_registered() -> None:
    asked = next(each for each in questions.settings() if each.field == "regime")
    assert {code: each.title for code, each in all_regimes().items()} == dict(asked.options)


def test_the_page_lists_all_and_marks_the_agency_s_own_choice(client: Client, agency: Agency, admin: User) -> None:
    agency.missed_check = "wait"
    agency.save()
    client.force_login(admin)
    page = client.get("/dinas-contoh/meja/pengaturan/bacaan-hukum/")
    html = page.content.decode()
    for each in questions.QUESTIONS:
        assert each.question in html
        assert each.law in html.replace("&quot;", chr(34)).replace("&#x27;", chr(39))
    chosen = {row["question"].code: (row["chosen"], row["is_default"]) for row in page.context["settings"]}
    assert chosen["A2"] == ("Menunggu petugas", False)
    assert chosen["A1"] == ("Sejak dinyatakan lengkap", True)
    assert len(re.findall("pilihan instansi</", html)) == 1
    assert "Desa (belum diverifikasi)" in html
