"""Pages for people: what data there is and how to take it, and the agency's choice of a licence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, public_door, staff_door
from pendopo.modules.open_data import actions
from pendopo.modules.open_data.api.addresses import FORMATS, catalogue_path
from pendopo.modules.open_data.forms import LicenceForm
from pendopo.modules.open_data.queries import terms
from pendopo.modules.open_data.queries.tables import tables
from pendopo.ui.caching import cacheable, may_lag


@public_door
@require_safe
@cacheable(10)
@may_lag
def about(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Tell what can be taken away, and how programs ask."""
    stated = terms.terms_of(agency)
    base = request.build_absolute_uri("/").rstrip("/")
    api = f"{base}/{agency.slug}"
    context: dict[str, Any] = {
        "tables": [
            {
                "key": table.key,
                "title": table.title,
                "about": table.about,
                "csv": reverse("open_data:export", args=[agency.slug, table.key, "csv"]),
                "json": reverse("open_data:export", args=[agency.slug, table.key, "json"]),
            }
            for table in tables()
        ],
        "licence": terms.licence(stated.licence),
        "source": stated.source,
        "api": api,
        "examples": _examples(api),
        "formats": [
            {"label": label, "url": catalogue_path(agency, suffix), "media": FORMATS[suffix][1]}
            for suffix, label in (("jsonld", "JSON-LD"), ("rdf", "RDF/XML"), ("ttl", "Turtle"))
        ],
        "feed": reverse("open_data:feed", args=[agency.slug]),
    }
    return render(request, "open_data/about.html", context)


def _examples(api: str) -> list[dict[str, str]]:
    action = f"{api}/api/3/action"
    return [
        {"title": _("Cari dengan kata"), "code": f"curl '{action}/package_search?q=anggaran&rows=5'"},
        {"title": _("Yang berubah sejak satu tanggal"),
         "code": f"curl -G '{action}/package_search' --data-urlencode 'fq=metadata_modified:[2026-01-01T00:00:00Z TO *]'"},
        {"title": _("Semua nama, lalu satu per satu"), "code": f"curl '{action}/package_list'"},
        {
            "title": _("Dari Python, dengan pustaka ckanapi"),
            "code": f'from ckanapi import RemoteCKAN\nckan = RemoteCKAN("{api}")\n'
            'print(ckan.action.package_search(fq="res_format:PDF")["count"])',
        },
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door("open_data.license")
def license_data(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Choose the licence of the agency's data."""
    data = (request.POST,) if request.method == "POST" else ()
    form = LicenceForm(*data, terms=terms.terms_of(agency))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.license_data(agency=agency, licence=given["licence"], source=given["source"], by=request.actor)
        messages.success(request, _("Lisensi tersimpan."))
        form = LicenceForm(terms=terms.terms_of(agency))
    return render(request, "open_data/license_data.html", {"form": form}, status=422 if form.errors else 200)
