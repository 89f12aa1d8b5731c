"""Which page numbers a list shows, and the addresses they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict


@dataclass(frozen=True)
class PageLink:
    """One place in the row of page numbers; number None is a gap."""

    number: int | None
    url: str = ""
    current: bool = False


def page_window(number: int, last: int, around: int = 1) -> list[int | None]:
    """Return first, last and the pages ``around`` the current one; None stands for a gap of two or more pages."""
    wanted = sorted({1, last, *range(max(1, number - around), min(last, number + around) + 1)})
    window: list[int | None] = []
    for page in wanted:
        previous = window[-1] if window else 0
        if previous is not None and page - previous == 2:
            window.append(page - 1)
        elif previous is not None and page - previous > 2:
            window.append(None)
        window.append(page)
    return window


def page_url(query: QueryDict | None, number: int, param: str = "page") -> str:
    """Return the relative address of a page with every other part of the query string kept; page 1 has no number."""
    kept = query.copy() if query is not None else QueryDict(mutable=True)
    kept.pop(param, None)
    if number > 1:
        kept[param] = str(number)
    return f"?{kept.urlencode()}"


def page_links(page: Page[Any], query: QueryDict | None, param: str = "page") -> list[PageLink]:
    """Return the row of page numbers under a list, at most seven long."""
    return [
        PageLink(None) if number is None else PageLink(number, page_url(query, number, param), number == page.number)
        for number in page_window(page.number, page.paginator.num_pages)
    ]
