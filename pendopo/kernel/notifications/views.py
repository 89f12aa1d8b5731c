"""The officers' inbox and the agency's delivery log."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications import actions, permissions, queries
from pendopo.kernel.notifications.models import MessageState, OutboxMessage
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.models import User


def _older_than(request: AgencyRequest) -> str:
    return request.GET.get("sebelum", "")


def _see_other(name: str, agency: Agency) -> HttpResponse:
    response = redirect(name, agency_slug=agency.slug)
    response.status_code = 303
    return response


@require_safe
@staff_door(permissions.INBOX)
def inbox(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Show one's own inbox, 50 lines a page, newest first."""
    found = queries.inbox_of(agency, cast(User, request.user))
    before = _older_than(request)
    if before:
        if not before.isascii() or not before.isdigit() or len(before) > 18:
            raise Http404(_("Halaman ini tidak ada. Kembali ke kotak masuk."))
        found = found.filter(pk__lt=int(before))
    items = list(found[: queries.PAGE_SIZE + 1])
    shown = items[: queries.PAGE_SIZE]
    older = shown[-1].pk if len(items) > len(shown) else None
    return render(
        request,
        "notifications/inbox.html",
        {"agency": agency, "actor": request.actor, "items": shown, "older": older, "first_page": not before,
         "has_unread": any(item.read_at is None for item in shown)},
    )  # fmt: skip


@require_POST
@staff_door(permissions.INBOX)
def mark_read(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Mark one line (`item`) or all lines of one's own inbox as read."""
    item = request.POST.get("item", "")
    if item and (not item.isascii() or not item.isdigit() or len(item) > 18):
        raise Http404(_("Pemberitahuan ini tidak ada. Kembali ke kotak masuk."))
    actions.mark_read(agency=agency, user=cast(User, request.user), item_id=int(item) if item else None)
    return _see_other("notifications:inbox", agency)


@require_safe
@staff_door(permissions.DELIVERIES)
def deliveries(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Show what was sent, what waits and what failed, 50 messages a page, newest first."""
    state = request.GET.get("status", "")
    if state and state not in MessageState.values:
        raise Http404(_("Status ini tidak ada. Pilih salah satu status dari daftar."))
    found = queries.delivery_log(agency, state=state)
    before = _older_than(request)
    if before:
        try:
            found = found.filter(pk__lt=UUID(before))
        except ValueError:
            raise Http404(_("Halaman ini tidak ada. Kembali ke catatan pengiriman.")) from None
    rows = list(found[: queries.PAGE_SIZE + 1])
    shown = rows[: queries.PAGE_SIZE]
    return render(
        request,
        "notifications/deliveries.html",
        {
            "agency": agency,
            "actor": request.actor,
            "rows": shown,
            "older": shown[-1].pk if len(rows) > len(shown) else None,
            "state": state,
            "states": MessageState.choices,
            "stale": queries.stale_messages(agency)[:100].count(),
        },
    )


@require_POST
@staff_door(permissions.DELIVERIES)
def send_again(request: AgencyRequest, agency: Agency, message_id: UUID) -> HttpResponseBase:
    """Put a failed message back into the outbox."""
    message = get_object_or_404(OutboxMessage.objects.for_agency(agency), pk=message_id)
    if actions.send_again(message=message, by=request.actor):
        messages.success(request, _("Surel dimasukkan kembali ke antrean dan akan dikirim dalam beberapa menit."))
    else:
        messages.info(request, _("Surel ini tidak sedang gagal, jadi tidak dikirim ulang."))
    return _see_other("notifications:deliveries", agency)
