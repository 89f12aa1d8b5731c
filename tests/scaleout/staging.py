"""What the journeys find when they begin: `python -m tests.scaleout.staging WORD`, JSON in and out, in a process of a node."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import django

from tests.torture import judging

PASSWORD = "pendapa yang terbuka"


def stage(told: dict[str, Any]) -> dict[str, str]:
    """Make an agency with officers who have a password, an open survey and its address."""
    from django.urls import reverse

    from pendopo.kernel import clock
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.people.models import RoleGrant, User
    from pendopo.modules.satisfaction.queries.surveys import asked_about
    from pendopo.modules.satisfaction.tests.surveying import Surveyed

    slug = told["slug"]
    agency = Agency.objects.create(
        slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title(), address="Jl. Balai Kota 1"
    )
    for role in ("front_office", "ppid"):
        user = User.objects.create_user(f"{role}-{slug}", name=f"Petugas {role}", password=PASSWORD)
        RoleGrant.objects.create(user=user, agency=agency, role=role)
    place = Surveyed(agency)
    today = clock.today("Asia/Jakarta")
    survey = place.open(f"{today.year}-Q{(today.month + 2) // 3}")
    service = asked_about(survey)[0].service_id
    return {"survey": reverse("satisfaction:answer", args=[slug, survey.pk, service])}


def publish(told: dict[str, Any]) -> dict[str, str]:
    """Publish an entry of the list of public information under `title`."""
    from django.urls import reverse

    from pendopo.kernel.agencies.models import Agency, Unit
    from pendopo.kernel.people.actors import staff
    from pendopo.kernel.people.models import User
    from pendopo.modules.dip.tests.desk import Desk

    desk = Desk(Agency.objects.get(slug=told["slug"]), "dip")
    known = User.objects.filter(username=f"{desk.agency.slug}-penulis").first()
    if known:
        desk.unit, desk.writer = Unit.objects.get(agency=desk.agency, name="Sekretariat"), staff(known, desk.agency)
    entry = desk.published(told["title"])
    return {
        "entry": reverse("dip:entry", args=[told["slug"], entry.pk]),
        "list": reverse("dip:listed", args=[told["slug"]]),
    }


def answers(_told: Any) -> int:
    """Return how many survey answers there are."""
    from pendopo.modules.satisfaction.models import Answer

    return int(Answer.objects.count())


def aliases(told: dict[str, Any]) -> dict[str, list[str]]:
    """Ask public pages of two real databases; return the names of those that were not asked where they should be."""
    from contextlib import ExitStack

    from django.db import connections
    from django.test import Client

    from pendopo.config.replica import lag
    from pendopo.kernel.people.models import User

    asked: Counter[str] = Counter()
    texts: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        alias = context["connection"].alias
        # How far the replica is behind is asked of both, once a second; the agency's own row is always the primary's.
        if "_wal_" not in sql and not (alias == "default" and "agencies_agency" in sql):
            asked[alias] += 1
            texts.append(f"{alias} {' '.join(sql.split())[:160]}")
        return execute(sql, params, many, context)

    def where(client: Client, path: str) -> set[str]:
        asked.clear()
        texts.clear()
        assert lag.state_now().is_fresh, lag.state_now()
        client.get(path, {"x": "1"})
        return set(asked)

    wrong: dict[str, list[str]] = {"marked": [], "signed in": [], "unmarked": [], "asked": [], "read there": []}
    anonymous, officer = (Client(headers={"host": "127.0.0.1"}) for _ in range(2))
    officer.force_login(User.objects.get(username=f"ppid-{told['slug']}"))
    with ExitStack() as stack:
        for alias in ("default", "replica"):
            stack.enter_context(connections[alias].execute_wrapper(count))
        for name, path, marked in _public_pages(told["slug"]):
            wrong["asked"].append(name)
            anonymous.cookies.clear()
            seen = where(anonymous, path)
            if marked and "replica" in seen:
                wrong["read there"].append(name)
            if marked and "default" in seen:
                wrong["marked"] += [name, *(text for text in texts if text.startswith("default"))]
            if not marked and "replica" in seen:
                wrong["unmarked"].append(name)
            if marked and "replica" in where(officer, path):
                wrong["signed in"].append(name)
    return wrong


def _public_pages(slug: str) -> Iterator[tuple[str, str, bool]]:
    """Return name, address and mark of every page that anybody may open, with objects that are not there."""
    from uuid import UUID

    from django.urls import NoReverseMatch, get_resolver, reverse

    from pendopo.config.tests.test_replica import views

    for name, view in sorted(dict(views(get_resolver())).items()):
        if getattr(view, "door", "") not in {"public", "open"}:
            continue
        for args in ([], [slug], [slug, UUID(int=7)]):
            try:
                yield name, reverse(name, args=args), bool(getattr(view, "may_lag", False))
            except NoReverseMatch:
                continue
            break


WORDS = {"prepare": judging.prepare, "stage": stage, "publish": publish, "answers": answers, "aliases": aliases}


def main() -> None:
    """Do one word."""
    django.setup()
    print(json.dumps(WORDS[sys.argv[1]](json.load(sys.stdin))))


if __name__ == "__main__":
    main()
