from __future__ import annotations

from collections.abc import Iterator

import pytest

from pendopo.kernel.people import permissions
from pendopo.kernel.people.actors import CITIZEN, SYSTEM, Actor
from pendopo.kernel.people.permissions import ALLOWED, Allowed, Denied, declare_permissions, may, roles_with


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(permissions, "_permissions", {})
    return


@pytest.mark.usefixtures("empty")
def test_declared_permission_is_held_by_its_roles() -> None:
    declare_permissions({"a.look": frozenset({"ppid", "auditor"}), "a.nobody": frozenset()})
    assert roles_with("a.look") == {"ppid", "auditor"}
    officer = Actor(kind="staff", label="x", roles=frozenset({"auditor", "superior"}))
    assert may(officer, "a.look") is True
    assert may(officer, "a.nobody") is False
    assert may(CITIZEN, "a.look") is may(SYSTEM, "a.look") is False


@pytest.mark.usefixtures("empty")
def test_undeclared_permission_is_an_error_and_no_refusal() -> None:
    with pytest.raises(KeyError):
        roles_with("a.look")
    with pytest.raises(KeyError):
        may(CITIZEN, "a.look")


@pytest.mark.usefixtures("empty")
def test_unknown_roles_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Permission a.look names unknown roles: \['boss'\]"):
        declare_permissions({"a.look": frozenset({"boss", "ppid"})})


@pytest.mark.usefixtures("empty")
def test_permission_has_one_meaning() -> None:
    declare_permissions({"a.look": frozenset({"ppid"})})
    declare_permissions({"a.look": frozenset({"ppid"})})
    with pytest.raises(ValueError, match=r"Permission a.look was declared with other roles before\."):
        declare_permissions({"a.look": frozenset({"ppid", "auditor"})})
    assert roles_with("a.look") == {"ppid"}


def test_verdicts_are_true_and_false() -> None:
    assert bool(ALLOWED) is True
    assert Allowed() == ALLOWED
    denied = Denied("Bukan peran Anda.")
    assert (bool(denied), denied.reason) == (False, "Bukan peran Anda.")
