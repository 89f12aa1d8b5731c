"""The pages of personal data: what the example holds of requests, lists, incidents, and what is empty elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from pendopo.kernel.privacy.models import Destruction, Incident, SubjectRequest

from tests.journeys.page import DESK, OWN, Page, own, written
from tests.journeys.town import FULL, Town


def _at(name: str, model: Any, **wanted: Any) -> Callable[[Town], str]:
    """Return what finds the address of a page about the example's row."""

    def address(_town: Town) -> str:
        found = model.objects.filter(agency__slug=FULL, **wanted).order_by("seq").first()
        return reverse(f"privacy:{name}", args=[FULL, found.pk])

    return address


def asked(name: str, state: str, who: str = "ppid", **more: Any) -> Page:
    """Return a page about a request of a subject."""
    return Page(f"privacy:{name}", more.pop("word", state), _at(name, SubjectRequest, state=state), who, **more)


def incident(name: str, word: str = "open", who: str = "ppid", **more: Any) -> Page:
    """Return a page about the example's incident."""
    return Page(f"privacy:{name}", word, _at(name, Incident), who, **more)


def listed(name: str, word: str = "proposed", who: str = "atasan", **more: Any) -> Page:
    """Return a page about the example's list of what is to be destroyed."""
    return Page(f"privacy:{name}", word, _at(name, Destruction), who, **more)


HOME = f"{DESK}data-pribadi/"
PRIVACY: tuple[Page, ...] = (
    Page("privacy:statement", "full", f"/{FULL}/privasi/"),
    Page("privacy:statement", "empty", "/sepi/privasi/"),
    own("own", "paid", f"{OWN}data-pribadi/inquiry/", module="privacy"),
    own(
        "own",
        "paid",
        f"{OWN}data-pribadi/inquiry/",
        module="privacy",
        state="error",
        status=422,
        send="Kirim permintaan",
    ),
    Page("privacy:overview", "full", HOME, "ppid"),
    Page("privacy:overview", "empty", "/sepi/meja/data-pribadi/", "sepi"),
    Page("privacy:processing", "full", f"{HOME}pemrosesan/", "auditor"),
    Page("privacy:retention", "full", f"{HOME}masa-simpan/", "admin"),
    Page("privacy:choose_period", "full", f"{HOME}masa-simpan/identity/", "admin"),
    Page("privacy:choose_period", "error", f"{HOME}masa-simpan/identity/", "admin", 422, "Tetapkan"),
    Page("privacy:arrange", "full", f"{HOME}pengaturan/", "admin"),
    Page("privacy:state", "full", f"{HOME}pemberitahuan/", "admin"),
    Page("privacy:state", "error", f"{HOME}pemberitahuan/", "admin", 422, "Simpan versi baru", first=written(text="")),
    Page("privacy:hold", "full", f"{HOME}tahan/", "ppid"),
    Page("privacy:hold", "error", f"{HOME}tahan/", "ppid", 422, "Tahan"),
    listed("destruction"),
    listed("approve"),
    listed("approve", "four eyes", "ppid", status=403),
    listed("refuse"),
    listed("refuse", "error", status=422, send="Tolak pemusnahan"),
    Page("privacy:request_list", "full", f"{HOME}permintaan/", "ppid"),
    Page("privacy:request_list", "ended", f"{HOME}permintaan/?keadaan=selesai", "ult"),
    Page("privacy:receive", "full", f"{HOME}permintaan/terima/", "ult"),
    Page("privacy:receive", "error", f"{HOME}permintaan/terima/", "ult", 422, "Terima permintaan"),
    asked("subject_request", "received"),
    asked("subject_request", "answered"),
    asked("answer", "received"),
    asked("answer", "received", word="error", status=422, send="Jawab permintaan"),
    asked("answer", "answered", word="wrong state", status=409),
    asked("correct", "received"),
    Page("privacy:identity_views", "full", f"{HOME}pembukaan-identitas/", "auditor"),
    Page("privacy:identity_views", "error", f"{HOME}pembukaan-identitas/?dari=x", "auditor", 422),
    Page("privacy:incident_list", "full", f"{HOME}insiden/", "auditor"),
    Page("privacy:incident_list", "empty", "/sepi/meja/data-pribadi/insiden/", "sepi"),
    Page("privacy:record", "full", f"{HOME}insiden/catat/", "ppid"),
    Page("privacy:record", "error", f"{HOME}insiden/catat/", "ppid", 422, "Catat insiden"),
    incident("incident"),
    incident("incident_describe"),
    incident("incident_find"),
    incident("incident_find", "error", status=422, send="Cari yang terdampak"),
    incident("incident_tell"),
    incident("incident_report"),
    incident("incident_close", "wrong state", status=409),
)
