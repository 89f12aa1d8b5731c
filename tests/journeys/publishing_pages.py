"""The pages of publication duties, links, reviews and urgent notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.journeys.page import DESK, Page, error, written
from tests.journeys.town import FULL

DUTIES, ALERTS = f"{DESK}kewajiban/", f"{DESK}peringatan/"
OVERDUE, GONE, WAIVED = "periodic-9", "periodic-8", "any_time-f"


def _of(model: str, name: str, **found: Any) -> Callable[[Any], str]:
    """Return what finds the address of a page about the example's first row of a model."""

    def address(_town: Any) -> str:
        from django.apps import apps
        from django.urls import reverse

        row = apps.get_model("publishing", model).objects.filter(agency__slug=FULL, **found).order_by("pk")[0]
        return reverse(f"publishing:{name}", args=[FULL, row.pk])

    return address


def _subscription(name: str) -> Callable[[Any], str]:
    def address(_town: Any) -> str:
        from django.urls import reverse

        from pendopo.modules.publishing.actions.mailing import token_of
        from pendopo.modules.publishing.models import Subscriber

        found = Subscriber.objects.filter(agency__slug=FULL)[0]
        return reverse(f"publishing:{name}", args=[FULL, found.pk, token_of(found)])

    return address


def _item(name: str, key: str, path: str, state: str, who: str = "ppid", **more: Any) -> Page:
    return Page(f"publishing:{name}", state, f"{DUTIES}butir/{key}/{path}", who, **more)


PUBLISHING: tuple[Page, ...] = (
    Page("publishing:listed", "full", f"/{FULL}/peringatan/"),
    Page("publishing:listed", "empty", "/sepi/peringatan/"),
    Page("publishing:notice", "full", _of("Notice", "notice")),
    Page("publishing:subscribe", "empty", f"/{FULL}/peringatan/langganan/"),
    error("publishing:subscribe", f"/{FULL}/peringatan/langganan/", "Daftarkan surel"),
    Page("publishing:confirm", "full", _subscription("confirm")),
    Page("publishing:unsubscribe", "full", _subscription("unsubscribe")),
    Page("publishing:notice_list", "full", ALERTS, "ppid"),
    Page("publishing:notice_list", "empty", "/sepi/meja/peringatan/", "sepi"),
    Page("publishing:announce", "empty", f"{ALERTS}baru/", "ppid"),
    Page("publishing:announce", "not on duty", f"{ALERTS}baru/", "unit"),
    error("publishing:announce", f"{ALERTS}baru/", "Umumkan sekarang", "ult"),
    Page("publishing:detail", "full", _of("Notice", "detail"), "ppid"),
    Page("publishing:update", "full", _of("Notice", "update"), "ppid"),
    error("publishing:update", _of("Notice", "update"), "Perbarui", "ppid"),
    Page("publishing:end", "empty", _of("Notice", "end"), "ppid"),
    Page("publishing:end", "not on duty", _of("Notice", "end"), "unit", 403),
    Page("publishing:grant", "full", f"{ALERTS}petugas/", "admin"),
    Page("publishing:duty_list", "full", DUTIES, "ppid"),
    Page("publishing:duty_list", "none found", f"{DUTIES}?keadaan=waiting", "auditor"),
    Page("publishing:duty_list", "empty", "/sepi/meja/kewajiban/", "sepi"),
    Page("publishing:calendar", "full", f"{DUTIES}kalender/?bulan=2026-09", "ppid"),
    Page("publishing:calendar", "empty", f"{DUTIES}kalender/?bulan=2030-01", "ppid"),
    Page("publishing:add_item", "empty", f"{DUTIES}tambah/", "ppid"),
    error("publishing:add_item", f"{DUTIES}tambah/", "Tambah butir sendiri", "ppid"),
    _item("duty", OVERDUE, "", "overdue"),
    _item("duty", GONE, "", "dead link"),
    _item("duty", WAIVED, "", "waived", "auditor"),
    _item("prove", OVERDUE, "bukti/", "empty"),
    _item("prove", OVERDUE, "bukti/", "error", status=422, send="Ajukan bukti"),
    _item("arrange", OVERDUE, "atur/", "full"),
    _item(
        "arrange", OVERDUE, "atur/", "error", status=422, send="Atur pemilik dan pengingat", first=written(soon_days="0")
    ),
    _item("waive", OVERDUE, "tidak-berlaku/", "empty"),
    _item("restore", WAIVED, "berlaku/", "full"),
    Page("publishing:retract", "empty", _of("Proof", "retract", key=GONE), "ppid"),
    Page("publishing:link_list", "full", f"{DUTIES}tautan/", "ppid"),
    Page("publishing:link_list", "dead", f"{DUTIES}tautan/?keadaan=dead", "auditor"),
    Page("publishing:link_list", "empty", "/sepi/meja/kewajiban/tautan/", "sepi"),
    Page("publishing:link", "dead", _of("Link", "link", state="dead"), "ppid"),
    Page("publishing:review_list", "full", f"{DUTIES}reviu/", "ppid"),
    Page("publishing:review_list", "empty", "/sepi/meja/kewajiban/reviu/", "sepi"),
    Page("publishing:freeze", "empty", f"{DUTIES}reviu/baru/", "ppid"),
    Page("publishing:review", "full", _of("Review", "review"), "ppid"),
    Page("publishing:review_print", "full", _of("Review", "review_print"), "auditor"),
)  # fmt: skip
