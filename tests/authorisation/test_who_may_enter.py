"""Who really gets in: every address, every visitor, real things of every agency, against matrix.toml.

`make test` asks the cells that differ, `make matrix` all of them; see README.md beside this file.
"""

from __future__ import annotations

import pytest

from pendopo.kernel import clock
from pendopo.kernel.people import permissions
from pendopo.kernel.people.rules import ROLES

from tests.authorisation.addresses import addresses
from tests.authorisation.cells import Cells
from tests.authorisation.figures import SHARDS, is_full, note
from tests.authorisation.table import Table
from tests.authorisation.world import VISITORS, World, plain

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def table() -> Table:
    return Table()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_cell_is_as_the_table_says(world: World, table: Table, shard: int) -> None:
    cells, deviations, rows = Cells(world, table, full=is_full()), [], 0
    with plain(), clock.frozen(world.now):
        for address in addresses()[shard::SHARDS]:
            # One that is not listed is the guard's to complain about, with the line to paste.
            if address.name in table.doors:
                deviations += cells.deviations(address)
                rows += 1
    note(visitors=len(VISITORS) if shard == 0 else 0, addresses=rows, cells=cells.asked, deviations=len(deviations))
    assert "\n".join(deviations) == ""
    assert cells.asked >= 5000 / SHARDS
    assert len(VISITORS) >= 10


def test_permissions_are_those_of_the_table(table: Table) -> None:
    # Other tests of this process may have declared one of their own.
    declared = {
        name: " ".join(each for each in ROLES if each in roles)
        for name, roles in permissions._permissions.items()
        if not name.startswith("test.")
    }
    written = {name: " ".join(each for each in ROLES if each in roles) for name, roles in table.permissions.items()}
    wrong = [
        f'matrix.toml, [permissions]: "{name}" = "{declared.get(name, "(no such permission)")}"; it says {written.get(name)}'
        for name in sorted(declared.keys() | written.keys())
        if declared.get(name) != written.get(name)
    ]
    assert "\n".join(wrong) == ""


def test_deviations_are_about_addresses_and_visitors_that_exist(table: Table) -> None:
    words = {*VISITORS, "GET", "POST", "HEAD", "PUT", "DELETE", "foreign"}
    stale = [key for key in table.deviations if key.split()[0] not in table.doors or set(key.split()[1:]) - words]
    assert stale == []
