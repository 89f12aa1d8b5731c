"""The last look before a file is opened: what a search for personal data found, and "sudah diperiksa"."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.redaction import actions, queries, rules
from pendopo.kernel.documents.redaction.permissions import REDACT
from pendopo.kernel.documents.redaction.views.drawing import frame
from pendopo.kernel.documents.redaction.views.entrance import enter
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.ui.answers import SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door(REDACT)
def check_release(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show what was found in a file; POST confirms that somebody has looked at it."""
    entered = enter(request, agency, pk)
    check = actions.check_release(agency=agency, documents=[entered.document])[entered.document.pk]
    if request.method == "POST":
        actions.confirm_release(check=check, by=request.actor)
        messages.success(request, _("Berkas ditandai sudah diperiksa."))
        return SeeOther(entered.case.back_url)
    context = {
        **frame(entered),
        "check": check,
        "findings": queries.findings_in_words(check),
        "may_redact": entered.document.extension in rules.REDACTABLE,
    }
    return render(request, "redaction/check_release.html", context)
