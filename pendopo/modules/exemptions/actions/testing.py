"""From the proposal to the result of the test, and back; a new test of what is in force."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.people.rules import BACK_OFFICE, PPID
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock, new_case, open_case
from pendopo.lib.text import gettext_noop
from pendopo.modules.exemptions.actions.ending import end_replaced
from pendopo.modules.exemptions.actions.messages import tell
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.permissions import may_propose_for
from pendopo.modules.exemptions.queries.exemptions import open_retest
from pendopo.modules.exemptions.rules import consequence
from pendopo.modules.exemptions.rules.procedure import PROCEDURE


class Incomplete(NotAllowed):
    """A step lacks what the law asks for, or holds what it forbids; `problems` is field → problem."""

    def __init__(self, problems: consequence.Problems) -> None:
        super().__init__(gettext_noop("Isian uji belum memenuhi aturan. Kembalikan, lalu perbaiki jangka waktunya."))
        self.problems = problems


def demand(problems: consequence.Problems) -> None:
    """Raise Incomplete if there is any problem."""
    if problems:
        raise Incomplete(problems)


def propose(
    *,
    agency: Agency,
    unit: Unit,
    title: str,
    background: str,
    by: Actor,
    timing: str = consequence.BEFORE_REQUEST,
    origin: tuple[str, UUID] | None = None,
    order_number: str = "",
    replaces: Exemption | None = None,
) -> Exemption:
    """Propose information for the test and give it a number. Raises NotAllowed, ValueError (foreign unit)."""
    if unit.agency_id != agency.pk or not unit.is_active:
        raise ValueError("Information is held by an active unit of the same agency.")
    verdict = may_propose_for(by, unit.pk)
    if isinstance(verdict, Denied):
        raise NotAllowed(_(verdict.reason))
    with transaction.atomic():
        now = clock.now()
        kind, origin_id = origin or ("", None)
        case = new_case(
            Exemption, PROCEDURE, consequence.REGISTER, agency=agency, at=now, template=consequence.NUMBER_TEMPLATE,
            unit=unit, title=title, background=background, timing=timing, origin_type=kind, origin_id=origin_id,
            order_number=order_number, replaces=replaces, proposed_by_id=by.user_pk, proposed_at=now,
        )  # fmt: skip
        if replaces is not None:
            _copy_test(replaces, case)
        open_case(case, PROCEDURE, "propose", by=by, details={"timing": timing, "unit": str(unit.pk)})
        tell(case, gettext_noop("Usul pengecualian %(number)s menunggu pemeriksaan."), PPID, but=by.user)
    return case


def _copy_test(old: Exemption, new: Exemption) -> None:
    """Start a new test from what the old one found; the result is to be found anew."""
    for name in ("part", "documents", "letters", "laws", "if_opened", "if_closed", "public_interest", "public_reason"):
        setattr(new, name, getattr(old, name))


def accept(*, exemption: Exemption, by: Actor) -> Exemption:
    """Accept the proposal for testing. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(exemption)
        advance(case, PROCEDURE, "accept", by=by)
    return case


def identify(*, exemption: Exemption, found: consequence.Identification, by: Actor) -> Exemption:
    """Record the part and the documents that hold it. Raises WrongState, NotAllowed, Incomplete."""
    with transaction.atomic():
        case = lock(exemption)
        check(case, PROCEDURE, "identify", by=by)
        demand(found.problems())
        changes = {"part": found.part, "documents": list(found.documents)}
        advance(case, PROCEDURE, "identify", by=by, changes=changes, details={"documents": len(found.documents)})
    return case


def analyse(*, exemption: Exemption, found: consequence.Analysis, by: Actor) -> Exemption:
    """Record letters of Pasal 17 and laws. Raises WrongState, NotAllowed, Incomplete."""
    with transaction.atomic():
        case = lock(exemption)
        check(case, PROCEDURE, "analyse", by=by)
        demand(found.problems())
        letters = sorted(found.letters)
        changes = {"letters": letters, "laws": list(found.laws)}
        advance(case, PROCEDURE, "analyse", by=by, changes=changes, details={"letters": letters})
    return case


def test(*, exemption: Exemption, found: consequence.Weighing, by: Actor) -> Exemption:
    """Record the weighing and its result: on to the decision, or open at once.

    Information found open ends the exemption that was tested again, too. Raises WrongState, NotAllowed, Incomplete.
    """
    with transaction.atomic():
        case = lock(exemption)
        check(case, PROCEDURE, "test", by=by)
        today = clock.today(case.agency.timezone)
        demand(found.problems(case.letters, today))
        exempt = found.result == consequence.EXEMPT
        changes: dict[str, object] = {
            **{name: getattr(found, name) for name in ("result", "if_opened", "if_closed", "public_interest")},
            "public_reason": found.public_reason if exempt else "",
            "until": found.until if exempt else None,
            "no_end_reason": found.no_end_reason if exempt and found.until is None else "",
            "tested_by": by.user,
            "tested_at": clock.now(),
            "agreements": [],
        }
        details = {"result": found.result, "until": found.until.isoformat() if exempt and found.until else None}
        if exempt:
            advance(case, PROCEDURE, "test", by=by, changes=changes, details=details)
            return case
        reason = found.public_interest
        advance(case, PROCEDURE, "open", by=by, changes=changes | {"end_reason": reason}, details=details)
        tell(case, gettext_noop("Hasil uji %(number)s: informasi terbuka."), BACK_OFFICE)
        end_replaced(case, "open", reason=reason, by=by)
    return case


def send_back(*, exemption: Exemption, note: str, by: Actor) -> Exemption:
    """Return the test to its first step; what was written stays. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(exemption)
        advance(case, PROCEDURE, "send_back", by=by, changes={"agreements": []}, note=note)
        tell(case, gettext_noop("Uji konsekuensi %(number)s dikembalikan untuk diperbaiki."), PPID, but=by.user)
    return case


def drop(*, exemption: Exemption, note: str, by: Actor) -> Exemption:
    """End a proposal that leads nowhere, for example one made twice. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(exemption)
        advance(case, PROCEDURE, "drop", by=by, changes={"end_reason": note}, note=note)
        tell(case, gettext_noop("Usul pengecualian %(number)s dihentikan."), BACK_OFFICE)
    return case


def retest(*, exemption: Exemption, background: str, by: Actor, timing: str = consequence.BEFORE_REQUEST) -> Exemption:
    """Start a new test of an exemption in force, which stays in force meanwhile; return the new case.

    Raises WrongState, NotAllowed when one is under way already.
    """
    with transaction.atomic():
        old = lock(exemption)
        check(old, PROCEDURE, "retest", by=by)
        if open_retest(old) is not None:
            raise NotAllowed(_("Uji ulang sudah berjalan. Selesaikan atau hentikan dahulu."))
        case = propose(
            agency=old.agency, unit=old.unit, title=old.title, background=background, by=by, timing=timing, replaces=old
        )
        advance(old, PROCEDURE, "retest", by=by, details={"retest": str(case.pk)})
        advance(case, PROCEDURE, "accept", by=by)
    return case
