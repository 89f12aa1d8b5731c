"""The matrix notices a missing door: each door is taken away or weakened, and a cell must change.

`make test` tries it with a few addresses, `make matrix` with all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from pendopo.kernel import clock
from pendopo.kernel.people import permissions
from pendopo.kernel.people.rules import ROLES

from tests.authorisation.addresses import Address, addresses, patterns
from tests.authorisation.cells import Cells
from tests.authorisation.figures import SHARDS, is_full, note
from tests.authorisation.mutants import HELD_TWICE, finds_foreign, mutants_of, notices
from tests.authorisation.objects import parameters
from tests.authorisation.table import Table
from tests.authorisation.world import World, plain

pytestmark = pytest.mark.django_db

# Of so many addresses `make test` takes one.
EVERY = 60


def chosen(shard: int, table: Table) -> list[Address]:
    """Return the addresses of a shard: all, or a few."""
    listed = [each for each in addresses() if each.name in table.doors]
    return listed[shard::SHARDS] if is_full() else listed[shard * EVERY // SHARDS :: EVERY * SHARDS]


@pytest.fixture
def cells(world: World) -> Iterator[Cells]:
    with plain(), clock.frozen(world.now):
        yield Cells(world, Table(), full=is_full())


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_door_that_is_missing_or_weaker_is_noticed(cells: Cells, shard: int) -> None:
    known, removed, held, unnoticed = defaultdict(list), 0, 0, []
    for pattern in patterns():
        known[pattern.callback].append(pattern)
    for address in chosen(shard, cells.table):
        if address.view in known:
            for mutant in mutants_of(address, known[address.view], cells):
                removed += 1
                if (address.name, mutant.name) in HELD_TWICE:
                    held += 1
                elif not notices(cells, address, mutant):
                    unnoticed.append(f"{address.name}: {mutant.name} is not noticed.")
    note(doors_removed=removed, doors_detected=removed - held - len(unnoticed), doors_held_twice=held)
    assert "\n".join(unnoticed) == ""
    assert removed


@pytest.mark.parametrize("shard", range(SHARDS))
def test_another_agencys_thing_is_found_when_queries_forget_the_agency(cells: Cells, shard: int) -> None:
    """Where it is not found all the same, a second condition holds: the figure says how many those are."""
    tried = [finds_foreign(cells, each) for each in chosen(shard, cells.table) if parameters(each.route)]
    found, held = tried.count(True), tried.count(False)
    note(scopes_dropped=found + held, scopes_detected=found, scopes_held_twice=held)
    assert found >= 4 * held


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_role_more_or_less_in_a_permission_is_noticed(cells: Cells, shard: int) -> None:
    """Roles are the table's word: whatever a permissions.py says otherwise shows at the first door with that permission."""
    at = {each.door: each for each in reversed(addresses()) if each.name in cells.table.doors}
    behind = sorted(set(at) & set(cells.table.permissions))
    tried, unnoticed = 0, []
    for permission in behind[shard::SHARDS] if is_full() else behind[shard :: SHARDS * 5]:
        for role in ROLES:
            tried += 1
            if not _shows(cells, at[permission], permission, role):
                unnoticed.append(f"{role} in {permission} is not noticed at {at[permission].name}.")
    note(permissions_changed=tried, permissions_detected=tried - len(unnoticed))
    assert "\n".join(unnoticed) == ""


def _shows(cells: Cells, address: Address, permission: str, role: str) -> bool:
    declared = permissions._permissions[permission]
    permissions._permissions[permission] = declared ^ {role}
    try:
        asked = (cell for cell in cells.of(address) if cell.visitor == role)
        return any(cells.wrong(cell, cells.got(cell)) for cell in asked)
    finally:
        permissions._permissions[permission] = declared
