"""Under which licence an agency gives its data."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.open_data.models import Terms
from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.rules.licences import LICENCES, NOT_STATED, Licence


def terms_of(agency: Agency) -> Terms:
    """Return what the agency has stated; unsaved, and none, where it has stated nothing. One query."""
    found: Terms | None = Terms.objects.for_agency(agency).first()
    return found or Terms(agency=agency)


def stated() -> Mapping[UUID, str]:
    """Return the licence of each agency that has stated one. One query."""
    found = Terms.objects.exclude(licence=NOT_STATED).values_list("agency", "licence")
    return dict(found[: limits.ORGANIZATIONS_MAX])


def licence(code: str) -> Licence:
    """Return the licence with this code; none stated for an unknown one."""
    return LICENCES.get(code, LICENCES[NOT_STATED])
