"""How this module's pages for citizens answer: own addresses and templates, everything else as the kernel has it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.tracking import answers
from pendopo.ui.answers import SeeOther


def address(name: str, agency: Agency, *args: object) -> str:
    """Return the path of a page of this module below the agency."""
    return _path(name, agency.slug, *args)


# The same few for each agency, on every page and every press.
@lru_cache(maxsize=8_192)
def _path(name: str, *args: object) -> str:
    return reverse(f"information:{name}", args=args)


def see_other(name: str, agency: Agency, *args: object) -> SeeOther:
    """Send the browser on to a page of this module."""
    return SeeOther(address(name, agency, *args))


def personal(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render one of the module's pages for citizens about one person; it is stored nowhere."""
    return answers.personal(request, f"information/citizen/{template}.html", context, status=status)
