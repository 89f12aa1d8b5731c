"""The living pattern page: every component in its empty, error and full state."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from pendopo.ui import pattern_examples
from pendopo.ui.icons import icon_names

LAYOUTS = {"warga": "ui/patterns.html", "meja": "ui/patterns_workspace.html", "cetak": "ui/patterns_print.html"}


def patterns(request: HttpRequest, layout: str = "warga") -> HttpResponse:
    """Show the components; 404 unless DEBUG or PENDOPO_DEMO is on. ``?keadaan=`` may be kosong, salah or penuh."""
    if not (settings.DEBUG or getattr(settings, "PENDOPO_DEMO", False)) or layout not in LAYOUTS:
        raise Http404
    state = request.GET.get("keadaan", "penuh")
    form = pattern_examples.ExampleForm({} if state == "salah" else None)
    page: Any = Paginator(range(0 if state == "kosong" else 500), 20).get_page(request.GET.get("page", 6))
    context = {
        **pattern_examples.frame(layout),
        **pattern_examples.numbers(empty=state == "kosong"),
        "state": state,
        "form": form,
        "filter_form": pattern_examples.FilterForm(),
        "icons": icon_names(),
        "page": page,
    }
    return render(request, LAYOUTS[layout], context, status=422 if state == "salah" else 200)


# Names no agency and reads no row, so it has no actor to check; the guard test of doors reads this mark.
patterns.door = "open"  # type: ignore[attr-defined]
