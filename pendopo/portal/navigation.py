"""The menus as plain data: what citizens and officers find, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.imports.registry import importers_for
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may
from pendopo.kernel.reporting.registry import registers_for


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a menu: its words, the URL name (with the agency's slug as argument), icon, and who sees it.

    `has_any` says whether the page behind it would hold anything for an actor with the permission; `group` is the
    heading under which it stands in a long menu.
    """

    label: Any
    url_name: str
    icon: str = ""
    permission: str = ""
    has_any: Callable[[Actor], object] | None = None
    group: Any = ""


def _only_requests(actor: Actor) -> bool:
    """Return whether the start page of personal data, which leads to the requests, is not for this actor."""
    return not may(actor, "privacy.look")


def _together(group: Any, *items: Item) -> list[Item]:
    return [replace(item, group=group) for item in items]


CITIZENS: Final = (
    Item(_("Ajukan permohonan"), "information:start"),
    Item(_("Ajukan keberatan"), "objections:start"),
    Item(_("Lacak status"), "tracking:track"),
    Item(_("Informasi publik"), "dip:listed"),
    Item(_("Jawaban"), "disclosure:listed"),
    Item(_("Dikecualikan"), "exemptions:listed"),
    Item(_("Survei"), "satisfaction:start"),
)
OFFICERS: Final = (
    *_together(
        _("Layanan"),
        Item(_("Permohonan"), "information:inbox", "list", "information.look"),
        Item(_("Daftarkan permohonan"), "information:register", "plus", "information.desk"),
        Item(_("Keberatan"), "objections:inbox", "alert", "objections.look"),
        Item(_("Sengketa"), "disputes:worklist", "shield", "disputes.look"),
        Item(_("Surat"), "signing:letters", "file", "documents.sign"),
    ),
    *_together(
        _("Keterbukaan"),
        Item(_("DIP"), "dip:inbox", "folder", "dip.look"),
        Item(_("Pengecualian"), "exemptions:inbox", "shield", "exemptions.look"),
        Item(_("Jawaban diumumkan"), "disclosure:inbox", "book", "disclosure.look"),
        Item(_("Tanpa permohonan"), "disclosure:without_request", "search", "disclosure.counted"),
        Item(_("Kewajiban"), "publishing:duty_list", "check", "publishing.look"),
        Item(_("Peringatan"), "publishing:notice_list", "alert", "publishing.announce"),
    ),
    *_together(
        _("Mutu dan laporan"),
        Item(_("Survei kepuasan"), "satisfaction:survey_list", "check", "satisfaction.look"),
        Item(_("Register"), "reporting:register_list", "book", "reporting.read", registers_for),
        Item(_("Impor register lama"), "imports:run_list", "plus", "imports.manage", importers_for),
        Item(_("Laporan tahunan"), "annual_reports:report_list", "file", "annual_reports.look"),
    ),
    *_together(
        _("Tata kelola"),
        Item(_("Instansi"), "agency-profile", "building", "portal.workspace"),
        Item(_("Pengaturan"), "administration:overview", "edit", "administration.manage"),
        Item(_("Data pribadi"), "privacy:overview", "shield", "privacy.look"),
        Item(_("Permintaan data pribadi"), "privacy:request_list", "inbox", "privacy.requests", _only_requests),
        Item(_("Jejak audit"), "administration:trail", "shield", "audit.read"),
        Item(_("Pengiriman surel"), "notifications:deliveries", "mail", "notifications.deliveries"),
    ),
)
# As many as are found at a glance; more of them stand under the headings of their groups.
MOST_AT_A_GLANCE: Final = 10


def menu(items: Iterable[Item], slug: str, path: str, actor: Actor) -> list[dict[str, Any]]:
    """Return the entries that `actor` may use, the one whose pages `path` belongs to marked as current.

    The entries of a short menu have no group. Of a long one the group of the current entry is open, else the first.
    """
    entries = []
    for item in items:
        if item.permission and not may(actor, item.permission):
            continue
        if item.has_any and not item.has_any(actor):
            continue
        url = reverse(item.url_name, args=[slug])
        entries.append({"label": item.label, "url": url, "icon": item.icon, "current": False, "group": item.group})
    here = [entry for entry in entries if path.startswith(entry["url"])]
    if here:
        # "Register" lies below "Permohonan" in the tree of addresses: the longest match is meant.
        max(here, key=lambda entry: len(entry["url"]))["current"] = True
    if len(entries) <= MOST_AT_A_GLANCE:
        return [entry | {"group": ""} for entry in entries]
    shown = next((entry for entry in entries if entry["current"]), entries[0])["group"]
    return [entry | {"open": entry["group"] == shown} for entry in entries]
