"""Marks a page as the same for every anonymous visitor, so that the server may keep it for some seconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpResponseBase

ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponseBase])


def cacheable(seconds: int = 10) -> Callable[[ViewT], ViewT]:
    """Let the early cache keep the page of the decorated view for `seconds`.

    Only for pages that depend on nothing but address, query and language: no name of the visitor, no form with a token,
    no message. The cache itself asks anonymous GET requests only, and never keeps what sets a cookie.
    """

    def decorate(view: ViewT) -> ViewT:
        @wraps(view)
        def marked(*args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(*args, **kwargs)
            if response.status_code == 200:
                response.pendopo_cache_seconds = seconds  # type: ignore[attr-defined]
            return response

        return marked  # type: ignore[return-value]

    return decorate


def may_lag(view: ViewT) -> ViewT:
    """Let visitors without anything personal read this page from a replica, which may be some seconds behind.

    Only for pages whose staleness harms nobody; each is listed with its reason in tests/scaleout/lagging.toml (ADR 0024).
    """
    view.may_lag = True  # type: ignore[attr-defined]
    return view
