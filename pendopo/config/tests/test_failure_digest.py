"""System administrators hear of a new failure at once, and of the others once a day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail

from pendopo.config.tasks import forget_old_failures, tell_failures
from pendopo.kernel import clock
from pendopo.kernel.operation import rules
from pendopo.kernel.operation.actions import note_failure
from pendopo.kernel.operation.models import Failure
from pendopo.kernel.people.models import User

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 4, 0, tzinfo=dt.UTC)


def fails(name: str, times: int = 1) -> None:
    for _ in range(times):
        note_failure(fingerprint=name, kind="ValueError", place=f"pendopo/{name}.py:1 f", reference="K7Q2M9XW4B")


@pytest.fixture
def admin() -> User:
    User.objects.create(username="petugas", name="Petugas", email="petugas@contoh.go.id")
    User.objects.create(username="lama", name="Lama", email="lama@contoh.go.id", is_superuser=True, is_active=False)
    return User.objects.create(username="budi", name="Budi", email="budi@contoh.go.id", is_superuser=True)


def test_new_at_once_known_once_a_day(admin: User) -> None:
    told = []
    for minutes, name, times in [(0, "", 0), (5, "a", 3), (10, "a", 2), (15, "b", 1), (20, "a", 1), (24 * 60 + 20, "", 0), (24 * 60 + 25, "", 0)]:  # fmt: skip
        with clock.frozen(NOW + dt.timedelta(minutes=minutes)):
            if name:
                fails(name, times)
            told.append(tell_failures())
    assert told == [0, 1, 0, 1, 0, 1, 0]
    first, second, third = mail.outbox
    assert (first.subject, first.to, first.bcc) == ("Pendopo: 1 macam kegagalan", [], ["budi@contoh.go.id"])
    assert "3 kali: ValueError di pendopo/a.py:1 f; terakhir 2026-03-02T04:05+00:00, rujukan K7Q2M9XW4B" in first.body
    assert (
        "2 kali: ValueError di pendopo/a.py" in second.body,
        "1 kali: ValueError di pendopo/b.py" in second.body,
    ) == (True, True)
    assert "1 kali: ValueError di pendopo/a.py" in third.body


def test_many_kinds_are_summed_up_and_nobody_to_tell_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pendopo.config.tasks._MOST_TOLD", 1)
    fails("a")
    assert tell_failures() == 0
    User.objects.create(username="budi", name="Budi", email="budi@contoh.go.id", is_superuser=True)
    fails("b")
    fails("c")
    assert tell_failures() == 1
    assert "… dan 1 macam lagi" in mail.outbox[0].body


def test_old_failures_are_forgotten_and_too_many_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOW):
        fails("a")
    with clock.frozen(NOW + dt.timedelta(days=91)):
        fails("b")
        assert forget_old_failures() == 1
        monkeypatch.setattr(rules, "MOST_FAILURES", 1)
        fails("c")
        fails("b")
    assert list(Failure.objects.values_list("pk", "count")) == [("b", 2)]
