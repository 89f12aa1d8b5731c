"""The set of statutory periods that holds for one request (rezim tenggat), and changing it."""

from __future__ import annotations

from django.db import transaction

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock
from pendopo.lib.deadlines import UnknownRegime, all_regimes, regime
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.actions import clocks
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.procedure import PROCEDURE


def choices(agency: Agency) -> list[str]:
    """Return the codes of the regimes that a request of the agency may have: its own, and those of single requests."""
    return [code for code, each in all_regimes().items() if code == agency.regime or each.per_case]


def expect(agency: Agency, code: str) -> str:
    """Return `code` if a request of the agency may have it; raise ValueError otherwise."""
    try:
        found = regime(code)
    except UnknownRegime as unknown:
        raise ValueError(str(unknown)) from unknown
    if found.code not in choices(agency):
        raise ValueError(f"The regime {code!r} is not for single requests; the agency chooses it.")
    return found.code


def set_regime(*, inquiry: Inquiry, regime: str, reason: str, by: Actor) -> Inquiry:
    """Let another regime hold for the request: the notice's clocks start again from the same events, with the reason.

    Raises WrongState once it was extended or answered, NotAllowed when it holds already, ValueError.
    """
    with transaction.atomic():
        case = lock(inquiry)
        check(case, PROCEDURE, "set_regime", by=by)
        chosen = expect(case.agency, regime)
        if chosen == case.regime:
            raise NotAllowed(_("Permohonan ini sudah memakai aturan tenggat itu."))
        details = {"regime": {"before": case.regime, "now": chosen}}
        advance(case, PROCEDURE, "set_regime", by=by, changes={"regime": chosen}, note=reason, details=details)
        clocks.restart_notice(case, reason=reason, by=by)
    return case
