"""Files beside a draft: kept by kind and holder, handed over, removed, swept."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.rules import KINDS
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.tracking import actions
from pendopo.kernel.tracking.tests.shelves import Shelf


def inspected(name: str) -> Inspected:
    content = name.encode()
    return Inspected(name, KINDS["pdf"], content, sha256(content).hexdigest())


def keep(agency: Agency, holder: Any, *names: str, kind: str = "loan") -> list[Document]:
    uploads = [inspected(name) for name in names]
    return actions.keep_files(agency=agency, kind=kind, holder=holder, uploads=uploads, by=CITIZEN)


def test_the_holder_does_not_tell_the_token() -> None:
    token = actions.new_token()
    assert actions.holder_of(token) == actions.holder_of(token)
    assert actions.holder_of(token).hex not in {token, actions.token_digest(token)[:32]}


def test_files_are_handed_over_to_the_case_of_their_kind(agency: Agency) -> None:
    holder = actions.holder_of(actions.new_token())
    mine = keep(agency, holder, "a.pdf", "b.pdf")
    others = keep(agency, holder, "c.pdf", kind="book") + keep(agency, uuid4(), "d.pdf")
    case = SimpleNamespace(agency=agency, subject_type="loan", pk=uuid4())
    actions.hand_over(case=case, holder=holder, by=CITIZEN)  # type: ignore[arg-type]
    of_case = Document.objects.filter(subject_type="loan", subject_id=case.pk)
    assert set(of_case) == set(mine)
    assert set(Document.objects.exclude(pk__in=[document.pk for document in mine])) == set(others)


def test_only_chosen_files_of_the_holder_are_removed(agency: Agency) -> None:
    holder = uuid4()
    gone, kept = keep(agency, holder, "a.pdf", "b.pdf")
    [foreign] = keep(agency, uuid4(), "c.pdf")
    chosen = [str(gone.pk), str(foreign.pk), "bukan-berkas"]
    actions.remove_files(agency=agency, kind="loan", holder=holder, chosen=chosen, by=CITIZEN)
    assert set(Document.objects.filter(removed_at__isnull=True)) == {kept, foreign}


def test_files_that_nobody_sent_are_swept_after_a_week_for_every_kind(
    agency: Agency, shelves: dict[str, Shelf]
) -> None:
    now = clock.now()
    keep(agency, uuid4(), "a.pdf")
    keep(agency, uuid4(), "b.pdf", kind="book")
    [sent] = keep(agency, holder := uuid4(), "c.pdf")
    case = SimpleNamespace(agency=agency, subject_type="loan", pk=uuid4())
    actions.hand_over(case=case, holder=holder, by=CITIZEN)  # type: ignore[arg-type]
    assert actions.sweep_files() == 0
    with clock.frozen(now + dt.timedelta(days=7, seconds=5)):
        assert (actions.sweep_files(limit=1), actions.sweep_files(), actions.sweep_files()) == (1, 1, 0)
    assert list(Document.objects.filter(removed_at__isnull=True)) == [sent]
