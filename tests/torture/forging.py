"""Forgers of the audit trail, with the database's password: clumsy ones change rows, skilled ones make the chain fit again."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

ENTRIES = 40

Change = Callable[[Any, random.Random], None]


def trail() -> Any:
    """Make an agency with a chain whose head is signed; return the agency."""
    from django.db import transaction

    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.audit.actions import anchor_heads, record
    from pendopo.kernel.people.actors import CITIZEN

    agency = Agency.objects.create(slug="arsip", name="Dinas Arsip", short_name="Arsip")
    for number in range(ENTRIES):
        with transaction.atomic():
            record(
                agency=agency, action=f"inquiry.step{number % 4}", subject_type="inquiry", subject_id=uuid4(), by=CITIZEN,
                details={"seq": number, "channel": "web"},
            )  # fmt: skip
    anchor_heads()
    return agency


def edit(agency: Any, dice: random.Random) -> None:
    """Change one column of one entry."""
    import datetime as dt

    from pendopo.kernel.audit.models import Entry

    entry = _some(agency, dice)
    name, value = dice.choice(
        [
            ("action", f"{entry.action}x"),
            ("actor", "Orang lain"),
            ("at", entry.at + dt.timedelta(seconds=dice.randint(1, 10**6))),
            ("subject_type", "objection"),
            ("subject_id", uuid4()),
            ("details", {**entry.details, "seq": -1}),
            ("details", {}),
        ]
    )
    Entry.objects.filter(pk=entry.pk).update(**{name: value})


def edit_hash(agency: Any, dice: random.Random) -> None:
    """Change the hash of one entry; who makes the chain fit again has changed nothing then."""
    from pendopo.kernel.audit.models import Entry

    Entry.objects.filter(pk=_some(agency, dice).pk).update(hash=f"{dice.getrandbits(256):064x}")


def delete(agency: Any, dice: random.Random) -> None:
    """Delete one entry that is not the last."""
    from pendopo.kernel.audit.models import Entry

    Entry.objects.filter(agency=agency, seq=dice.randint(1, ENTRIES - 1)).delete()


def swap(agency: Any, dice: random.Random) -> None:
    """Let two entries change places."""
    from pendopo.kernel.audit.models import Entry

    one, other = dice.sample(range(1, ENTRIES + 1), 2)
    rows = Entry.objects.filter(agency=agency)
    rows.filter(seq=one).update(seq=0)
    rows.filter(seq=other).update(seq=one)
    rows.filter(seq=0).update(seq=other)


def insert(agency: Any, dice: random.Random) -> None:
    """Put an invented entry between two others, which move on."""
    from pendopo.kernel.audit.models import Entry

    place = dice.randint(1, ENTRIES)
    model = _some(agency, dice)
    for entry in Entry.objects.filter(agency=agency, seq__gte=place).order_by("-seq"):
        Entry.objects.filter(pk=entry.pk).update(seq=entry.seq + 1)
    model.pk, model.seq, model.action, model._state.adding = None, place, "inquiry.invented", True
    model.save(force_insert=True)


def truncate(agency: Any, dice: random.Random) -> None:
    """Cut off the newest entries."""
    from pendopo.kernel.audit.models import Entry

    Entry.objects.filter(agency=agency, seq__gt=ENTRIES - dice.randint(1, ENTRIES - 1)).delete()


SKILLED: dict[str, Change] = {"edit": edit, "delete": delete, "swap": swap, "insert": insert, "truncate tail": truncate}
CLUMSY = SKILLED | {"edit hash": edit_hash}


def _some(agency: Any, dice: random.Random) -> Any:
    from pendopo.kernel.audit.models import Entry

    return Entry.objects.get(agency=agency, seq=dice.randint(1, ENTRIES))


def make_fit(agency: Any) -> None:
    """Number and hash the whole chain anew and set its head, as the program would have written it."""
    from pendopo.kernel.audit import rules
    from pendopo.kernel.audit.models import Chain, Entry

    head, seq = rules.GENESIS, 0
    for seq, entry in enumerate(Entry.objects.filter(agency=agency).order_by("seq"), start=1):
        entry.seq = seq
        head = rules.link(head, entry.text())
        Entry.objects.filter(pk=entry.pk).update(seq=seq, hash=head)
    Chain.objects.filter(agency=agency).update(seq=seq, head=head)


def tamper(told: dict[str, int]) -> dict[str, Any]:
    """Forge so many times, each time on the untouched trail; return what was found out, by kind, and how."""
    from django.db import transaction

    from pendopo.kernel.audit.guarding import suspend
    from pendopo.kernel.audit.queries import all_anchors, verify

    agency = trail()
    # As a database administrator can.
    suspend()
    dice = random.Random(told["seed"])
    anchors = all_anchors(agency)
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for number in range(told["count"]):
        skilled = number % 2 == 1
        changes = SKILLED if skilled else CLUMSY
        name = list(changes)[number // 2 % len(changes)]
        kind = f"{name}, {'chain made to fit' if skilled else 'rows alone'}"
        with transaction.atomic():
            changes[name](agency, dice)
            if skilled:
                make_fit(agency)
            tried[kind] += 1
            found[kind] += not verify(agency, anchors=anchors).intact
            alone[kind] += not verify(agency).intact
            transaction.set_rollback(True)
    intact = verify(agency, anchors=anchors).intact
    return {"tried": tried, "found": found, "alone": alone, "untouched_intact": intact}


def million(told: dict[str, int]) -> dict[str, Any]:
    """Write a chain of so many entries by the fastest way of the database; return the agency's slug."""
    from benchmarks.filling import Rows
    from pendopo.kernel import clock
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.audit import rules
    from pendopo.kernel.audit.models import Chain, Entry
    from pendopo.lib.ids import uuid7

    agency = Agency.objects.create(slug="sejuta", name="Dinas Sejuta", short_name="Sejuta")
    example = Entry(
        agency=agency, seq=0, at=clock.now(), actor="Pemohon", action="inquiry.register", subject_type="inquiry",
        subject_id=uuid7(), hash="",
    )  # fmt: skip
    rows, head = Rows(example, "seq", "details", "hash"), rules.GENESIS
    for seq in range(1, told["count"] + 1):
        example.seq, example.details = seq, {"channel": "web", "seq": seq, "requester": f"digest:{seq:032x}"}
        head = rules.link(head, example.text())
        rows.add(seq, json.dumps(example.details), head)
        if seq % 50_000 == 0:
            rows.write()
    rows.write()
    Chain.objects.create(agency=agency, seq=told["count"], head=head)
    return {"slug": agency.slug}
