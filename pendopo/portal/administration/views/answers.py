"""Answers that several pages of administration give."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.portal.administration import words
from pendopo.portal.administration.actions import Refused
from pendopo.ui.answers import SeeOther
from pendopo.ui.errors import error_response

FORM_METHODS = ["GET", "HEAD", "POST"]


def go(agency: Agency, name: str, *args: object, query: str = "") -> SeeOther:
    """Answer 303 to a page of administration."""
    return SeeOther(reverse(f"administration:{name}", args=[agency.slug, *args]) + query)


def done(request: HttpRequest, sentence: str) -> None:
    """Say on the next page that it worked."""
    messages.success(request, sentence)


def found_or_404(found: Any) -> Any:
    """Return what was found; raise Http404 for nothing, also when it exists in another agency."""
    if found is None:
        raise Http404(_("Halaman ini tidak ada, atau bukan milik instansi Anda."))
    return found


def refuse_field(form: forms.Form, refused: Refused) -> None:
    """Put a refusal at the field that caused it, or at the form as a whole."""
    form.add_error(refused.field if refused.field in form.fields else None, words.refusal(refused))


def refused_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Answer 409 with the reason, for buttons that the page should not have offered any more."""
    return error_response(
        request,
        409,
        title=_("Ini belum dapat dilakukan"),
        message=words.refusal(refused),
        remedy=_("Kembali ke halaman sebelumnya dan muat ulang untuk melihat keadaan terbaru."),
    )
