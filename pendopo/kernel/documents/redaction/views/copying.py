"""The preview of a copy, and making it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import RedactionDraft
from pendopo.kernel.documents.redaction import actions, forms, queries, rules
from pendopo.kernel.documents.redaction.permissions import REDACT
from pendopo.kernel.documents.redaction.views import drawing
from pendopo.kernel.documents.redaction.views.entrance import Entered, enter, refused
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.ui.answers import SeeOther


@require_safe
@staff_door(REDACT)
def preview(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the pages as the copy will have them, and the form that makes it."""
    entered = enter(request, agency, pk)
    draft = queries.draft_of(entered.document)
    if draft is None:
        return refused(request, entered, FileRefused("no_boxes", rules.NO_BOXES))
    name, seen = rules.copy_name(entered.document.name), actions.version_of(draft)
    return _shown(request, entered, draft, forms.CopyForm(initial={"name": name, "seen": seen}))


@require_safe
@staff_door(REDACT)
def preview_picture(request: AgencyRequest, agency: Agency, pk: UUID, page: int) -> HttpResponse:
    """Send a page as a picture, its boxes burnt in."""
    return drawing.picture_response(request, enter(request, agency, pk), page, burnt=True)


@require_POST
@staff_door(REDACT)
def make_copy(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Make the redacted copy and keep it with the case."""
    entered = enter(request, agency, pk)
    draft = queries.draft_of(entered.document)
    if draft is None:
        return refused(request, entered, FileRefused("no_boxes", rules.NO_BOXES))
    form = forms.CopyForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.make_copy(
                draft=draft,
                name=given["name"],
                reasons=entered.written_reasons,
                seen=given["seen"],
                by=request.actor,
            )
        except actions.StalePreview:
            form.data = {**form.data.dict(), "seen": actions.version_of(draft)}  # type: ignore[attr-defined]
            form.add_error(None, _(rules.STALE_PREVIEW))
        except FileRefused as refusal:
            form.add_error("name" if refusal.code.startswith("name_") else None, _(refusal.template) % refusal.params)
        else:
            said = _(
                "Salinan “%(name)s” tersimpan, hanya terlihat petugas. Buka lewat “Keterlihatan” bila sudah benar."
            )
            messages.success(request, said % {"name": made.copy.name})
            return SeeOther(entered.case.back_url)
    return _shown(request, entered, draft, form, status=422)


def _shown(
    request: AgencyRequest, entered: Entered, draft: RedactionDraft, form: forms.CopyForm, *, status: int = 200
) -> HttpResponse:
    boxes, pages = queries.boxes_of(draft), len(draft.sizes)
    asked = request.GET.get(drawing.PAGE, "")
    first = boxes[0].page if boxes else 1
    page = min(max(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else first, 1), pages)
    width, height = draft.sizes[page - 1]
    context = {
        **drawing.frame(entered),
        "form": form,
        "page": page,
        "pages": pages,
        "page_links": drawing.page_links(entered, "preview", page, pages),
        "paper": {"width": f"{width:.0f}", "height": f"{height:.0f}"},
        "rows": drawing.box_rows(entered, boxes, draft.sizes),
        "version": actions.version_of(draft),
        "edit_url": drawing.address(entered, "redact", page),
    }
    return render(request, "redaction/preview.html", context, status=status)
