"""What docs/bukti/data-pribadi.md says, counted on the database at hand; `python -m tests.erasing.figures` runs it on each."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from pendopo.kernel import clock
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.people.personal import declarations
from pendopo.kernel.privacy.actions.erasing import erase
from pendopo.kernel.privacy.queries.people import cases_of_person
from pendopo.kernel.privacy.queries.processing import undeclared
from pendopo.kernel.privacy.reports.copy import archive
from pendopo.lib.ids import uuid7
from pendopo.modules.information.tests.office import make_office

from tests.erasing.planted import FILED_AT, PROXY, WHO, files, mail_folder, planted, rows, send_mail, sightings
from tests.erasing.test_canaries import LATER, folders  # noqa: F401 - a fixture

FIGURES = "PENDOPO_TEST_FIGURES"
WORDS = (*WHO.values(), PROXY.name, PROXY.address, PROXY.phone)


@pytest.mark.django_db(transaction=True)
def test_figures(folders: Path) -> None:  # noqa: F811
    office = make_office()
    found = planted(office)
    send_mail()
    people = cases_of_person(office.agency, "inquiry", found.inquiry.pk)
    with clock.frozen(FILED_AT):
        packed = zipfile.ZipFile(archive(office.agency, "PDP-1", people))
    told = json.dumps(json.loads(packed.read("data.json")), ensure_ascii=False)
    seen = {
        "rows": len(sightings(rows())),
        "mail": len(sightings(files(mail_folder()))),
        "files": len(list(files(folders / "files"))),
    }
    with clock.frozen(LATER):
        for each in people:
            erase(
                agency=office.agency, subject_type=each.key[0], subject_id=each.key[1], level="register",
                cause=("figures", uuid7()), by=office.ppid,
            )  # fmt: skip
    left = {
        "rows": len(sightings(rows())),
        "mail": len(sightings(files(mail_folder()))),
        "files": len(list(files(folders / "files"))),
    }
    fields = [each for each in declarations().values() for each in each]
    figures = {
        "seen": seen,
        "left": left,
        "exported": sum(word in told for word in WORDS),
        "words": len(WORDS),
        "copied_files": sum(name.startswith("berkas/") for name in packed.namelist()),
        "declared": len(fields),
        "models": len(declarations()),
        "unanswered": sum(len(undeclared(model)) for model in apps.get_models()),
        "intact": verify(office.agency).intact,
        "pdf": packed.read("data.pdf")[:5] == b"%PDF-",
    }
    place = Path(os.environ[FIGURES])
    before = json.loads(place.read_text()) if place.exists() else {}
    place.write_text(json.dumps(before | {connection.vendor: figures}))
