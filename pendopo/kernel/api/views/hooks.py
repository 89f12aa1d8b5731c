"""Webhooks: registered, looked at with every delivery and its tries, tried out, removed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api import actions, queries, rules
from pendopo.kernel.api.forms import WebhookForm
from pendopo.kernel.api.models import Webhook
from pendopo.kernel.api.permissions import MANAGE
from pendopo.kernel.api.registry import topics
from pendopo.kernel.api.views.fresh import remember, told
from pendopo.kernel.notifications.actions import send_again as send_message_again
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.steps import FORM_METHODS
from pendopo.ui.answers import SeeOther


def _found(agency: Agency, pk: UUID) -> Webhook:
    hook = queries.webhook_for(agency, pk)
    if hook is None:
        raise Http404(_("Webhook ini tidak ada, atau bukan milik instansi Anda."))
    hook.agency = agency
    return hook


def _back(agency: Agency, hook: Webhook) -> SeeOther:
    return SeeOther(reverse("programs:webhook", args=[agency.slug, hook.pk]))


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def register_webhook(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Register an address."""
    form = WebhookForm(request.POST) if request.method == "POST" else WebhookForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            hook, secret = actions.register_webhook(
                agency=agency, name=given["name"], url=given["url"], topics=given["topics"], by=request.actor
            )
        except NotAllowed as refused:
            form.add_error(None, _(refused.reason))
        else:
            remember(request, str(hook.pk), rules.secret_text(secret))
            return _back(agency, hook)
    return render(request, "api/register_webhook.html", {"form": form}, status=422 if form.is_bound else 200)


@staff_door(MANAGE)
@require_safe
def webhook(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show a webhook with its deliveries and each try; the secret once."""
    hook = _found(agency, pk)
    before = request.GET.get("sebelum", "")
    try:
        rows = list(queries.deliveries_of(hook, UUID(before) if before else None)[: rules.PAGE_ROWS + 1])
    except ValueError:
        raise Http404(_("Halaman ini tidak ada. Kembali ke webhook.")) from None
    shown = rows[: rules.PAGE_ROWS]
    known = topics()
    context = {
        "hook": hook,
        "topics": [_(known[name].label) if name in known else name for name in hook.topics],
        "rows": shown,
        "older": shown[-1].pk if len(rows) > len(shown) else None,
        "fresh": told(request, str(hook.pk)),
    }
    return render(request, "api/webhook.html", context)


@staff_door(MANAGE)
@require_POST
def ping(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Send a message that tells of nothing."""
    hook = _found(agency, pk)
    actions.ping(hook=hook, by=request.actor)
    messages.success(request, _("Kiriman percobaan masuk antrean; hasilnya tampil di bawah setelah beberapa detik."))
    return _back(agency, hook)


@staff_door(MANAGE)
@require_POST
def send_again(request: AgencyRequest, agency: Agency, pk: UUID, message_pk: UUID) -> HttpResponse:
    """Put a failed delivery back into the outbox."""
    hook = _found(agency, pk)
    message = queries.delivery_for(hook, message_pk)
    if message is None:
        raise Http404(_("Kiriman ini tidak ada. Kembali ke webhook."))
    if send_message_again(message=message, by=request.actor):
        messages.success(request, _("Kiriman dimasukkan kembali ke antrean."))
    else:
        messages.info(request, _("Kiriman ini tidak sedang gagal, jadi tidak dikirim ulang."))
    return _back(agency, hook)


@staff_door(MANAGE)
@require_POST
def remove_webhook(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Stop telling an address."""
    hook = _found(agency, pk)
    actions.remove_webhook(hook=hook, by=request.actor)
    messages.success(request, _("Webhook %(name)s dihapus; tidak ada lagi yang dikirim ke sana.") % {"name": hook.name})
    return SeeOther(reverse("programs:keys", args=[agency.slug]))
