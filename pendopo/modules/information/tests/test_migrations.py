"""Moving a table loses nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pendopo.kernel.tracking.actions import draft_answers, keep_draft, new_token
from pendopo.kernel.tracking.models import Draft
from pendopo.modules.information.tests.citizen_cases import make_agency

BEFORE = [("information", "0001_initial")]


def migrate(targets: list[tuple[str, str]]) -> Any:
    """Go to these migrations and return the models as they are then."""
    executor = MigrationExecutor(connection)
    state = executor.migrate(targets)
    return state.apps


@pytest.mark.django_db(transaction=True)
def test_drafts_of_before_are_found_in_their_new_table() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    agency, token = make_agency(), new_token()
    keep_draft(agency=agency, kind="inquiry", token=token, answers={"wish": {"details": "Laporan"}})
    keep_draft(agency=agency, kind="objection", token=new_token(), answers={})
    kept = Draft.objects.get(kind="inquiry")
    try:
        old = migrate(BEFORE).get_model("information", "Draft")
        assert list(old.objects.values_list("token_digest", "agency", "updated_at")) == [
            (kept.token_digest, agency.pk, kept.updated_at)
        ]
        Draft.objects.all().delete()
    finally:
        migrate(latest)
    assert draft_answers(agency=agency, kind="inquiry", token=token) == {"wish": {"details": "Laporan"}}
    assert dict(Draft.objects.values_list("kind", "updated_at")) == {"inquiry": kept.updated_at}
    assert isinstance(kept.updated_at, dt.datetime)
