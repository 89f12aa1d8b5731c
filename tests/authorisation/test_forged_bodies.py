"""Keys of another agency in what is sent: units, colleagues, files and cases chosen from lists that were never offered.

Each form is filled as its page offers it, then every key in it is exchanged for the one that another agency has in its
place, and sent. Whatever is answered, no row of the own agency may then refer to a row of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import RoleGrant, User

from tests.authorisation.addresses import addresses
from tests.authorisation.cells import Cells, ask
from tests.authorisation.figures import is_full, note
from tests.authorisation.objects import things
from tests.authorisation.table import Table
from tests.authorisation.world import OTHER, OWN, World, plain, undone

pytestmark = pytest.mark.django_db

FIELD = re.compile(r"<(input|select|textarea)\b([^>]*)>(.*?)(?=<input|<select|<textarea|</form)", re.S)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
OPTION = re.compile(r'<option[^>]*value="([^"]+)"')
KEY = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
# A form that names keys in what it sends; the smaller ones are asked in `make test`.
SMALL = frozenset({"information:assign", "information:ask_unit", "exemptions:propose", "dip:write", "create-feed"})


def fields_of(page: str) -> dict[str, str]:
    """Return what a page's main form would send: values offered, and something where a person would write."""
    filled: dict[str, str] = {}
    main = page.partition("<main")[2]
    for kind, attributes, rest in FIELD.findall(main):
        said = dict(ATTRIBUTE.findall(attributes))
        name = said.get("name", "")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if kind == "select":
            filled[name] = next(iter(OPTION.findall(rest)), "")
        elif said.get("type") in {"radio", "checkbox"}:
            filled.setdefault(name, unescape(said.get("value", "on")))
        else:
            filled[name] = unescape(said.get("value", "")) or (
                "2026-11-18" if said.get("type") == "date" else "Isian contoh"
            )
    return filled


def exchanged(world: World) -> dict[str, str]:
    """Return for each key of the own agency the key of the row that stands in its place in the other."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if "agency" in names and isinstance(model._meta.pk, models.UUIDField):
            pairs = zip(_keys(model, world.own), _keys(model, world.other), strict=False)
            found |= {own.hex: str(other) for own, other in pairs}
    users = (
        list(RoleGrant.objects.filter(agency=place).order_by("pk").values_list("user_id", flat=True))
        for place in (world.own, world.other)
    )
    return found | {own.hex: str(other) for own, other in zip(*users, strict=False)}


def _keys(model: type[models.Model], agency: Agency) -> list[UUID]:
    return list(model._base_manager.filter(agency=agency).order_by("pk").values_list("pk", flat=True))


def crossings(world: World) -> list[str]:
    """Return which references lead from rows of the own agency to rows of the other."""
    found = []
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
        if not any(field.name == "agency" for field in fields):
            continue
        for field in fields:
            if field.name != "agency" and any(
                each.name == "agency" for each in field.related_model._meta.concrete_fields
            ):
                crossed = model._base_manager.filter(agency=world.own, **{f"{field.name}__agency": world.other})
                found += [f"{model._meta.label}.{field.name}"] * crossed.count()
    return found


@pytest.fixture
def cells(world: World) -> Iterator[Cells]:
    with plain(render=True), clock.frozen(world.now):
        yield Cells(world, Table())


def test_keys_of_another_agency_are_taken_from_nobody(cells: Cells) -> None:
    world, wrong, sent = cells.world, [], 0
    others = exchanged(world)
    before = crossings(world)
    for address in addresses():
        if not {"GET", "POST"} <= address.methods or not (is_full() or address.name in SMALL):
            continue
        admitted = [who for who in cells._admitted(address) if who not in {"first_step_only", "password_of_others"}]
        for visitor in admitted[:2]:
            for thing in cells._kinds(address, things(address.name, address.route, world.own))[:3]:
                path = address.path(OWN, thing.kwargs)
                page = ask(world.visitors[visitor], "GET", path)
                if page.status_code == 200 and (
                    forged := _forged(fields_of(page.body.decode(errors="replace")), others)
                ):
                    sent += 1
                    wrong += _sent(world, visitor, path, forged, before, address.name)
    note(bodies_forged=sent, crossings=len(wrong))
    assert wrong == []
    assert sent


def _forged(filled: dict[str, str], others: dict[str, str]) -> dict[str, str]:
    """Return the fields with every key exchanged, nothing when there is none in them."""
    changed = {
        name: KEY.sub(lambda found: others.get(found[0].replace("-", ""), found[0]), text)
        for name, text in filled.items()
    }
    return changed if changed != filled else {}


def _sent(world: World, visitor: str, path: str, body: dict[str, Any], before: list[str], name: str) -> list[str]:
    with undone():
        response = world.visitors[visitor].post(path, body)
        after = crossings(world)
    wrong = [f"{name}: {visitor} made {each} lead to {OTHER}" for each in set(after) - set(before)]
    return wrong + ([f"{name}: {visitor} got {response.status_code}"] if response.status_code >= 500 else [])


def test_a_calendar_of_another_agency_is_not_given(world: World) -> None:
    with plain(), clock.frozen(world.now):
        answers = {
            slug: ask(world.visitors["ppid"], "POST", "/akun/kalender/buat/", {"agency": slug}).status_code
            for slug in (OTHER, "instansi-induk", "tidak-ada")
        }
    assert set(answers.values()) == {404}
    assert User.objects.filter(username="sel-ppid").exists()
