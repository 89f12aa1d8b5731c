"""The way back from a case to the worklist as its officer left it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from pendopo.kernel.people.doors import AgencyRequest

_LONGEST: Final = 200


def _key(address: str) -> str:
    return f"list_left {address}"


def remember_list(request: AgencyRequest, address: str, names: Collection[str]) -> None:
    """Keep those parameters of the list at `address` that `names` names; words that were searched for are not among them."""
    kept = request.GET.copy()
    for name in set(kept) - set(names):
        del kept[name]
    seen = kept.urlencode()[:_LONGEST]
    if request.session.get(_key(address), "") != seen:
        request.session[_key(address)] = seen


def list_as_left(request: AgencyRequest, address: str) -> str:
    """Return the address of the list with what it was narrowed to when it was last seen in this session."""
    seen = request.session.get(_key(address), "")
    return f"{address}?{seen}" if seen else address
