"""What is new, as an Atom feed."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.modules.open_data.api.calling import opened
from pendopo.modules.open_data.queries.catalogue import search
from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.rules.asking import MODIFIED, Question, Sort


@public_door
@require_safe
def feed(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Tell which published information is new or was changed, the last first."""
    here = request.build_absolute_uri
    with override("id"):
        found = search(agency, Question(), Sort(MODIFIED, descending=True), start=0, rows=limits.FEED_ROWS)
        told = Atom1Feed(
            title=_("Informasi publik terbaru %(name)s") % {"name": agency.short_name},
            link=here(reverse("open_data:about", args=[agency.slug])),
            description="",
            language="id",
            feed_url=here(request.path),
            feed_guid=f"urn:uuid:{agency.pk}",
            author_name=agency.name,
        )
        for item in found.items:
            if item.is_table:
                continue
            told.add_item(
                title=item.dataset.title,
                link=here(item.dataset.page),
                description=item.dataset.notes,
                unique_id=f"urn:uuid:{item.dataset.id}",
                pubdate=item.dataset.created_at,
                updateddate=item.dataset.modified_at,
                categories=item.dataset.tags,
            )
    text = told.writeString("utf-8")
    return opened(HttpResponse(text, content_type="application/atom+xml; charset=utf-8"))
