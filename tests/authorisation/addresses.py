"""Every address of the URLconf with what its view says about itself: its door, its methods, and which of them is first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver, reverse

from tests.guards.structure import walk

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE")


@dataclass(frozen=True, slots=True)
class Address:
    """An address; `methods` are those that its view takes (empty: it looks itself), `door_first` says who asks first.

    `left_out` are methods of the same path that belong to another operation, which has a name and a door of its own.
    """

    name: str
    route: str
    view: Callable[..., Any]
    door: str
    methods: frozenset[str]
    door_first: bool
    left_out: frozenset[str] = frozenset()

    @property
    def in_agency(self) -> bool:
        """Return whether the address names an agency."""
        return "agency_slug" in self.route

    def path(self, slug: str, kwargs: dict[str, Any]) -> str:
        """Return the path with its parameters filled in."""
        return reverse(self.name, kwargs={"agency_slug": slug, **kwargs} if self.in_agency else kwargs)


def addresses() -> list[Address]:
    """Return every address of the site."""
    return [_address(name, route, view) for name, route, view in walk(get_resolver().url_patterns)]


def patterns(entries: Any = None) -> Iterator[URLPattern]:
    """Yield every pattern of the URLconf, whose view a mutant replaces."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        if hasattr(entry, "url_patterns"):
            yield from patterns(entry.url_patterns)
        else:
            yield entry


def layers(view: Any) -> list[Any]:
    """Return the view and what its decorators wrap, from the outside to the inside."""
    found = []
    while view is not None:
        found.append(view)
        view = getattr(view, "__wrapped__", None)
    return found


def freevar(function: Any, name: str) -> Any:
    """Return what a closure knows under a name, None when it knows nothing of the kind."""
    code = getattr(function, "__code__", None)
    if code is None or name not in code.co_freevars:
        return None
    return function.__closure__[code.co_freevars.index(name)].cell_contents


def is_door(function: Any) -> bool:
    """Tell whether a layer is a door itself and not only wrapped around one, whose marks it carries too."""
    code = getattr(function, "__code__", None)
    return code is not None and code.co_filename.endswith("doors.py") and bool(getattr(function, "door", ""))


def _address(name: str, route: str, view: Any) -> Address:
    found = layers(view)
    asking = [(n, freevar(each, "request_method_list")) for n, each in enumerate(found)]
    listed = next(((n, frozenset(allowed)) for n, allowed in asking if allowed), (-1, frozenset[str]()))
    if operations := getattr(view, "operations", None):
        own = frozenset(_methods(next(each for each in operations if each.operation_id == name.rpartition(":")[2])))
        others = frozenset(method for each in operations for method in _methods(each)) - own
        return Address(name, route, view, view.door, own, door_first=False, left_out=others)
    door_at = next((n for n, each in enumerate(found) if is_door(each)), len(found))
    return Address(name, route, view, str(getattr(view, "door", "")), listed[1], listed[0] == -1 or door_at < listed[0])


def _methods(operation: Any) -> list[str]:
    return [*operation.methods, *(["HEAD"] if "GET" in operation.methods else [])]
