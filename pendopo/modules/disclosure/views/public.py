"""What everybody reads: the list of answers, one answer, its files, and the feed."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.lib.text import clean_line
from pendopo.modules.disclosure.models import Edition
from pendopo.modules.disclosure.queries import public as queries
from pendopo.modules.disclosure.rules import limits
from pendopo.ui.caching import cacheable, may_lag

PAGE_PARAM = "halaman"


@public_door
@require_safe
@cacheable(10)
@may_lag
def listed(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List the answers made public, found by words, narrowed by year and unit."""
    words = clean_line(request.GET.get("q", ""))[: limits.WORDS_MAX]
    year, unit = request.GET.get("tahun", ""), request.GET.get("unit", "")
    found = queries.listed(agency, words=words, year=year, unit=unit)
    page = Paginator(found.editions, limits.PAGE_ROWS).get_page(request.GET.get(PAGE_PARAM))
    context = {
        "words": words,
        "year": year,
        "unit": unit,
        "years": found.years,
        "units": found.units,
        "rows": [{"edition": each, "answered": queries.answered_text(each)} for each in page.object_list],
        "page": page,
        "page_param": PAGE_PARAM,
    }
    return render(request, "disclosure/listed.html", context)


def _find(agency: Agency, pk: UUID) -> Edition:
    found = queries.edition_of(agency, pk)
    if found is None:
        raise Http404(_("Jawaban ini tidak ada atau sudah ditarik. Cari lagi dalam daftar jawaban."))
    return found


@public_door
@require_safe
@cacheable(10)
@may_lag
def answer(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one answer with its files, and the way to ask for more about it."""
    edition = _find(agency, pk)
    edition.agency = agency
    files = [
        {"name": each.name, "size": each.size, "url": reverse("disclosure:file", args=[agency.slug, pk, each.pk])}
        for each in queries.public_files(agency, edition)
    ]
    context = {
        "edition": edition,
        "answered": queries.answered_text(edition),
        "files": files,
        "corrections": queries.corrections(edition),
    }
    return render(request, "disclosure/answer.html", context)


@public_door
@require_safe
def file(request: AgencyRequest, agency: Agency, pk: UUID, file_pk: UUID) -> HttpResponseBase:
    """Hand over a file of a public answer."""
    edition = _find(agency, pk)
    found = next((each for each in queries.public_files(agency, edition) if each.pk == file_pk), None)
    if found is None:
        raise Http404(_("Berkas ini tidak ada atau sudah ditarik."))
    return file_response(found)


@public_door
@require_safe
@cacheable(60)
@may_lag
def feed(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Answer with the answers made public last as an Atom feed (RFC 4287)."""
    site = settings.PENDOPO_ADDRESS
    own = site + reverse("disclosure:feed", args=[agency.slug])
    made = Atom1Feed(
        title=_("Jawaban yang diumumkan – %(name)s") % {"name": agency.name},
        link=site + reverse("disclosure:listed", args=[agency.slug]),
        description=_("Pertanyaan dan jawaban layanan informasi publik, tanpa data pribadi."),
        language=getattr(request, "LANGUAGE_CODE", "id"),
        author_name=agency.name,
        feed_url=own,
    )
    for edition in queries.editions(agency).select_related("unit", "answer")[: limits.FEED_ROWS]:
        published = edition.answer.published_on or edition.answered_on
        made.add_item(
            title=edition.title,
            link=site + reverse("disclosure:answer", args=[agency.slug, edition.answer_id]),
            description=edition.summary,
            unique_id=f"urn:uuid:{edition.answer_id}",
            pubdate=dt.datetime.combine(published, dt.time(), tzinfo=agency.zone),
            updateddate=edition.published_at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
