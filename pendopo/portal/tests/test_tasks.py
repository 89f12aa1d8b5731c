"""What is kept for a while only is swept by the worker."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.actions import store_bytes
from pendopo.kernel.notifications.jobs import known_jobs
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.people.limits import count_try
from pendopo.kernel.people.models import CountedTry
from pendopo.kernel.people.rules import TRACK_PER_NUMBER
from pendopo.kernel.tracking.actions import keep_draft, new_token
from pendopo.kernel.tracking.models import Draft
from pendopo.portal import tasks

AT = dt.datetime(2026, 8, 3, 2, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_drafts_and_counts_are_swept_every_hour() -> None:
    assert known_jobs()["pendopo.portal.tasks.sweep"] == 3600
    agency = Agency.objects.create(slug="dinas", name="Dinas Contoh", short_name="Dinas")
    with clock.frozen(AT):
        keep_draft(agency=agency, kind="inquiry", token=new_token(), answers={"details": "x"})
        count_try("track:1", TRACK_PER_NUMBER)
        assert tasks.sweep() == 0
    with clock.frozen(AT + dt.timedelta(days=7, minutes=1)):
        assert tasks.sweep() == 2
    assert not Draft.objects.exists()
    assert not CountedTry.objects.exists()


@pytest.mark.django_db
def test_bytes_without_row_go_after_a_week_and_missing_ones_are_told(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    store = {"BACKEND": "pendopo.kernel.documents.storage.DurableFileStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "private": store}
    agency = Agency.objects.create(slug="dinas", name="Dinas Contoh", short_name="Dinas")
    kept, gone = (
        store_bytes(
            agency=agency, subject_type="inquiry", subject_id=agency.pk, name=name, content=b"%PDF-1.7", by=SYSTEM
        )
        for name in ("ada.pdf", "hilang.pdf")
    )
    (tmp_path / gone.storage_name).unlink()
    stranger = tmp_path / "stranger"
    stranger.write_bytes(b"left by a crash")
    for days, there in ((6, True), (8, False)):
        at = dt.datetime.fromtimestamp(stranger.stat().st_mtime if stranger.exists() else 0, dt.UTC)
        with clock.frozen(at + dt.timedelta(days=days)):
            assert tasks.compare_files() == (0 if there else 1)
        assert stranger.exists() is there
    assert (tmp_path / kept.storage_name).exists()
    assert "1 stored files are missing" in caplog.text
