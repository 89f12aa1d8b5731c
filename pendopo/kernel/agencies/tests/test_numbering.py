from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from pendopo.kernel.agencies.models import Agency, NumberTemplate, RegisterCounter
from pendopo.kernel.agencies.numbering import go_on_after, number_template, take_block, take_number

ON = date(2026, 8, 3)


def test_numbers_follow_each_other_per_agency_register_and_year(agency: Agency, other_agency: Agency) -> None:
    taken = [
        take_number(agency, "inquiry", on=ON),
        take_number(agency, "inquiry", on=date(2026, 12, 31)),
        take_number(agency, "objection", on=ON),
        take_number(other_agency, "inquiry", on=ON),
        take_number(agency, "inquiry", on=date(2027, 1, 1)),
        take_number(agency, "inquiry", on=ON),
    ]
    assert taken == [
        (1, "PPID-2026-000001"),
        (2, "PPID-2026-000002"),
        (1, "PPID-2026-000001"),
        (1, "BDN-2026-000001"),
        (1, "PPID-2027-000001"),
        (3, "PPID-2026-000003"),
    ]
    counters = RegisterCounter.objects.values_list("agency__slug", "register", "year", "last")
    assert set(counters) == {
        ("dinas", "inquiry", 2026, 3),
        ("dinas", "inquiry", 2027, 1),
        ("dinas", "objection", 2026, 1),
        ("badan", "inquiry", 2026, 1),
    }


def test_own_template_of_the_register_is_used(agency: Agency, other_agency: Agency) -> None:
    NumberTemplate.objects.create(agency=agency, register="inquiry", template="{seq:03d}/{code}/{month_roman}/{year}")
    assert number_template(agency, "inquiry") == "{seq:03d}/{code}/{month_roman}/{year}"
    assert number_template(agency, "objection") == number_template(other_agency, "inquiry") == "{code}-{year}-{seq:06d}"
    assert take_number(agency, "inquiry", on=ON) == (1, "001/PPID/VIII/2026")
    assert take_number(agency, "objection", on=ON) == (1, "PPID-2026-000001")
    assert take_number(other_agency, "inquiry", on=ON) == (1, "BDN-2026-000001")
    assert take_number(agency, "inquiry", on=ON, default="{year}.{seq}") == (2, "002/PPID/VIII/2026")
    assert take_number(agency, "incident", on=ON, default="{year}.{seq}") == (1, "2026.1")


def test_number_is_given_back_when_the_transaction_fails(agency: Agency) -> None:
    take_number(agency, "inquiry", on=ON)

    def fail() -> None:
        with transaction.atomic():
            assert take_number(agency, "inquiry", on=ON)[0] == 2
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert take_number(agency, "inquiry", on=ON)[0] == 2


@pytest.mark.django_db(transaction=True)
def test_number_is_taken_inside_a_transaction_only() -> None:
    agency = Agency.objects.create(slug="dinas", name="Dinas", short_name="D")
    with pytest.raises(transaction.TransactionManagementError, match="together with its row"):
        take_number(agency, "inquiry", on=ON)
    assert not RegisterCounter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_each_number_once() -> None:
    agency = Agency.objects.create(slug="dinas", name="Dinas", short_name="D")

    def many(worker: int) -> list[int]:
        try:
            taken = []
            for turn in range(10):
                if number := take_or_fail(agency, fail=(worker + turn) % 5 == 0):
                    taken.append(number)
            return taken
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for taken in pool.map(many, range(8)) for number in taken]
    assert sorted(numbers) == list(range(1, 65))


def take_or_fail(agency: Agency, *, fail: bool) -> int | None:
    """Take a number, or take it and fail afterwards: the number is then free again."""
    with transaction.atomic():
        number, _written = take_number(agency, "inquiry", on=ON)
        if fail:
            transaction.set_rollback(True)
            return None
    return number


def test_block_follows_what_was_taken_and_is_taken_inside_a_transaction_only(agency: Agency) -> None:
    with transaction.atomic():
        assert take_block(agency, "old", year=2020, count=5) == 1
        assert take_block(agency, "old", year=2020, count=2) == 6
        assert take_block(agency, "old", year=2021, count=1) == 1
        assert take_number(agency, "old", on=date(2020, 1, 1))[0] == 8


def test_register_goes_on_after_a_number_given_on_paper_and_never_back(agency: Agency) -> None:
    with transaction.atomic():
        for seq, following in ((40, 41), (7, 42), (42, 43), (50, 51)):
            go_on_after(agency, "inquiry", year=2026, seq=seq)
            assert take_number(agency, "inquiry", on=date(2026, 8, 3))[0] == following


def test_blocks_and_going_on_need_a_transaction() -> None:
    for act in (
        lambda: take_block(Agency(), "old", year=2020, count=1),
        lambda: go_on_after(Agency(), "old", year=2020, seq=1),
    ):
        with pytest.raises(transaction.TransactionManagementError):
            act()
