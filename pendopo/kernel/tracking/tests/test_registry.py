"""Kinds of cases: each once, all of them asked."""

from __future__ import annotations

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.tracking import registry
from pendopo.kernel.tracking.actions import tracking_digest
from pendopo.kernel.tracking.tests.shelves import Shelf


def test_a_kind_is_added_once(shelves: dict[str, Shelf]) -> None:
    registry.add_kind(shelves["loan"].kind)
    assert [kind.subject_type for kind in registry.kinds()] == ["book", "loan"]
    with pytest.raises(ValueError, match="called loan"):
        registry.add_kind(Shelf("loan").kind)
    with pytest.raises(KeyError):
        registry.kind_of("tree")


def test_every_kind_is_asked_whatever_is_found(agency: Agency, other_agency: Agency, shelves: dict[str, Shelf]) -> None:
    book = shelves["book"].add(agency, "B-1", "AAAAA11111")
    loan = shelves["loan"].add(agency, "L-1", "CCCCC33333")
    right, wrong = tracking_digest("AAAAA11111"), tracking_digest("CCCCC33333")
    assert registry.find_case(agency, "B-1", right) is book
    assert registry.find_case(agency, "L-1", wrong) is loan
    for where, number, digest in ((agency, "B-1", wrong), (agency, "X-9", right), (other_agency, "B-1", right)):
        assert registry.find_case(where, number, digest) is None
    assert [shelf.asked for shelf in shelves.values()] == [5, 5]
