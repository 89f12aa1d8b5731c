"""Answers that several pages of signing in give."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from pendopo.kernel.people.limits import give_back, seconds_left, take
from pendopo.kernel.people.rules import Limit
from pendopo.portal.views.public import safe_next
from pendopo.ui.answers import SeeOther

FORM_METHODS = ["GET", "HEAD", "POST"]
WORK = "/meja/"


def wanted_page(request: HttpRequest, otherwise: str = WORK) -> str:
    """Return the page to go on to, if it lies on this site."""
    return safe_next(request, request.POST.get("next", request.GET.get("next", "")), otherwise)


def go(name: str, *args: object, wanted: str = "") -> SeeOther:
    """Answer 303 to a page of signing in, which then leads on to `wanted`."""
    query = "?" + urlencode({"next": wanted}, safe="/") if wanted else ""
    return SeeOther(reverse(name, args=args) + query)


class Counted:
    """Tries that are counted before they are made: `minutes` is 0 while one may try, else how long to wait."""

    def __init__(self, *keys: tuple[str, Limit]) -> None:
        self.keys = keys
        self.minutes = 0
        for key, limit in keys:
            if not take(key, limit):
                self.minutes = -(-seconds_left(limit) // 60)
                break

    def give_back(self) -> None:
        """Take the try back: it was right, or it was none."""
        for key, limit in self.keys:
            give_back(key, limit)


def as_json(options: Mapping[str, Any]) -> str:
    """Return what a passkey needs as text for an attribute of the page."""
    return json.dumps(options, default=dict)
