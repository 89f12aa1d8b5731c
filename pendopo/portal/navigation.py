"""The menus as plain data: what citizens and officers find, in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a menu: its words, the URL name (with the agency's slug as argument), icon, and who sees it."""

    label: Any
    url_name: str
    icon: str = ""
    permission: str = ""


CITIZENS: Final = (
    Item(_("Ajukan permohonan"), "information:start"),
    Item(_("Lacak permohonan"), "information:track"),
    Item(_("Informasi publik"), "information:published"),
)
OFFICERS: Final = (
    Item(_("Permohonan"), "information:inbox", "list", "information.look"),
    Item(_("Daftarkan permohonan"), "information:register", "plus", "information.desk"),
    Item(_("Register"), "reporting:register_list", "book", "reporting.read"),
    Item(_("Pengiriman surel"), "notifications:deliveries", "mail", "notifications.deliveries"),
    Item(_("Instansi"), "agency-profile", "building", "portal.workspace"),
    Item(_("Pengaturan"), "administration:overview", "edit", "administration.manage"),
    Item(_("Jejak audit"), "administration:trail", "shield", "audit.read"),
)


def menu(items: Iterable[Item], slug: str, path: str, actor: Actor) -> list[dict[str, Any]]:
    """Return the entries that `actor` may use, the one whose pages `path` belongs to marked as current."""
    entries = []
    for item in items:
        if item.permission and not may(actor, item.permission):
            continue
        url = reverse(item.url_name, args=[slug])
        entries.append({"label": item.label, "url": url, "icon": item.icon, "current": False})
    here = [entry for entry in entries if path.startswith(entry["url"])]
    if here:
        # "Register" lies below "Permohonan" in the tree of addresses: the longest match is meant.
        max(here, key=lambda entry: len(entry["url"]))["current"] = True
    return entries
