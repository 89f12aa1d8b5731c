"""How citizens' pages answer: personal pages stored nowhere, redirects after a form, and trouble that loses nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.forms import CharField, Field
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from pendopo.kernel.documents.models import Document, Purpose, Signature
from pendopo.kernel.documents.scanning.held import held
from pendopo.kernel.documents.signing.wording import signature_note
from pendopo.ui.answers import SeeOther
from pendopo.ui.errors import is_trouble, reference_of

RETRY_AFTER_SECONDS: Final = 10
# What the page "try again" sends a second time; files cannot be sent again by any page.
_REPLAYED_BYTES: Final = 100_000

_NO_NOTES: Final[Mapping[str, str]] = {}
_NO_FIELDS: Final[Mapping[str, Field]] = {}

_log = logging.getLogger(__name__)


def personal(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a page about one person, `template` by its full name: telephones are lent, so it is stored nowhere."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def file_rows(
    documents: Iterable[Document],
    signatures: Mapping[UUID, Signature],
    address: Callable[[UUID], str],
    notes: Mapping[str, str] = _NO_NOTES,
) -> list[dict[str, Any]]:
    """Return the files of a case to download, each letter with its signature, and the letters that still wait for one.

    `address` makes the path of a file out of its key; `notes` holds a word for files of other purposes.
    """
    rows = []
    for document in documents:
        is_letter = document.purpose == Purpose.LETTER
        note = signature_note(signatures.get(document.pk)) if is_letter else notes.get(document.purpose, "")
        line = {"name": document.name, "size": document.size, "note": note, "url": address(document.pk)}
        rows.append({**line, **held(document, to_citizen=True)})
    waiting = _("Surat resmi, menunggu tanda tangan pejabat")
    unsigned = [each for each in signatures.values() if each.is_held and each.signed_id is None]
    return rows + [{"name": each.title, "note": waiting, "url": ""} for each in unsigned]


def draft_gone(request: HttpRequest, start: str, fields: Mapping[str, Field] = _NO_FIELDS) -> HttpResponseBase:
    """Answer at a page whose draft is over: `start` is where one begins anew, `fields` are the form's.

    Who has sent something is told so, with the texts to be copied; who only looks is led to the beginning.
    """
    if not any(value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"):
        return SeeOther(start)
    texts = [request.POST.get(name, "").strip() for name, field in fields.items() if isinstance(field, CharField)]
    context = {"typed": "\n\n".join(filter(None, texts)), "start": start}
    return personal(request, "tracking/draft_gone.html", context, status=HTTPStatus.CONFLICT)


def keeps_input(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer 503 when the database cannot be reached or the disk is full, with all that was typed ready to be sent again.

    Stands outside the door, because the door asks the database first.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (InterfaceError, OperationalError, OSError) as failure:
            if not is_trouble(failure):
                raise
            return trouble(request, log_trouble(request))

    return inner


def log_trouble(request: HttpRequest) -> str:
    """Log the exception being handled and return the reference that the page tells."""
    _log.exception("Trouble with database or disk.")
    return reference_of(request)


def trouble(request: HttpRequest, reference: str) -> HttpResponse:
    """Return the page that says nothing is lost and sends the same form again."""
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    short = sum(len(value) for _name, value in typed) <= _REPLAYED_BYTES
    context = {
        "agency": getattr(request, "agency", None),
        "demo": settings.PENDOPO_DEMO,
        "typed": typed if short else [],
        "again": request.get_full_path(),
        "is_post": request.method == "POST" and short,
        "has_files": bool(request.FILES),
        "reference": reference,
        "csrf_token": get_token(request),
    }
    # Without the request: its context processors ask the database, which is what does not answer.
    page = render_to_string("tracking/trouble.html", context)
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store, private"}
    return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)
