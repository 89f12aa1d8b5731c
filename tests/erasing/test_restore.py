"""An older backup does not bring back what was erased: the ledger is kept outside, and done again after the restore."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.conf import settings

from pendopo.config.backup import keeping
from pendopo.kernel.people.models import Contact
from pendopo.kernel.privacy.actions.erasing import erase, replay
from pendopo.kernel.privacy.actions.ledger import ledger_file, read_ledger, write_ledger
from pendopo.kernel.privacy.models import Erasure
from pendopo.lib.ids import uuid7
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.office import REFUSING, issued, make_office

from tests.erasing.planted import TEXT, WHO, rows, sightings


@pytest.mark.django_db
def test_the_ledger_erases_again_what_came_back(tmp_path: Path) -> None:
    office = make_office()
    inquiry = issued(office, REFUSING, details=TEXT, **WHO)
    before = {
        Contact: list(Contact.objects.values()),
        Inquiry: list(Inquiry.objects.values()),
    }
    erase(
        agency=office.agency, subject_type="inquiry", subject_id=inquiry.pk, level="register", words=["laporan"],
        cause=("test", uuid7()), by=office.ppid,
    )  # fmt: skip
    ledger = tmp_path / "erasures.jsonl"
    assert (write_ledger(ledger), write_ledger(ledger)) == (1, 0)
    text = ledger.read_text()
    assert sightings(iter([("ledger", text)])) == []
    assert "laporan" not in text
    # As after a restore of the backup of the day before: rows as they were, and no erasure known.
    Erasure.objects.all().delete()
    for model, kept in before.items():
        for values in kept:
            model.objects.filter(pk=values.pop("id")).update(**values)
    assert Contact.objects.get().nik == WHO["nik"]
    # A line that a power cut left half, and one of a case that is gone, are no obstacle.
    ledger.write_text(text + text.replace(str(inquiry.pk), str(uuid7())) + text[:20])
    assert keeping.erase_again([ledger, tmp_path / "missing"]) == 1
    assert sightings(rows()) == []
    assert Inquiry.objects.get().details == "[dihapus]"
    assert replay(read_ledger(ledger)) == 0
    assert ledger_file() == Path(settings.VAR_DIR) / "erasures.jsonl"


@pytest.mark.once
def test_backups_older_than_asked_are_deleted(tmp_path: Path) -> None:
    made = {name: tmp_path / name for name in ("new.backup", "old.backup", "plain.backup", "notes.backup", "old.txt")}
    for name, path in made.items():
        path.write_bytes(
            b"\x1f\x8b" if name == "plain.backup" else b"notes" if name == "notes.backup" else b"PENDOPO-BACKUP-1"
        )
    target = tmp_path / "today.backup"
    target.write_bytes(b"PENDOPO-BACKUP-1")
    for name in ("old.backup", "plain.backup", "notes.backup", "old.txt"):
        os.utime(made[name], (time.time() - 40 * 86400,) * 2)
    assert keeping.expire(tmp_path, days=35, but=target) == ["old.backup", "plain.backup"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.backup", "notes.backup", "old.txt", "today.backup"]
