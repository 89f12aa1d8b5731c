"""The page on which boxes are drawn, and the pictures of a document's pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents import redaction
from pendopo.kernel.documents.models import RedactionBox
from pendopo.kernel.documents.redaction import actions, forms, queries, rules
from pendopo.kernel.documents.redaction.permissions import REDACT
from pendopo.kernel.documents.redaction.views.entrance import Entered, enter, refused
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.ui.answers import SeeOther
from pendopo.ui.paging import page_window

PAGE = "halaman"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything that stands on the page: the boxes of the whole file and the size of the page shown."""

    entered: Entered
    boxes: list[RedactionBox]
    sizes: list[tuple[float, float]]
    page: int


def _look(entered: Entered, page: int) -> Drawn:
    """Return what is there; raise FileRefused when the file cannot be redacted."""
    document = entered.document
    if document.extension not in rules.REDACTABLE:
        raise FileRefused("not_redactable", rules.NOT_REDACTABLE)
    draft = queries.draft_of(document)
    sizes = draft.sizes if draft else redaction.page_sizes(queries.content_of(document), document.extension)
    return Drawn(entered, queries.boxes_of(draft), sizes, min(max(page, 1), len(sizes)))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1


@require_safe
@staff_door(REDACT)
def redact(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one page with its boxes, and the ways to add one."""
    entered = enter(request, agency, pk)
    try:
        return shown(request, _look(entered, _number(request.GET.get(PAGE))))
    except FileRefused as refusal:
        return refused(request, entered, refusal)


@require_POST
@staff_door(REDACT)
def add_box(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Add a box that was drawn or typed."""
    entered = enter(request, agency, pk)
    page = _number(request.POST.get("kotak-page"))
    form = _box_form(entered, [], request.POST)

    def act() -> str:
        given = form.cleaned_data
        place = (given["page"], given["x"], given["y"], given["width"], given["height"])
        draft = actions.start(document=entered.document, by=request.actor)
        new = actions.add_boxes(draft=draft, places=[place], by=request.actor, **_reason(given))
        return _("Kotak ditambahkan.") if new else _("Tempat itu sudah hitam.")

    return _added(request, entered, page, form, act)


@require_POST
@staff_door(REDACT)
def add_words(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Blacken every place where a text stands."""
    entered = enter(request, agency, pk)
    page = _number(request.POST.get(PAGE))
    form = _words_form(entered, [], request.POST)

    def act() -> str:
        given = form.cleaned_data
        draft = actions.start(document=entered.document, by=request.actor)
        places, new = actions.add_words(draft=draft, text=given["text"], by=request.actor, **_reason(given))
        if not places:
            form.add_error(
                "text",
                _("Tulisan ini tidak ditemukan. Periksa ejaannya; pada hasil pindai, gambarlah kotaknya."),
            )
            return ""
        said = ngettext("Ditemukan di %(n)d tempat.", "Ditemukan di %(n)d tempat.", places) % {"n": places}
        return said + " " + ngettext("%(n)d kotak ditambahkan.", "%(n)d kotak ditambahkan.", new) % {"n": new}

    return _added(request, entered, page, form, act)


def _reason(given: dict[str, Any]) -> dict[str, str]:
    return {"reason": given["reason"], "reason_text": given["reason_text"]}


def _added(request: AgencyRequest, entered: Entered, page: int, form: forms.ReasonForm, act: Any) -> HttpResponse:
    """Do what was asked and go back to the page of the file; 422 with everything typed when it cannot be done."""
    said = ""
    if form.is_valid():
        try:
            said = act()
        except FileRefused as refusal:
            form.add_error(None, _(refusal.template) % refusal.params)
    if said:
        messages.success(request, said)
        return SeeOther(address(entered, "redact", page))
    try:
        return shown(request, _look(entered, page), form, status=422)
    except FileRefused as refusal:
        return refused(request, entered, refusal)


@require_POST
@staff_door(REDACT)
def remove_box(request: AgencyRequest, agency: Agency, pk: UUID, box_pk: UUID) -> HttpResponse:
    """Take a box away."""
    entered = enter(request, agency, pk)
    draft = queries.draft_of(entered.document)
    if draft and actions.remove_box(draft=draft, box_id=box_pk, by=request.actor):
        messages.success(request, _("Kotak dihapus."))
    else:
        messages.info(request, _("Kotak ini sudah dihapus sebelumnya."))
    return SeeOther(address(entered, "redact", _number(request.POST.get(PAGE))))


@require_safe
@staff_door(REDACT)
def page_picture(request: AgencyRequest, agency: Agency, pk: UUID, page: int) -> HttpResponse:
    """Send a page of the original as a picture."""
    return picture_response(request, enter(request, agency, pk), page, burnt=False)


def picture_response(request: AgencyRequest, entered: Entered, page: int, *, burnt: bool) -> HttpResponse:
    """Return a page as PNG, with its boxes as the copy will have them when `burnt`; 404 for a page that is not there."""
    document = entered.document
    boxes = queries.numbered(queries.boxes_of(queries.draft_of(document))) if burnt else []
    try:
        picture = redaction.page_picture(queries.content_of(document), document.extension, page, boxes)
    except FileRefused as refusal:
        answer = refused(request, entered, refusal)
        answer.status_code = 404 if refusal.code == "not_a_page" else 409
        return answer
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def address(entered: Entered, name: str, page: int = 1) -> str:
    """Return the address of a page of redaction, about one page of the file."""
    document = entered.document
    path = reverse(f"redaction:{name}", args=[document.agency.slug, document.pk])
    return f"{path}?{PAGE}={page}" if page > 1 else path


def _last(boxes: list[RedactionBox]) -> dict[str, str]:
    """Return the reason that was used last: the next box has the same one more often than not."""
    latest = max(boxes, key=lambda box: box.pk, default=None)
    return {"reason": latest.reason, "reason_text": latest.reason_text} if latest else {}


def _box_form(entered: Entered, boxes: list[RedactionBox], *given: Any) -> forms.BoxForm:
    return forms.BoxForm(*given, reasons=entered.reasons, last=_last(boxes), prefix="kotak")


def _words_form(entered: Entered, boxes: list[RedactionBox], *given: Any) -> forms.WordsForm:
    return forms.WordsForm(*given, reasons=entered.reasons, last=_last(boxes), prefix="cari")


def shown(
    request: AgencyRequest, drawn: Drawn, bad: forms.ReasonForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Show the page of the file with boxes and forms; `bad` is the form that was sent with something wrong."""
    entered, page, boxes = drawn.entered, drawn.page, drawn.boxes
    width, height = drawn.sizes[page - 1]
    box_form = bad if isinstance(bad, forms.BoxForm) else _box_form(entered, boxes)
    box_form.initial["page"] = page
    context = {
        **frame(entered),
        "page": page,
        "pages": len(drawn.sizes),
        "page_links": page_links(entered, "redact", page, len(drawn.sizes)),
        "paper": {"width": f"{width:.2f}", "height": f"{height:.2f}"},
        "rows": box_rows(entered, boxes, drawn.sizes),
        "box_form": box_form,
        "words_form": bad if isinstance(bad, forms.WordsForm) else _words_form(entered, boxes),
        "bad": bad,
        "has_errors": bad is not None,
        "copies": queries.copies_of(entered.document),
    }
    return render(request, "redaction/redact.html", context, status=status)


def frame(entered: Entered) -> dict[str, Any]:
    """Return what every page about a file shows around itself."""
    return {"document": entered.document, "case": entered.case}


def page_links(entered: Entered, name: str, page: int, pages: int) -> list[dict[str, Any]]:
    """Return the links to the pages of the file; one without a number is a gap."""
    return [
        {"number": number, "url": address(entered, name, number) if number else "", "current": number == page}
        for number in page_window(page, pages, around=2)
    ]


def box_rows(entered: Entered, boxes: list[RedactionBox], sizes: list[tuple[float, float]]) -> list[dict[str, Any]]:
    """Return the boxes with number and reason, and their place on the paper in points, for the drawing."""
    reasons = entered.reasons
    rows = []
    for number, box in enumerate(boxes, start=1):
        width, height = sizes[box.page - 1]
        rows.append({
            "number": number,
            "box": box,
            "reason": box.reason_text or reasons.get(box.reason, box.reason),
            "url": address(entered, "redact", box.page),
            "left": f"{float(box.x) * width / 100:.2f}",
            "top": f"{float(box.y) * height / 100:.2f}",
            "width": f"{float(box.width) * width / 100:.2f}",
            "height": f"{float(box.height) * height / 100:.2f}",
        })  # fmt: skip
    return rows
