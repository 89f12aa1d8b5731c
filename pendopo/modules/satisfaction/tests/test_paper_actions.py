"""Paper: bundles with control numbers, sheets typed once, a sample typed again, differences settled."""

from __future__ import annotations

from typing import Any

import pytest

from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.actions import paper
from pendopo.modules.satisfaction.models import Answer, PaperBatch, PaperSheet, Survey, SurveyedService
from pendopo.modules.satisfaction.queries.paper import batches_of, progress_of
from pendopo.modules.satisfaction.queries.surveys import answer_for, asked_about
from pendopo.modules.satisfaction.rules import collecting, limits
from pendopo.modules.satisfaction.tests.surveying import KEYS, Surveyed, by_hand, kept


def values(marks: str) -> dict[str, int | None]:
    return {key: int(mark) or None for key, mark in zip(KEYS, marks, strict=True)}


class Desk:
    """A survey with a bundle, and those who type."""

    def __init__(self, office: Surveyed, sheets: int = 3) -> None:
        self.office = office
        self.survey: Survey = office.open()
        self.asked: SurveyedService = asked_about(self.survey)[0]
        self.asked.survey = self.survey
        self.first, self.second = office.actor("front_office"), office.actor("back_office")
        self.batch: PaperBatch = paper.begin_batch(survey=self.survey, asked=self.asked, sheets=sheets, by=self.first)

    def enter(self, position: int, marks: str = "344443344", **told: str) -> PaperSheet:
        return paper.enter_sheet(
            batch=self.batch,
            asked=self.asked,
            position=position,
            values=values(marks),
            told=told,
            comment="",
            by=self.first,
        )

    def check(self, position: int, marks: str = "344443344", by: Any = None, **told: str) -> PaperSheet:
        return paper.check_sheet(
            batch=self.batch,
            survey=self.survey,
            position=position,
            values=values(marks),
            told=told,
            by=by or self.second,
        )


@pytest.fixture
def desk(office: Surveyed) -> Desk:
    return Desk(office)


def test_bundles_are_numbered_within_their_survey(desk: Desk) -> None:
    again = paper.begin_batch(survey=desk.survey, asked=desk.asked, sheets=1, by=desk.first)
    assert (desk.batch.control_number, again.control_number) == ("K-001", "K-002")
    with pytest.raises(ValueError, match="sheets of one service"):
        paper.begin_batch(survey=desk.survey, asked=desk.asked, sheets=0, by=desk.first)
    with pytest.raises(NotAllowed):
        paper.begin_batch(survey=desk.survey, asked=desk.asked, sheets=1, by=desk.office.superior)
    PaperBatch.objects.filter(pk=again.pk).update(number=limits.BATCHES_MAX)
    with pytest.raises(NotAllowed):
        paper.begin_batch(survey=desk.survey, asked=desk.asked, sheets=1, by=desk.first)


def test_a_sheet_is_typed_once_and_knows_who_typed_it(desk: Desk) -> None:
    sheet = desk.enter(1, gender="female")
    assert desk.enter(1, "111111111") == sheet
    assert (sheet.answer.marks, sheet.answer.entered_by_id, sheet.typed_by_id) == (
        "344443344",
        desk.first.user_pk,
        desk.first.user_pk,
    )
    with pytest.raises(ValueError, match="no such place"):
        desk.enter(4)
    with pytest.raises(actions.BadAnswer):
        desk.enter(2, "000000000")
    assert Answer.objects.count() == 1
    assert kept() == by_hand()


def test_the_sample_shows_when_everything_is_typed(desk: Desk) -> None:
    desk.enter(1)
    assert progress_of(desk.batch).missing == (2, 3)
    assert progress_of(desk.batch).to_check == ()
    assert progress_of(desk.batch).next_missing == 2
    desk.enter(2)
    desk.enter(3)
    assert (progress_of(desk.batch).to_check, progress_of(desk.batch).next_missing) == ((1, 2, 3), None)
    desk.check(2)
    found = progress_of(desk.batch)
    assert (found.to_check, found.checked, found.differing, found.changed) == ((1, 3), 1, (), 0)


def test_what_agrees_is_settled_and_what_differs_is_decided(desk: Desk) -> None:
    desk.enter(1, gender="female")
    desk.enter(2)
    agreeing = desk.check(1, gender="female")
    assert (agreeing.differs, agreeing.second) == (False, {})
    differing = desk.check(2, "344443341")
    assert differing.second == {"marks": "344443341", "traits": "00000"}
    assert progress_of(desk.batch).differing == (2,)
    with pytest.raises(NotAllowed):
        paper.settle_sheet(sheet=differing, survey=desk.survey, values=values("344443341"), told={}, by=desk.first)
    settled = paper.settle_sheet(
        sheet=differing, survey=desk.survey, values=values("344443341"), told={}, by=desk.office.ppid
    )
    assert (settled.answer.marks, settled.answer.is_current, settled.second) == ("344443341", True, {})
    assert sorted(Answer.objects.filter(is_current=True).values_list("marks", flat=True)) == ["344443341", "344443344"]
    assert kept() == by_hand()
    found = progress_of(desk.batch)
    assert (found.differing, found.changed) == ((), 1)
    with pytest.raises(NotAllowed):
        paper.settle_sheet(
            sheet=differing, survey=desk.survey, values=values("344443341"), told={}, by=desk.office.ppid
        )


def test_the_first_reading_may_be_the_right_one(desk: Desk) -> None:
    desk.enter(1)
    sheet = desk.check(1, "111111111")
    paper.settle_sheet(sheet=sheet, survey=desk.survey, values=values("344443344"), told={}, by=desk.office.ppid)
    assert [each.marks for each in Answer.objects.all()] == ["344443344"]


def test_a_sheet_is_checked_once_after_it_was_typed(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.check(1)
    desk.enter(1)
    with pytest.raises(NotAllowed):
        desk.check(1, by=desk.office.superior)
    desk.check(1)
    with pytest.raises(NotAllowed):
        desk.check(1)


def test_an_answer_corrected_elsewhere_is_compared_as_it_stands(desk: Desk) -> None:
    sheet = desk.enter(1)
    answer = answer_for(desk.office.agency, sheet.answer_id)
    assert answer is not None
    actions.correct_answer(answer=answer, reason="typing", by=desk.office.ppid, values=values("222222222"))
    assert desk.check(1, "222222222").differs is False


def test_an_answer_that_was_erased_leaves_its_place_empty(desk: Desk) -> None:
    sheet = desk.enter(1)
    answer = answer_for(desk.office.agency, sheet.answer_id)
    assert answer is not None
    actions.remove_answer(answer=answer, reason="respondent", by=desk.office.ppid)
    assert progress_of(desk.batch).missing == (1, 2, 3)


def test_the_list_of_bundles_counts_in_one_query(desk: Desk, django_assert_num_queries) -> None:
    desk.enter(1)
    desk.check(1, "111111111")
    with django_assert_num_queries(1):
        found = list(batches_of(desk.survey))
    assert [(each.typed_n, each.checked_n, each.open_n) for each in found] == [(1, 1, 1)]


@pytest.mark.parametrize(("sheets", "drawn"), [(1, 1), (5, 5), (6, 5), (51, 6), (500, 50)])
def test_how_many_sheets_are_drawn(sheets: int, drawn: int) -> None:
    from uuid import UUID

    found = collecting.sheets_to_check(UUID(int=9), sheets)
    assert len(set(found)) == drawn
    assert set(found) <= set(range(1, sheets + 1))
    assert found == sorted(found)
