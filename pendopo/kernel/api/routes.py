"""How a package writes its operations down: address, door, words, what goes in and what comes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ninja import Router

from pendopo.kernel.api.doors import Door

F = TypeVar("F", bound=Callable[..., Any])


class Routes:
    """The operations of one package under one heading (`tag`, a msgid); a function's name is its operation's name."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.router = Router(tags=[tag])

    def get(self, path: str, *, door: Door, summary: str, gives: Any, about: str = "") -> Callable[[F], F]:
        """Let a function answer GET at `path`; `summary` and `about` are msgids."""
        return self._add(path, "GET", door=door, summary=summary, about=about, response={200: gives})

    def post(
        self, path: str, *, door: Door, summary: str, gives: Any, about: str = "", status: int = 201
    ) -> Callable[[F], F]:
        """Let a function answer POST at `path`."""
        return self._add(path, "POST", door=door, summary=summary, about=about, response={status: gives})

    def _add(
        self, path: str, method: str, *, door: Door, summary: str, about: str, response: dict[int, Any]
    ) -> Callable[[F], F]:
        def add(function: F) -> F:
            name = function.__name__
            self.router.add_api_operation(
                path,
                [method],
                function,
                auth=door,
                response=response,
                operation_id=name,
                url_name=name,
                summary=summary,
                description=about or summary,
            )
            return function

        return add
