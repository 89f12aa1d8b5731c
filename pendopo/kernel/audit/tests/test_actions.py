from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import digested, record
from pendopo.kernel.audit.models import Chain, Entry
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.audit.rules import GENESIS, link
from pendopo.kernel.audit.tests.chain import CASE, NOON, write_entry
from pendopo.kernel.people.actors import CITIZEN, SYSTEM, Actor


def test_entries_form_one_chain_per_agency(agency: Agency, other_agency: Agency, officer: Actor) -> None:
    write_entry(agency, 1)
    write_entry(other_agency, 2)
    write_entry(agency, 3, by=officer)
    first, second = Entry.objects.for_agency(agency).order_by("seq")
    (other,) = Entry.objects.for_agency(other_agency)
    assert [(entry.seq, entry.actor, entry.user, entry.details) for entry in (first, second, other)] == [
        (1, "Pemohon", None, {"number": 1}),
        (2, "Rina", officer.user, {"number": 3}),
        (1, "Pemohon", None, {"number": 2}),
    ]
    assert first.hash == link(GENESIS, first.text())
    assert second.hash == link(first.hash, second.text())
    assert other.hash == link(GENESIS, other.text())
    heads = {(chain.agency_id, chain.seq, chain.head) for chain in Chain.objects.all()}
    assert heads == {(agency.pk, 2, second.hash), (other_agency.pk, 1, other.hash)}


def test_entry_is_returned_as_it_is_stored(agency: Agency) -> None:
    entry = write_entry(agency, 0)
    stored = Entry.objects.get()
    assert (entry.text(), entry.hash) == (stored.text(), stored.hash)
    assert (stored.at, stored.action, stored.subject_type, stored.subject_id) == (NOON, "test.step", "test", CASE)


def test_details_may_be_left_out(agency: Agency) -> None:
    entry = record(agency=agency, action="test.step", subject_type="test", subject_id=CASE, by=SYSTEM)
    assert (entry.actor, entry.details) == ("Sistem", {})


def test_entry_goes_when_what_it_tells_of_fails(agency: Agency) -> None:
    def fail() -> None:
        with transaction.atomic():
            write_entry(agency, 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Entry.objects.exists()
    assert write_entry(agency, 2).seq == 1
    assert verify(agency).intact


@pytest.mark.django_db(transaction=True)
def test_entry_is_written_inside_a_transaction_only() -> None:
    agency = Agency.objects.create(slug="dinas", name="Dinas", short_name="D")
    with pytest.raises(transaction.TransactionManagementError, match="together with what it tells of"):
        write_entry(agency, 1)
    assert not Entry.objects.exists()


def test_an_entry_costs_few_statements(agency: Agency, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    write_entry(agency, 1)
    with django_assert_max_num_queries(3):
        write_entry(agency, 2)


@pytest.mark.django_db(transaction=True)
def test_chain_holds_when_many_write_at_once() -> None:
    agency = Agency.objects.create(slug="dinas", name="Dinas", short_name="D")

    def some(worker: int) -> None:
        try:
            for turn in range(5):
                with transaction.atomic():
                    record(
                        agency=agency, action="test.step", subject_type="test", subject_id=CASE, by=CITIZEN,
                        details={"worker": worker, "turn": turn},
                    )  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(some, range(6)))
    verdict = verify(agency)
    assert (verdict.intact, verdict.entries) == (True, 30)


def test_personal_values_are_digested() -> None:
    one = digested("Rina|9901024503900001")
    assert one == digested("Rina|9901024503900001")
    assert one != digested("Rini|9901024503900001")
    assert one.startswith("digest:")
    assert len(one) == 39


def test_entry_is_never_changed_nor_deleted(agency: Agency) -> None:
    written = write_entry(agency, 1)
    for entry in (written, Entry.objects.get()):
        with pytest.raises(TypeError, match="An audit entry is never changed"):
            entry.save()
        with pytest.raises(TypeError, match="An audit entry is never deleted"):
            entry.delete()
    assert Entry.objects.count() == 1


def test_entry_can_be_saved_once(agency: Agency) -> None:
    entry = Entry(agency=agency, seq=1, at=NOON, actor="x", action="a", subject_type="t", subject_id=CASE, hash="h")
    entry.save()
    with pytest.raises(TypeError):
        entry.save()


def test_rows_name_themselves_for_the_console(agency: Agency) -> None:
    entry = write_entry(agency, 1)
    assert str(entry) == "1 test.step"
    assert str(Chain.objects.get()) == f"1 {entry.hash[:12]}"
