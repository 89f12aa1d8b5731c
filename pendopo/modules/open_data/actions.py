"""Choosing the licence of an agency's data."""

from __future__ import annotations

from django.db import transaction

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import Actor
from pendopo.modules.open_data.models import Terms
from pendopo.modules.open_data.rules.licences import LICENCES, NOT_STATED


def license_data(*, agency: Agency, licence: str, source: str, by: Actor) -> Terms:
    """Say under which licence the agency gives its data, and what states it.

    Raises ValueError for an unknown licence, for one without source, and for a source of none.
    """
    if licence not in LICENCES or (licence == NOT_STATED) != (source == ""):
        raise ValueError("A licence is one of LICENCES and has a source; none stated has none.")
    with transaction.atomic():
        terms, _new = Terms.objects.update_or_create(agency=agency, defaults={"licence": licence, "source": source})
        record(
            agency=agency,
            action="open_data.license",
            subject_type="agency",
            subject_id=agency.pk,
            by=by,
            details={"licence": licence},
        )
    return terms
