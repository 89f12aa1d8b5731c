"""Signed heads: what they prove that the chain alone cannot, and where they are kept."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit import anchoring, rules
from pendopo.kernel.audit.actions import anchor_heads
from pendopo.kernel.audit.console import audit_group
from pendopo.kernel.audit.models import Anchor, Chain, Entry
from pendopo.kernel.audit.queries import Verdict, all_anchors, anchors_of, verify
from pendopo.kernel.audit.tests.chain import NOON, by_sql, write_entry

DAY = dt.timedelta(days=1)
DIFFERS, GONE, FORGED = rules.ANCHOR_DIFFERS, rules.ANCHORED_MISSING, rules.ANCHOR_FORGED


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def anchored(agency: Agency) -> Agency:
    """An agency with five entries, of which the first three are anchored on a day and all five on the next."""
    for number in range(1, 6):
        write_entry(agency, number)
        if number in {3, 5}:
            with clock.frozen(NOON + number * DAY):
                assert anchor_heads() == 1
    return agency


def make_fit(agency: Agency) -> None:
    """Number and hash the chain anew, as somebody who knows the program would."""
    head, seq = rules.GENESIS, 0
    for seq, entry in enumerate(Entry.objects.filter(agency=agency).order_by("seq"), start=1):
        entry.seq = seq
        head = rules.link(head, entry.text())
        Entry.objects.filter(pk=entry.pk).update(seq=seq, hash=head)
    Chain.objects.filter(agency=agency).update(seq=seq, head=head)


def test_heads_are_signed_once_a_day_and_only_when_the_chain_has_grown(
    anchored: Agency, other_agency: Agency, var: Path
) -> None:
    for days in (5, 6):
        with clock.frozen(NOON + days * DAY):
            assert anchor_heads() == 0
    write_entry(anchored, 6)
    with clock.frozen(NOON + 5 * DAY):
        assert anchor_heads() == 0
    assert [(each.on.day, each.seq) for each in anchors_of(anchored)] == [(8, 5), (6, 3)]
    assert [each.line for each in anchoring.kept()] == [each.line for each in reversed(anchors_of(anchored))]
    assert all_anchors(anchored) == anchoring.kept()
    assert all_anchors(other_agency) == []
    assert (var / "audit" / "anchor.key").stat().st_mode & 0o777 == 0o600
    assert str(Anchor.objects.first()) == "2026-08-06 3"


def test_whole_chain_fits_its_anchors(anchored: Agency) -> None:
    assert verify(anchored, anchors=all_anchors(anchored)) == Verdict(anchored, 5)


# What a forger does to the rows before the chain is made to fit again, and what the anchors find.
FORGERIES = {
    "changed": ("UPDATE audit_entry SET action = 'x' WHERE seq = 2", 3, 3, DIFFERS),
    "deleted": ("DELETE FROM audit_entry WHERE seq = 1", 3, 3, DIFFERS),
    "tail cut off": ("DELETE FROM audit_entry WHERE seq > 3", 3, 4, GONE),
    "all cut off": ("DELETE FROM audit_entry", 0, 1, GONE),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_chain_made_to_fit_is_found_by_its_anchors_alone(
    anchored: Agency, unguarded: Callable[[], None], name: str
) -> None:
    statement, read, bad, reason = FORGERIES[name]
    unguarded()
    by_sql(statement)
    make_fit(anchored)
    assert verify(anchored).intact
    assert verify(anchored, anchors=all_anchors(anchored)) == Verdict(anchored, read, bad, reason)
    # Without the table's own the file outside the database is enough.
    Anchor.objects.all().delete()
    assert verify(anchored, anchors=all_anchors(anchored)).bad_seq == bad


def test_anchor_that_nobody_signed_is_told(anchored: Agency) -> None:
    true = anchors_of(anchored)[0]
    for wrong in (
        replace(true, head="0" * 64),
        replace(true, seq=4),
        replace(true, signature="x"),
        replace(true, on=true.on + DAY),
    ):
        assert verify(anchored, anchors=[wrong]) == Verdict(anchored, 0, wrong.seq, FORGED)


def test_key_of_the_settings_is_used(anchored: Agency, settings: Any) -> None:
    settings.PENDOPO_AUDIT_KEY = base64.b64encode(b"k" * 32).decode()
    assert not anchoring.is_signed(anchors_of(anchored)[0])
    with_own = Ed25519PrivateKey.from_private_bytes(b"k" * 32).public_key().public_bytes_raw()
    assert anchoring.public_key() == base64.b64encode(with_own).decode()


def test_console_compares_with_anchors_when_asked(
    anchored: Agency, unguarded: Callable[[], None], tmp_path: Path, client: Client
) -> None:
    run = CliRunner().invoke
    # What somebody outside has kept of the public page.
    copy = tmp_path / "copy.txt"
    page = client.get("/dinas/jejak-audit.txt")
    assert page["Content-Type"] == "text/plain; charset=utf-8"
    assert f"# Kunci publik: {anchoring.public_key()}" in page.content.decode()
    copy.write_bytes(page.content)
    assert rules.read_anchors(page.content.decode()) == anchors_of(anchored)
    unguarded()
    by_sql("DELETE FROM audit_entry WHERE seq > 4")
    make_fit(anchored)
    assert run(audit_group, ["verify"]).exit_code == 0
    found = run(audit_group, ["verify", "--anchors"])
    assert (found.exit_code, found.stdout) == (1, f"dinas: RUSAK pada catatan ke-5: {GONE}\n")
    Anchor.objects.all().delete()
    anchoring.kept_file().unlink()
    assert run(audit_group, ["verify", "--anchors"]).exit_code == 0
    assert run(audit_group, ["verify", "--anchors-file", str(copy)]).exit_code == 1
