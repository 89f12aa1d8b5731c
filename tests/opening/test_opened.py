"""What an exemption's end, a granted objection or a dispute opens is proposed for the DIP, once, and not published."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pendopo.kernel import clock, events
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import Contact
from pendopo.modules.dip.models import Entry, EntryVersion
from pendopo.modules.dip.queries.entries import latest_of
from pendopo.modules.disputes import actions as disputes
from pendopo.modules.disputes.tests.bench import NOW, OBJECTION, decided
from pendopo.modules.disputes.tests.bench import make_office as make_bench
from pendopo.modules.exemptions import actions as exemptions
from pendopo.modules.exemptions.events import ExemptionEnded
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.citizen_cases import make_agency, make_inquiry
from pendopo.modules.objections.events import ObjectionGranted
from pendopo.modules.objections.models import Objection

from tests.exempting import exemption_in_force
from tests.staffed import Staffed

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def agency() -> Agency:
    return make_agency()


def objection_to(agency: Agency, inquiry: Inquiry | None, **words: Any) -> Objection:
    contact = Contact.objects.create(agency=agency, kind="person", name="Sri", created_at=AT)
    return Objection.objects.create(
        agency=agency, number="KEB-1", year=2026, seq=1, procedure_version="1", state="answered", state_since_at=AT,
        contact=contact, inquiry_id=inquiry.pk if inquiry else None, asked="Saya Sri minta nilai saya.", grounds="a" if inquiry else "b",
        found_at=AT, position="x", channel="web", received_at=AT, registered_at=AT, submission_digest="x" * 64, **words,
    )  # fmt: skip


def tell(event: object, capture: Any) -> None:
    with capture(execute=True):
        events.publish(event)


def test_an_exemption_that_was_cancelled_becomes_a_draft_of_its_unit(
    agency: Agency, django_capture_on_commit_callbacks: Any
) -> None:
    exemption = exemption_in_force(agency, title="Daftar harga")
    with django_capture_on_commit_callbacks(execute=True):
        exemptions.cancel(exemption=exemption, reason="Putusan 1", by=Staffed(agency, "exemptions").ppid)
    entry = Entry.objects.get()
    version = latest_of(entry)
    assert (entry.state, entry.unit, entry.origin_type, entry.origin_id, version.title) == (
        "draft", exemption.unit, "exemption", exemption.pk, "Daftar harga",
    )  # fmt: skip
    assert not EntryVersion.objects.filter(is_live=True).exists()
    for state in ("expired", "amended"):
        tell(ExemptionEnded(agency.pk, exemption.pk, state), django_capture_on_commit_callbacks)
    assert Entry.objects.count() == 1
    replaced = exemption_in_force(agency, title="Diganti")
    tell(ExemptionEnded(agency.pk, replaced.pk, "amended"), django_capture_on_commit_callbacks)
    assert Entry.objects.count() == 1


def test_a_granted_objection_is_proposed_without_the_words_of_who_asked(
    agency: Agency, django_capture_on_commit_callbacks: Any
) -> None:
    with clock.frozen(AT):
        inquiry, _code = make_inquiry(agency)
    objection = objection_to(agency, inquiry)
    for _time in range(2):
        tell(ObjectionGranted(agency.pk, objection.pk, inquiry.pk, True), django_capture_on_commit_callbacks)
    entry = Entry.objects.get()
    version = latest_of(entry)
    assert (entry.origin_type, entry.origin_id, entry.unit, version.title) == (
        "inquiry", inquiry.pk, None, "Informasi yang dibuka atas keberatan KEB-1",
    )  # fmt: skip
    assert "Sri" not in f"{version.title} {version.summary} {version.search_text}"


def test_periodic_information_that_was_missing_is_proposed_by_its_objection(
    agency: Agency, django_capture_on_commit_callbacks: Any
) -> None:
    objection = objection_to(agency, None)
    tell(ObjectionGranted(agency.pk, objection.pk, None, True), django_capture_on_commit_callbacks)
    assert list(Entry.objects.values_list("origin_type", "origin_id")) == [("objection", objection.pk)]


@pytest.mark.parametrize(("opens", "proposed"), [(True, 1), (False, 0)])
def test_a_dispute_proposes_what_it_opened(opens: bool, proposed: int, django_capture_on_commit_callbacks: Any) -> None:
    bench = make_bench()
    case = decided(bench)
    with django_capture_on_commit_callbacks(execute=True):
        disputes.end(dispute=case, ended_on=NOW.date(), opens_information=opens, note="", by=bench.ppid)
    # Its objection is unknown here: nothing to propose, and nothing breaks.
    assert Entry.objects.count() == 0
    objection_to(bench.agency, None, pk=OBJECTION)
    from pendopo.modules.disputes.events import DisputeEnded

    tell(DisputeEnded(bench.agency.pk, case.pk, opens), django_capture_on_commit_callbacks)
    assert [latest_of(each).title for each in Entry.objects.all()] == [
        f"Informasi yang dibuka atas sengketa {case.number}"
    ] * proposed
