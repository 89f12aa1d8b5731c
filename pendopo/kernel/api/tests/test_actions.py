"""Corners of the actions: kept answers, the worker's jobs, two workers at one webhook, and while only reading is possible."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.urls import Resolver404

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api import tasks
from pendopo.kernel.api.actions import once, revoke_token
from pendopo.kernel.api.actions.webhooks import _tell, spread
from pendopo.kernel.api.entrance import LazyResolver
from pendopo.kernel.api.models import KeptAnswer, Token, Webhook
from pendopo.kernel.api.problems import Problem
from pendopo.kernel.api.registry import Part, Topic, add_part, parts
from pendopo.kernel.api.rules import Scope
from pendopo.kernel.api.tests.calling import Program, key_for
from pendopo.kernel.api.tests.test_webhooks import happens, registered
from pendopo.kernel.notifications import channels
from pendopo.kernel.people.models import CountedTry
from pendopo.kernel.workflow.actions import NotAllowed

from tests.staffed import Staffed


@pytest.fixture
def body(db: None) -> Staffed:
    return Staffed(Agency.objects.create(slug="contoh", name="Dinas Contoh", short_name="Contoh"), "programs")


def call(here: Staffed, key: str = "k" * 8, **more: Any) -> Any:
    token = Token.objects.first() or (key_for(here.agency), Token.objects.get())[1]
    given = {"operation": "x", "body": b"{}", "do": lambda: (201, {"id": "1"})} | more
    return once(agency=here.agency, token=token, key=key, **given)


def test_answers_are_kept_and_forgotten(body: Staffed) -> None:
    assert [call(body), call(body)] == [(201, {"id": "1"}, False), (201, {"id": "1"}, True)]
    for other in ({"body": b"[]"}, {"operation": "y"}):
        with pytest.raises(Problem, match="key-reused"):
            call(body, **other)
    for key in ("short", "x" * 65, "dengan spasi"):
        with pytest.raises(Problem, match="key-missing"):
            call(body, key)
    assert tasks.forget_answers() == 0
    with clock.frozen(clock.now() + dt.timedelta(days=7, seconds=5)):
        assert tasks.forget_answers() == 1


def test_call_that_was_answered_after_we_looked_gets_that_answer(body: Staffed) -> None:
    others = [lambda: call(body)]

    def answered_meanwhile(execute: Any, sql: str, *more: Any) -> Any:
        found = execute(sql, *more)
        if others and KeptAnswer._meta.db_table in sql:
            assert others.pop()() == (201, {"id": "1"}, False)
        return found

    with connection.execute_wrapper(answered_meanwhile):
        assert call(body, do=lambda: pytest.fail("It was done twice.")) == (201, {"id": "1"}, True)
    assert (others, KeptAnswer.objects.count()) == ([], 1)


def test_trouble_of_the_action_itself_is_raised_and_leaves_nothing(body: Staffed) -> None:
    def fail() -> Any:
        raise IntegrityError("another constraint")

    with pytest.raises(IntegrityError, match="another"):
        call(body, do=fail)
    assert not KeptAnswer.objects.exists()


def test_keys_are_revoked_by_whoever_manages_them(body: Staffed) -> None:
    key_for(body.agency)
    token = Token.objects.get()
    with pytest.raises(NotAllowed, match="tidak mencakup kunci API"):
        revoke_token(token=token, by=body.ppid)
    token.refresh_from_db()
    assert token.revoked_at is None
    assert [revoke_token(token=token, by=body.actor("agency_admin")) for _time in range(2)] == [True, False]


def test_worker_tells_webhooks(body: Staffed) -> None:
    hook, _secret = registered(body, "https://contoh.id/terima")
    assert tasks.tell_webhooks() == 0
    happens(body.agency, "inquiry.note")
    assert spread() == 0
    happens(body.agency)
    assert tasks.tell_webhooks() == 1
    # Another worker was faster; and somebody has removed it meanwhile.
    assert _tell(hook.pk) == 0
    Webhook.objects.all().update(removed_at=clock.now(), removed_by=hook.made_by)
    assert _tell(hook.pk) == 0


def test_reading_goes_on_while_nothing_can_be_written(body: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    from pendopo.kernel.operation.queries import ReadOnly

    program = Program(key_for(body.agency, "requests:read", "requests:identity"))
    resting = ReadOnly(on=True)
    monkeypatch.setattr("pendopo.kernel.api.doors.read_only", lambda: resting)
    monkeypatch.setattr("pendopo.modules.information.api.routes.read_only", lambda: resting)
    assert program.get("token").status_code == 200
    assert not CountedTry.objects.exists()
    refused = program.get("agencies/contoh/requests", {"identity": "true"})
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (503, True)


@pytest.mark.once
def test_addresses_are_loaded_by_the_first_call_below_them() -> None:
    lazy = LazyResolver("program/", "no.such.module", "program")
    lazy._populate()
    with pytest.raises(Resolver404):
        lazy.resolve("halaman/")
    with pytest.raises(ModuleNotFoundError):
        lazy.resolve("program/x")


@pytest.mark.once
def test_names_are_given_once() -> None:
    before = parts()
    with pytest.raises(ValueError, match="Two parts"):
        add_part(Part("agencies"))
    with pytest.raises(ValueError, match="requests:read"):
        add_part(Part("lain", scopes=[Scope("requests:read", "x")]))
    with pytest.raises(ValueError, match=r"notice\.ended"):
        add_part(Part("lain", topics=[Topic("notice.ended", "x", (), lambda _agency, _keys: {})]))
    assert parts() == before
    with pytest.raises(KeyError):
        channels.find("merpati")
