"""The middleware of the negative control."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from pendopo.config.middleware.visitors import READING
from pendopo.config.replica.middleware import ReplicaMiddleware


class EverythingElsewhere(ReplicaMiddleware):
    """Reads a citizen's own pages from the replica too."""

    def may_read_elsewhere(self, request: HttpRequest, view: Callable[..., HttpResponseBase]) -> bool:
        """Tell that every page that only reads may lag."""
        return request.method in READING
