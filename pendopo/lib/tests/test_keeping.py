from __future__ import annotations

from collections.abc import Iterator

import pytest

from pendopo.lib import keeping
from pendopo.lib.keeping import Kept, forget_all


class Hand:
    """A clock's hand that the test moves."""

    def __init__(self) -> None:
        self.at = 1000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    hand = Hand()
    monkeypatch.setattr(keeping.time, "monotonic", hand.monotonic)
    return hand


def slow(hand: Hand, answer: str, seconds: float):
    def find() -> str:
        hand.at += seconds
        return answer

    return find


@pytest.mark.parametrize(
    ("took", "later", "expected"),
    [
        (0, 59.9, "old"),
        (0, 60, "new"),
        (0.5, 60, "new"),
        # A count of two seconds is made every two hundred seconds at most.
        (2, 199.9, "old"),
        (2, 200, "new"),
        (100, 3599, "old"),
        (100, 3600, "new"),
    ],
)
def test_how_long_an_answer_is_kept(hand: Hand, took: float, later: float, expected: str) -> None:
    kept: Kept[str] = Kept(seconds=60)
    assert kept.get("key", slow(hand, "old", took)) == "old"
    hand.at += later
    assert kept.get("key", lambda: "new") == expected


def test_keys_stand_apart_and_the_one_unused_longest_leaves(hand: Hand) -> None:
    kept: Kept[int] = Kept(seconds=60, most=2)
    assert [kept.get(key, lambda key=key: key) for key in (1, 2, 1, 3)] == [1, 2, 1, 3]
    assert len(kept) == 2
    assert [kept.get(key, lambda: 0) for key in (1, 3, 2)] == [1, 3, 0]


def test_a_failure_keeps_nothing(hand: Hand) -> None:
    kept: Kept[int] = Kept(seconds=60)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert (len(kept), kept.get("key", lambda: 7)) == (0, 7)


def test_everything_is_forgotten() -> None:
    kept: Kept[int] = Kept(seconds=60)
    kept.get("key", lambda: 1)
    forget_all()
    assert kept.get("key", lambda: 2) == 2
