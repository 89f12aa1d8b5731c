"""Drafts: sealed, found by agency, kind and secret together, gone after a week."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.personal import declarations
from pendopo.kernel.tracking import actions
from pendopo.kernel.tracking.models import Draft

AT = dt.datetime(2026, 8, 3, 2, 0, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)


def answers(agency: Agency, token: str, kind: str = "loan") -> dict[str, object]:
    return actions.draft_answers(agency=agency, kind=kind, token=token)


def test_a_draft_is_found_by_agency_kind_and_token_together(agency: Agency, other_agency: Agency) -> None:
    token = actions.new_token()
    actions.keep_draft(agency=agency, kind="loan", token=token, answers={"page": {"name": "Sri"}})
    assert answers(agency, token) == {"page": {"name": "Sri"}}
    assert [answers(other_agency, token), answers(agency, token, "book"), answers(agency, actions.new_token())] == [
        {}
    ] * 3


def test_the_database_alone_shows_neither_token_nor_answers(agency: Agency) -> None:
    token = actions.new_token()
    actions.keep_draft(agency=agency, kind="loan", token=token, answers={"name": "Sri Rahayu"})
    kept = Draft.objects.get()
    assert (kept.token_digest, str(kept)) == (actions.token_digest(token), actions.token_digest(token)[:12])
    assert token not in kept.token_digest
    assert b"Sri" not in bytes(kept.sealed)
    assert declarations()["tracking.Draft"][0].retention_days == 7


def test_keeping_again_replaces(agency: Agency) -> None:
    token = actions.new_token()
    with clock.frozen(AT):
        actions.keep_draft(agency=agency, kind="loan", token=token, answers={"a": 1})
    with clock.frozen(AT + WEEK):
        actions.keep_draft(agency=agency, kind="loan", token=token, answers={"b": 2})
        assert answers(agency, token) == {"b": 2}
    assert list(Draft.objects.values_list("kind", "updated_at")) == [("loan", AT + WEEK)]


def test_forgetting_takes_this_draft_alone(agency: Agency, other_agency: Agency) -> None:
    mine, other = actions.new_token(), actions.new_token()
    for token in (mine, other):
        actions.keep_draft(agency=agency, kind="loan", token=token, answers={"a": 1})
    actions.forget_draft(agency=other_agency, kind="loan", token=mine)
    actions.forget_draft(agency=agency, kind="book", token=mine)
    assert Draft.objects.count() == 2
    actions.forget_draft(agency=agency, kind="loan", token=mine)
    assert list(Draft.objects.values_list("token_digest", flat=True)) == [actions.token_digest(other)]


def test_a_draft_lives_seven_days(agency: Agency) -> None:
    token = actions.new_token()
    with clock.frozen(AT):
        actions.keep_draft(agency=agency, kind="loan", token=token, answers={"a": 1})
        actions.keep_draft(agency=agency, kind="book", token=actions.new_token(), answers={"a": 1})
    with clock.frozen(AT + WEEK):
        assert (answers(agency, token), actions.sweep_drafts()) == ({"a": 1}, 0)
    with clock.frozen(AT + WEEK + dt.timedelta(seconds=1)):
        assert (answers(agency, token), actions.sweep_drafts()) == ({}, 2)
    assert not Draft.objects.exists()


def test_a_token_has_one_code(settings: object) -> None:
    token = actions.new_token()
    assert actions.code_of(token) == actions.code_of(token)
    assert len({actions.code_of(actions.new_token()) for _each in range(200)}) == 200


@pytest.mark.parametrize("typed", ["abcde-12345", "ABCDE12345", "abcde l2345"])
def test_the_digest_of_a_code_does_not_depend_on_how_it_is_typed(typed: str) -> None:
    assert actions.tracking_digest(typed) == actions.tracking_digest("ABCDE-12345")
    assert len(actions.tracking_digest(typed)) == 64
