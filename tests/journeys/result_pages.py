"""The pages of survey results: what everybody reads, and the officers' figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.journeys.page import DESK, Page
from tests.journeys.town import FULL


def _line(name: str) -> Callable[[Any], str]:
    """Return what finds the address of a page about a line of the plan that is not done."""

    def address(_town: Any) -> str:
        from django.urls import reverse

        from pendopo.modules.satisfaction.models import FollowUp

        row = FollowUp.objects.filter(agency__slug=FULL, done_on__isnull=True)[0]
        return reverse(f"satisfaction:{name}", args=[FULL, row.pk])

    return address


def _survey(name: str, state: str, *more: str) -> Callable[[Any], str]:
    """Return what finds the address of a page about the example's survey in `state`."""

    def address(_town: Any) -> str:
        from django.urls import reverse

        from pendopo.modules.satisfaction.models import Survey

        row = Survey.objects.filter(agency__slug=FULL, state=state)[0]
        return reverse(f"satisfaction:{name}", args=[FULL, row.pk, *more])

    return address


def _voice(name: str, state: str) -> Callable[[Any], str]:
    """Return what finds the address of a page about a comment in `state`."""

    def address(_town: Any) -> str:
        from django.urls import reverse

        from pendopo.modules.satisfaction.models import Voice

        row = Voice.objects.filter(agency__slug=FULL, state=state).order_by("pk")[0]
        return reverse(f"satisfaction:{name}", args=[FULL, row.pk])

    return address


RESULTS: tuple[Page, ...] = (
    Page("satisfaction:results", "full", f"/{FULL}/kepuasan/"),
    Page("satisfaction:results", "empty", "/sepi/kepuasan/"),
    Page("satisfaction:published_result", "full", _survey("published_result", "published")),
    Page("satisfaction:published_voices", "full", _survey("published_voices", "published")),
    Page("satisfaction:voice_list", "full", f"{DESK}survei/suara/?keadaan=semua", "ppid"),
    Page("satisfaction:voice_list", "only to read", f"{DESK}survei/suara/", "auditor"),
    Page("satisfaction:voice_list", "empty", "/sepi/meja/survei/suara/", "sepi"),
    Page("satisfaction:sort_voices", "error", f"{DESK}survei/suara/", "ppid", 422, "Tanpa unsur"),
    Page("satisfaction:publish_voice", "full", _voice("publish_voice", "s"), "ppid"),
    Page("satisfaction:publish_voice", "error", _voice("publish_voice", "s"), "ppid", 422, "Umumkan"),
    Page("satisfaction:withdraw_voice", "full", _voice("withdraw_voice", "p"), "ppid"),
    Page("satisfaction:like_services", "full", _survey("like_services", "published"), "unit"),
    Page("satisfaction:agency_figures", "full", f"{DESK}survei/hasil/", "ppid"),
    Page("satisfaction:agency_figures", "empty", "/sepi/meja/survei/hasil/", "sepi"),
    Page("satisfaction:survey_figures", "full", _survey("survey_figures", "published"), "unit"),
    Page("satisfaction:follow_up", "full", _survey("follow_up", "published"), "ppid"),
    Page("satisfaction:follow_up", "empty", _survey("follow_up", "open"), "unit"),
    Page("satisfaction:plan", "empty", _survey("plan", "published", "produk"), "ppid"),
    Page("satisfaction:plan", "error", _survey("plan", "published", "produk"), "ppid", 422, "Masukkan ke rencana"),
    Page("satisfaction:plan", "wrong state", _survey("plan", "open", "produk"), "ppid", 403),
    Page("satisfaction:finish", "empty", _line("finish"), "ppid"),
    Page("satisfaction:finish", "error", _line("finish"), "ppid", 422, "Laporkan selesai"),
    Page("satisfaction:cancel", "empty", _line("cancel"), "ppid"),
    Page("satisfaction:report", "full", _survey("report", "published"), "ppid"),
    Page("satisfaction:report", "empty", _survey("report", "open"), "unit"),
    Page("satisfaction:publish", "wrong state", _survey("publish", "open"), "ppid", 409),
)
