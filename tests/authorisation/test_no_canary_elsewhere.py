"""No text of another agency in any page, file, feed, search result, answer for programs or mail, and no identity where it is hidden.

Every free text of every row of every model carries its agency's canary (twins.py), contacts one of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pendopo.kernel import clock
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.people.rules import IDENTITY_ROLES
from pendopo.kernel.search.tests.indexing import searchable

from tests.authorisation.addresses import Address, addresses
from tests.authorisation.cells import Cells, ask
from tests.authorisation.figures import SHARDS, is_full, note
from tests.authorisation.objects import Thing, things
from tests.authorisation.reading import texts
from tests.authorisation.table import Table
from tests.authorisation.world import CANARIES, OWN, World, plain

pytestmark = pytest.mark.django_db

# Of so many addresses `make test` reads one in each shard's turn; `make matrix` reads all.
EVERY = 6
OTHERS = tuple(canary for slug, canary in CANARIES.items() if slug != OWN)
IDENTITY = f"{CANARIES[OWN]}warga"

# Pages of the installation show what every agency has made public: names and public texts, never an identity.
OF_ALL_AGENCIES = frozenset(
    {"home", "search:everywhere", "sitemap", "api:list_agencies", "open_data:call", "open_data:call_latest",
     "open_data:catalogue", "open_data:catalogue_as"}
)  # fmt: skip
# Where somebody without the right to identities gets one all the same ("address visitor"), and why that is right.
IDENTITY_ALL_THE_SAME = {"signing:signed_file superior": "nobody signs a letter unread, and it names whom it is for"}
QUESTIONS = {"search:agency": "?q=laporan", "dip:listed": "?q=laporan", "disclosure:listed": "?q=laporan",
             "disclosure:suggest": "?q=laporan+keuangan", "information:start": "?q=laporan", "search:everywhere": "?q=laporan"}  # fmt: skip


@pytest.fixture
def cells(world: World) -> Iterator[Cells]:
    with plain(render=True), clock.frozen(world.now), searchable() as index:
        if is_full():
            index.bring_up_to_date()
        yield Cells(world, Table(), full=True)


def readers(cells: Cells, address: Address) -> list[str]:
    """Return who reads an address: everybody whom the door lets in and who may see something else than another."""
    if address.door in {"open", "public"}:
        return ["nobody", "citizen"]
    admitted = [who for who in cells._admitted(address) if cells.table.roles(who, OWN) or who == "program"]
    return admitted if is_full() else admitted[:1]


def read(cells: Cells, address: Address, visitor: str, thing: Thing) -> str:
    """Return everything readable in the answer."""
    path = address.path(OWN, thing.kwargs) + QUESTIONS.get(address.name, "")
    return texts(ask(cells.world.visitors[visitor], "GET", path).body)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_text_of_another_agency_and_no_hidden_identity(cells: Cells, shard: int) -> None:
    step = SHARDS if is_full() else SHARDS * EVERY
    listed = [each for each in addresses() if each.name in cells.table.doors and cells.table.takes(each, "GET")]
    found, searched, own_seen = [], 0, 0
    for address in listed[shard::step]:
        for visitor, text in answers(cells, address):
            searched += 1
            own_seen += CANARIES[OWN] in text
            found += leaks(address, visitor, text)
    note(answers_searched=searched, canaries_found=len(found), own_canaries_seen=own_seen)
    assert "\n".join(found) == ""
    # The search itself is looked after: what is the agency's own does stand in many answers.
    assert own_seen >= searched // 4


def answers(cells: Cells, address: Address) -> Iterator[tuple[str, str]]:
    """Yield who reads what at an address."""
    own = things(address.name, address.route, cells.world.own)
    for visitor in readers(cells, address):
        for thing in own if is_full() and visitor in readers(cells, address)[:2] else own[:1]:
            yield visitor, read(cells, address, visitor, thing)


def leaks(address: Address, visitor: str, text: str) -> list[str]:
    """Return what an answer should not hold."""
    found = []
    # The system administrator's own account names every agency, which is what they administer.
    if address.name not in OF_ALL_AGENCIES and (address.in_agency or visitor != "system_admin"):
        found += [f"{address.name}: {visitor} reads {word}" for word in OTHERS if word in text]
    if IDENTITY in text and not may_see_identity(visitor, address):
        found.append(f"{address.name}: {visitor} reads an identity")
    return found


def may_see_identity(visitor: str, address: Address) -> bool:
    """Tell whether a visitor may read who asked: the desk and the PPID, programs that register, and the citizen's own."""
    known = visitor in IDENTITY_ROLES or visitor in {"citizen", "program"}
    return known or f"{address.name} {visitor}" in IDENTITY_ALL_THE_SAME


def test_no_mail_of_an_agency_names_another(world: World) -> None:
    found, read_ = [], 0
    for slug, agency in world.agencies.items():
        for mail in OutboxMessage.objects.filter(agency=agency):
            text = " ".join(str(getattr(mail, field.attname)) for field in OutboxMessage._meta.concrete_fields)
            read_ += 1
            found += [f"{mail.pk}: {word}" for other, word in CANARIES.items() if other != slug and word in text]
    note(mails_searched=read_, canaries_found=len(found))
    assert found == []
    assert read_
