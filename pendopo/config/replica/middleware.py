"""Asks pages that may lag of the replica, for visitors without anything personal; on any trouble of the primary instead.

Last in the list of middleware: everything else has happened, and only the view is left to be asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase

from pendopo.config.middleware.visitors import READING, is_anonymous
from pendopo.config.replica import lag
from pendopo.config.replica.router import reading_elsewhere
from pendopo.lib.faults import describe


class ReplicaMiddleware:
    """Stands between the other middleware and the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer `request`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Return the answer of a view read from the replica; None lets the view be asked as always."""
        if not self.may_read_elsewhere(request, view) or not lag.state_now().is_fresh:
            return None
        try:
            with reading_elsewhere():
                response = view(request, *args, **kwargs)
                # A page that is not rendered yet would read its rows after this block.
                return cast(HttpResponseBase, response.render()) if hasattr(response, "render") else response
        except (InterfaceError, OperationalError) as failure:
            # Nothing was changed: the page is simply asked for once more.
            lag.leave_alone(describe(failure))
            return None

    def may_read_elsewhere(self, request: HttpRequest, view: Callable[..., HttpResponseBase]) -> bool:
        """Tell whether the page may lag, for whoever asks: only pages that say so, only to read, only the anonymous."""
        return getattr(view, "may_lag", False) and request.method in READING and is_anonymous(request)
