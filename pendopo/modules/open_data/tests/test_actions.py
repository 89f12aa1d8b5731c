"""A licence is chosen with what states it, and the choice is on the audit trail."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.modules.open_data.actions import license_data
from pendopo.modules.open_data.models import Terms
from pendopo.modules.open_data.permissions import PERMISSIONS
from pendopo.modules.open_data.queries.terms import licence, terms_of

from tests.staffed import Staffed


def test_a_licence_and_its_end(agency: Agency) -> None:
    by = Staffed(agency, "open_data").ppid
    assert (terms_of(agency).licence, terms_of(agency).source) == ("notspecified", "")
    license_data(agency=agency, licence="cc-zero", source="SK 1/2026", by=by)
    assert (terms_of(agency).licence, str(terms_of(agency))) == ("cc-zero", "cc-zero")
    license_data(agency=agency, licence="notspecified", source="", by=by)
    assert Terms.objects.count() == 1
    found = Entry.objects.filter(agency=agency, action="open_data.license").order_by("seq")
    assert [each.details for each in found] == [{"licence": "cc-zero"}, {"licence": "notspecified"}]


@pytest.mark.parametrize(("code", "source"), [("sendiri", "SK"), ("cc-by", ""), ("notspecified", "SK")])
def test_what_is_no_statement_is_refused(agency: Agency, code: str, source: str) -> None:
    with pytest.raises(ValueError, match="A licence is one of LICENCES"):
        license_data(agency=agency, licence=code, source=source, by=Staffed(agency, "open_data").ppid)
    assert not Terms.objects.exists()


def test_the_database_holds_no_licence_without_source(agency: Agency) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Terms.objects.create(agency=agency, licence="cc-by")


def test_an_unknown_code_is_none_stated() -> None:
    assert licence("lama").code == "notspecified"


def test_who_may() -> None:
    assert {"open_data.license": frozenset({"ppid", "agency_admin"})} == PERMISSIONS
