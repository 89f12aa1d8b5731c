"""Requests as the server makes them: read as UTF-8, whatever they say of their letters.

Every browser sends UTF-8 for our pages. Django believes the `charset` of a request's Content-Type: a name such as rot13,
which Python knows and which is no encoding of text, would fail before any middleware, and with it the page of the error.
"""

from __future__ import annotations

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class PlainRequest(WSGIRequest):
    """A request whose `encoding` stays that of the site."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Take the kind of body and its parameters, and leave the charset alone."""
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    """The entry of the web server, with such requests."""

    request_class = PlainRequest
