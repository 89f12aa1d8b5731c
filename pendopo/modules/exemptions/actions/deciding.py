"""The PPID's decision, the agreements that follow, and coming into force with a decree."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Purpose, Visibility
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.people.rules import BACK_OFFICE, PPID, SUPERIOR
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock
from pendopo.lib.text import gettext_noop
from pendopo.modules.exemptions import events
from pendopo.modules.exemptions.actions.ending import end_replaced
from pendopo.modules.exemptions.actions.messages import tell
from pendopo.modules.exemptions.actions.testing import demand
from pendopo.modules.exemptions.models import Arrangement, Exemption
from pendopo.modules.exemptions.permissions import may_agree
from pendopo.modules.exemptions.queries.exemptions import chain_of
from pendopo.modules.exemptions.rules import approval, consequence, limits
from pendopo.modules.exemptions.rules.procedure import PROCEDURE


def determine(*, exemption: Exemption, place: str, by: Actor, sheet: bytes | None = None) -> Exemption:
    """Set the classification as PPID and pass it on for approval; `sheet` is the test sheet as PDF, kept as it is now.

    Raises WrongState, NotAllowed, Incomplete when the period has become impossible since the test.
    """
    with transaction.atomic():
        case = lock(exemption)
        check(case, PROCEDURE, "determine", by=by)
        _demand_period(case)
        changes: dict[str, object] = {
            "place": place,
            "determined_by": by.user,
            "determined_at": clock.now(),
            "agreements": [],
        }
        advance(case, PROCEDURE, "determine", by=by, changes=changes)
        _keep(case, "lembar-uji", sheet, by=by)
        tell(case, gettext_noop("Penetapan %(number)s menunggu persetujuan."), SUPERIOR)
    return case


def agree(*, exemption: Exemption, by: Actor, note: str = "", decree: bytes | None = None) -> Exemption:
    """Agree for the next stage of the chain; the last agreement brings the exemption into force with its decree.

    `decree` is the letter as PDF, made before. Raises WrongState, NotAllowed (role, or a person who tested, decided or
    agreed already), Incomplete when the period has become impossible.
    """
    with transaction.atomic():
        case = lock(exemption)
        chain = chain_of(case.agency)
        # Any who may speak for a stage may come this far; may_agree says whose turn it is.
        check(case, PROCEDURE, "endorse", by=by)
        verdict = may_agree(by, case, chain)
        if isinstance(verdict, Denied):
            raise NotAllowed(_(verdict.reason))
        stage = approval.next_stage(chain, len(case.agreements))
        given = {"stage": stage, "user": str(by.user_pk), "name": by.label, "at": clock.now().isoformat()}
        agreements = [*case.agreements, given]
        if approval.next_stage(chain, len(agreements)) is not None:
            endorsed = {"agreements": agreements}
            advance(case, PROCEDURE, "endorse", by=by, changes=endorsed, note=note, details={"stage": stage})
            tell(case, gettext_noop("Penetapan %(number)s menunggu persetujuan."), SUPERIOR)
            return case
        _demand_period(case)
        _enforce(case, agreements, note=note, decree=decree, by=by)
    return case


def decree_number(exemption: Exemption) -> str:
    """Return the number of the decree: the test's own, so that both are found together."""
    return f"{exemption.number}/DIK"


def _demand_period(case: Exemption) -> None:
    today = clock.today(case.agency.timezone)
    demand(consequence.period_problems(case.letters, today, case.until, case.no_end_reason))


def _enforce(case: Exemption, agreements: list[object], *, note: str, decree: bytes | None, by: Actor) -> None:
    today = clock.today(case.agency.timezone)
    changes: dict[str, object] = {
        "agreements": agreements,
        "approved_by": by.user,
        "approved_at": clock.now(),
        "decree_number": decree_number(case),
        "decree_on": today,
    }
    advance(
        case,
        PROCEDURE,
        "approve",
        by=by,
        changes=changes,
        note=note,
        details={"letters": list(case.letters), "until": case.until.isoformat() if case.until else None},
        event=events.ExemptionEnforced(case.agency_id, case.pk),
    )
    _keep(case, "penetapan", decree, by=by)
    end_replaced(case, "amend", reason=case.number, by=by)
    tell(case, gettext_noop("Pengecualian %(number)s berlaku."), PPID, BACK_OFFICE)


def _keep(case: Exemption, kind: str, paper: bytes | None, *, by: Actor) -> None:
    if paper is None:
        return
    documents.store_bytes(
        agency=case.agency,
        subject_type=consequence.SUBJECT_TYPE,
        subject_id=case.pk,
        purpose=Purpose.LETTER,
        name=f"{kind}-dik-{case.seq}-{case.year}.pdf",
        content=paper,
        visibility=Visibility.PRIVATE,
        by=by,
    )


def arrange(*, agency: Agency, chain: str, reminder_months: Sequence[int], by: Actor) -> Arrangement:
    """Choose the chain of approval and the months of reminders (question A15). Raises ValueError for unknown ones."""
    months = sorted(set(reminder_months), reverse=True)
    if chain not in approval.CHAINS or not all(0 < n <= limits.REMINDER_MONTHS_MAX for n in months):
        raise ValueError("The chain is one of CHAINS, and reminders come 1 to 60 months before the end.")
    with transaction.atomic():
        found, _new = Arrangement.objects.update_or_create(
            agency=agency, defaults={"chain": chain, "reminder_months": months}
        )
        record(
            agency=agency,
            action="exemption.arrange",
            subject_type="agency",
            subject_id=agency.pk,
            by=by,
            details={"chain": chain, "months": months},
        )
    return found
