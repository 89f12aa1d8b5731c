"""Links asked over real HTTP on this machine, stored files read, dead ones told; links of published entries gathered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import inspect
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.notifications.models import InboxItem
from pendopo.lib.ids import uuid7
from pendopo.lib.probing import Probed
from pendopo.lib.tests.website import Website
from pendopo.modules.publishing import ports, tasks
from pendopo.modules.publishing.actions import duties as duty_actions
from pendopo.modules.publishing.actions import links as actions
from pendopo.modules.publishing.models import Link, LinkCheck, Proof
from pendopo.modules.publishing.ports import Carried, Linked
from pendopo.modules.publishing.queries import links as queries
from pendopo.modules.publishing.rules import duties, limits
from pendopo.modules.publishing.tests.body import MONDAY, TODAY, at, make_body, prove, stands

from tests.staffed import Staffed

BROKEN = Probed(False, 404, "status")
FINE = Probed(True, 200)


@pytest.fixture
def site(settings: LazySettings) -> Iterator[Website]:
    settings.PENDOPO_PROBE_LOOPBACK = True
    with Website() as running:
        yield running


def link_of(proof: Proof) -> Link:
    return Link.objects.get(subject_id=proof.pk)


def test_dead_after_three_failures_over_a_day_and_alive_again(body: Staffed, site: Website) -> None:
    assert body.ppid
    proof = prove(body, "standard-1", url=site.url("/profil"))
    asked = []
    for hours in (0, 0.5, 1, 24, 25):
        with at(MONDAY + dt.timedelta(hours=hours)):
            asked.append((tasks.check_links(), link_of(proof).state, stands(body, "standard-1")))
    assert asked == [
        (1, "failing", "met"), (0, "failing", "met"), (1, "failing", "met"), (0, "failing", "met"), (1, "dead", "dead_link"),
    ]  # fmt: skip
    found = link_of(proof)
    assert (found.failures, found.status, found.reason, found.first_failed_at) == (3, 404, "status", MONDAY)
    told = InboxItem.objects.get(user=body.ppid.user)
    assert told.sentence == "Tautan mati pada “Standar pengumuman”. Perbaiki atau ganti tautannya."
    assert told.url == f"/contoh/meja/kewajiban/tautan/{found.pk}/"
    site.pages["/profil"] = 200
    with at(MONDAY + dt.timedelta(hours=49)):
        assert (tasks.check_links(), stands(body, "standard-1")) == (1, "met")
    found = link_of(proof)
    assert (found.state, found.failures, found.first_failed_at) == ("fine", 0, None)
    assert found.last_fine_at == found.checked_at == MONDAY + dt.timedelta(hours=49)
    assert list(found.checks.values_list("ok", "status")) == [(False, 404)] * 3 + [(True, 200)]
    assert InboxItem.objects.count() == 1


def test_a_dead_link_is_told_once_and_to_the_unit(body: Staffed) -> None:
    back, unit = body.actor("back_office"), Unit.objects.get_or_create(agency=body.agency, name="Bidang")[0]
    duty_actions.arrange(
        agency=body.agency, key="periodic-1", unit=unit, owner=None, months=None, soon_days=30, by=body.ppid
    )
    link = link_of(prove(body, "periodic-1"))
    for days in range(5):
        with at(MONDAY + dt.timedelta(days=days)):
            link = actions.note(link=link, probed=BROKEN)
    assert (link.state, link.failures) == ("dead", 5)
    assert [item.user for item in InboxItem.objects.all()] == [back.user]


def test_not_now_counts_for_nothing(body: Staffed) -> None:
    link = link_of(prove(body, "periodic-1"))
    link = actions.note(link=link, probed=Probed(False, 429, "status"))
    assert (link.state, link.failures, link.next_check_at) == ("unknown", 0, MONDAY + dt.timedelta(hours=1))


def test_each_site_is_asked_once_a_round(body: Staffed, site: Website) -> None:
    for number in range(3):
        site.pages[f"/{number}"] = 200
        prove(body, f"periodic-{number + 1}", url=site.url(f"/{number}"))
    prove(body, "periodic-4", url=site.url("/0").replace("127.0.0.1", "localhost"))
    assert [tasks.check_links() for _ in range(4)] == [2, 1, 1, 0]
    assert sorted(path for _method, path, _headers in site.asked) == ["/0", "/0", "/1", "/2"]
    assert site.asked[0][2]["User-Agent"].startswith("Pendopo/")
    assert "(+http://localhost:8000)" in site.asked[0][2]["User-Agent"]


def test_addresses_of_this_machine_are_not_asked_in_production(
    body: Staffed, site: Website, settings: LazySettings
) -> None:
    settings.PENDOPO_PROBE_LOOPBACK = False
    proof = prove(body, "periodic-1", url="http://127.0.0.1:80/")
    assert tasks.check_links() == 1
    assert (link_of(proof).reason, site.asked) == ("private", [])


def test_a_worker_that_was_slower_leaves_it(body: Staffed) -> None:
    link = link_of(prove(body, "periodic-1"))
    assert actions._claim(link, MONDAY)
    assert not actions._claim(link, MONDAY)
    Link.objects.filter(pk=link.pk).delete()
    assert actions.note(link=link, probed=FINE) == link
    assert not LinkCheck.objects.exists()


def test_old_looks_are_forgotten(body: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHECKS_KEPT", 3)
    link = link_of(prove(body, "periodic-1"))
    for status in range(200, 205):
        actions.note(link=link, probed=Probed(True, status))
    assert list(link.checks.values_list("status", flat=True)) == [202, 203, 204]


def file_proof(body: Staffed) -> Proof:
    sheet = inspect(SimpleUploadedFile("lra.csv", b"pos,nilai\r\nbelanja,1\r\n"), allowed=frozenset({"csv"}))
    return duty_actions.prove(
        agency=body.agency, key="periodic-4", kind=duties.FILE, proved_on=TODAY, upload=sheet, by=body.ppid
    )


def test_stored_files_are_there_with_their_bytes(body: Staffed) -> None:
    proof = file_proof(body)
    assert (tasks.check_links(), link_of(proof).state) == (1, "fine")
    assert proof.document is not None
    stored, name = private_files(), proof.document.storage_name
    with stored.open(name) as kept:
        content = kept.read()
    stored.delete(name)
    with at(MONDAY + dt.timedelta(days=7)):
        assert tasks.check_links() == 1
    assert (link_of(proof).state, link_of(proof).reason) == ("failing", "missing")
    stored.save(name, SimpleUploadedFile("x", content + b"x"))
    with at(MONDAY + dt.timedelta(days=8)):
        assert tasks.check_links() == 1
    assert link_of(proof).reason == "changed"


def test_a_file_taken_away_is_looked_at_no_longer(body: Staffed) -> None:
    proof = file_proof(body)
    assert proof.document is not None
    documents.remove(document=proof.document, reason="Keliru.", by=body.ppid)
    assert tasks.check_links() == 1
    assert not Link.objects.exists()


def test_asked_for_now(body: Staffed) -> None:
    link = link_of(prove(body, "periodic-1"))
    link = actions.note(link=link, probed=FINE)
    actions.ask_soon(link=link, by=body.ppid)
    link.refresh_from_db()
    assert link.next_check_at == MONDAY


@pytest.mark.parametrize(
    ("url", "host"), [("https://A.go.id:8443/x", "a.go.id"), ("salah", "."), ("http://[::1/", "."), ("", ".")]
)
@pytest.mark.once
def test_the_site_of_an_address(url: str, host: str) -> None:
    assert actions.host_of(url) == host


# ------------------------------------------------------------------------------------- entries of another module


class Shelf:
    """Entries as another module would have them."""

    subject_type = "uji"

    def __init__(self, *found: Linked, carried: dict[str, Carried] | None = None) -> None:
        self.found, self.carried = list(found), carried or {}

    def newest(self, _agency: Any) -> dict[str, Carried]:
        return self.carried

    def links(self, after: UUID | None, limit: int) -> tuple[Sequence[Linked], UUID | None]:
        rest = [each for each in sorted(self.found, key=lambda e: e.entry_id) if after is None or each.entry_id > after]
        return rest[:limit], rest[limit - 1].entry_id if len(rest) >= limit else None


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    before = ports.entries.get()
    made = Shelf()
    ports.entries.connect(made)
    yield made
    ports.entries.connect(before)


def test_links_of_entries_are_taken_over_and_forgotten(
    body: Staffed, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ENTRIES_A_ROUND", 2)
    keys = [uuid7() for _ in range(5)]
    shelf.found = [Linked(body.agency.pk, key, f"Entri {n}", url=f"https://e{n}.go.id/") for n, key in enumerate(keys)]
    prove(body, "periodic-1")
    assert tasks.gather_links() == 5
    assert Link.objects.filter(subject_type="uji").count() == 5
    first = Link.objects.get(subject_id=keys[0])
    actions.note(link=first, probed=BROKEN)
    shelf.found = [Linked(body.agency.pk, keys[0], "Judul baru", url="https://e0.go.id/")]
    with at(MONDAY + dt.timedelta(minutes=1)):
        assert tasks.gather_links() == 1
    left = Link.objects.get(subject_type="uji")
    assert (left.pk, left.title, left.failures) == (first.pk, "Judul baru", 1)
    assert Link.objects.exclude(subject_type="uji").count() == 1


def test_an_entry_proves_its_item_until_its_link_is_dead(body: Staffed, shelf: Shelf) -> None:
    key = uuid7()
    shelf.carried = {"periodic-1": Carried("Profil 2026", TODAY, "/contoh/informasi/x/", key)}
    shelf.found = [Linked(body.agency.pk, key, "Profil 2026", url="https://e.go.id/")]
    prove(body, "periodic-1", TODAY - dt.timedelta(days=1))
    assert stands(body, "periodic-1") == "met"
    tasks.gather_links()
    Link.objects.filter(subject_id=key).update(state="dead")
    assert stands(body, "periodic-1") == "dead_link"
    # An older entry does not take the place of a newer proof.
    shelf.carried = {"periodic-1": Carried("Profil 2025", TODAY - dt.timedelta(days=400), "/x/", key)}
    assert stands(body, "periodic-1") == "met"


def test_a_unit_sees_its_own_links(body: Staffed) -> None:
    back, unit = body.actor("back_office"), Unit.objects.get_or_create(agency=body.agency, name="Bidang")[0]
    prove(body, "periodic-1")
    prove(make_body("lain"), "periodic-1")
    duty_actions.arrange(
        agency=body.agency, key="periodic-2", unit=unit, owner=None, months=None, soon_days=30, by=body.ppid
    )
    own = link_of(prove(body, "periodic-2"))
    assert list(queries.links_of(body.agency, back)) == [own]
    assert queries.links_of(body.agency, body.actor("auditor")).count() == 2
    assert queries.counts_by_state(body.agency, body.ppid) == {"unknown": 2, "fine": 0, "failing": 0, "dead": 0}
    assert queries.link_for(body.agency, back, own.pk) == own
    assert list(queries.links_of(body.agency, body.ppid, state="dead")) == []
    assert queries.dead_since(own) == 0
