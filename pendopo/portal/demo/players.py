"""The steps of an example case, taken through the module's own actions by the example's officers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.documents.inspection import Inspected, inspect_bytes
from pendopo.kernel.documents.letters import render_letter
from pendopo.kernel.documents.models import Purpose
from pendopo.kernel.documents.rules import EXTENSIONS_BY_PURPOSE
from pendopo.kernel.people.actors import CITIZEN, SYSTEM, Actor
from pendopo.kernel.people.rules import BACK_OFFICE, FRONT_OFFICE, PPID
from pendopo.lib.article17 import letters_of
from pendopo.modules.information import actions, ports
from pendopo.modules.information.models import Inquiry, MaterialRequest
from pendopo.modules.information.queries import letters
from pendopo.modules.information.rules.notice import NoticeText
from pendopo.modules.information.rules.request import REPAIR_ITEMS, WEB, Wish
from pendopo.portal.demo.cast import REQUESTERS
from pendopo.portal.demo.redaction import redact_contract
from pendopo.portal.demo.script import BadScript, Case, Cue


@dataclass(frozen=True, slots=True)
class Company:
    """The agencies by key, the units by (agency, key), the officers by (username, agency)."""

    agencies: Mapping[str, Agency]
    units: Mapping[tuple[str, str], Unit]
    actors: Mapping[tuple[str, str], Actor]

    def officer(self, case: Case, role: str, *, account: str = "", unit_id: object = None) -> Actor:
        """Return the named officer, or the first of the case's agency with `role` (and in that unit)."""
        if account:
            return self.actors[account, case.agency]
        for (_username, agency), actor in self.actors.items():
            if agency == case.agency and actor.has(role) and (unit_id is None or unit_id in actor.unit_ids):
                return actor
        raise BadScript(f"{case.agency} has no officer with the role {role}.")

    def unit(self, case: Case, key: str) -> Unit:
        """Return a unit of the case's agency; raise BadScript for an unknown one."""
        found = self.units.get((case.agency, key))
        if found is None:
            raise BadScript(f"{case.agency} has no unit {key!r}.")
        return found


def register(company: Company, case: Case, token: str, received_at: dt.datetime | None) -> Inquiry:
    """Register the request, by the citizen on the web and by the front office otherwise."""
    wish = Wish(case.details, case.purpose, case.obtain_way, case.delivery_way, case.accommodation)
    return actions.register(
        agency=company.agencies[case.agency],
        wish=wish,
        requester=REQUESTERS[case.who],
        token=token,
        by=CITIZEN if case.channel == WEB else company.officer(case, FRONT_OFFICE),
        channel=case.channel,
        received_at=received_at,
        help_given=case.help_given,
    )


def play(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    """Take one step. Raises BadScript for a step that is not in the book."""
    step = _STEPS.get(cue.step)
    if step is None:
        raise BadScript(f"No step {cue.step!r}; known are {', '.join(sorted(_STEPS))}.")
    inquiry.refresh_from_db()
    step(company, case, cue, inquiry)


def _front(company: Company, case: Case, cue: Cue) -> Actor:
    return company.officer(case, FRONT_OFFICE, account=cue.account)


def _ppid(company: Company, case: Case, cue: Cue) -> Actor:
    return company.officer(case, PPID, account=cue.account)


def _back(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> Actor:
    return company.officer(case, BACK_OFFICE, account=cue.account, unit_id=inquiry.unit_id)


def _complete(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    actions.declare_complete(inquiry=inquiry, by=_front(company, case, cue))


def _incomplete(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    unknown = set(case.missing) - set(REPAIR_ITEMS)
    if unknown or not case.missing:
        raise BadScript(f"A case that is incomplete names what is missing; unknown: {sorted(unknown)}")
    by = _front(company, case, cue)
    letter = _pdf(letters.completion_letter(inquiry, items=case.missing, note=case.note, by=by))
    actions.declare_incomplete(inquiry=inquiry, items=case.missing, note=case.note, by=by, letter=letter)


def _repair(_company: Company, case: Case, _cue: Cue, inquiry: Inquiry) -> None:
    actions.repair(inquiry=inquiry, addition=case.addition, by=CITIZEN)


def _close(_company: Company, _case: Case, _cue: Cue, inquiry: Inquiry) -> None:
    actions.close_incomplete(inquiry=inquiry, by=SYSTEM)


def _assign(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    unit = company.unit(case, cue.argument)
    actions.assign(inquiry=inquiry, unit=unit, note="", by=_front(company, case, cue))


def _take(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    actions.take(inquiry=inquiry, by=_back(company, case, cue, inquiry))


def _ask(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    unit = company.unit(case, cue.argument)
    actions.ask_unit(inquiry=inquiry, unit=unit, question=case.question, by=_back(company, case, cue, inquiry))


def _supply(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    material = MaterialRequest.objects.for_agency(inquiry.agency).get(inquiry=inquiry, answered_at__isnull=True)
    by = company.officer(case, BACK_OFFICE, account=cue.account, unit_id=material.unit_id)
    actions.supply(material=material, answer=case.reply, by=by)


def _extend(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    by = _ppid(company, case, cue)
    letter = _pdf(letters.extension_letter(inquiry, reason=cue.argument, note=case.note, by=by))
    actions.extend(inquiry=inquiry, reason=cue.argument, note=case.note, by=by, letter=letter)


def _pdf(letter: letters.Letter) -> bytes:
    return render_letter(letter.template, letter.content, letterhead=letter.letterhead)


def _draft(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    text = replace(case.answer or NoticeText(""), decision=cue.argument)
    first = not hasattr(inquiry, "notice")
    actions.draft_notice(
        inquiry=inquiry,
        text=text,
        by=_ppid(company, case, cue) if cue.account else _back(company, case, cue, inquiry),
        held_form=case.obtain_way if case.obtain_way in {"softcopy", "hardcopy"} else "",
        uploads=_files(case) if first else (),
        exemptions=_cited(inquiry.agency, text.grounds),
    )


def _cited(agency: Agency, grounds: Collection[str]) -> list[UUID]:
    """Return exemptions in force now that together cover the letters of Pasal 17 among `grounds`."""
    known = ports.exemptions.get().in_force(agency, clock.today(agency.timezone)) if grounds else []
    wanted = letters_of(grounds)
    return list(dict.fromkeys(next(each.id for each in known if letter in each.letters) for letter in wanted))


def _files(case: Case) -> list[Inspected]:
    allowed = EXTENSIONS_BY_PURPOSE[Purpose.ANSWER]
    return [inspect_bytes(text.encode(), name=name, allowed=allowed) for name, text in case.files.items()]


def _redact(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    redact_contract(inquiry, _back(company, case, cue, inquiry))


def _propose(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    by = _ppid(company, case, cue) if cue.account else _back(company, case, cue, inquiry)
    actions.propose_notice(inquiry=inquiry, by=by)


def _return(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    actions.send_back(inquiry=inquiry, note=case.note, by=_ppid(company, case, cue))


def _issue(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    by, notice = _ppid(company, case, cue), inquiry.notice
    # The letter says when and by whom it is issued; the row gets the same values from the action.
    notice.issued_at, notice.issued_by = clock.now(), by.user
    actions.issue_notice(inquiry=inquiry, by=by, letter=_pdf(letters.notice_letter(inquiry, notice, by=by)))


def _pay(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    note = f"Kuitansi {inquiry.seq:04d}/{inquiry.year}"
    actions.record_payment(inquiry=inquiry, note=note, by=_front(company, case, cue))


def _deliver(company: Company, case: Case, cue: Cue, inquiry: Inquiry) -> None:
    actions.deliver(inquiry=inquiry, note="", by=_front(company, case, cue))


def _withdraw(_company: Company, _case: Case, _cue: Cue, inquiry: Inquiry) -> None:
    reason = "Informasinya sudah saya temukan di laman instansi."
    actions.withdraw(inquiry=inquiry, reason=reason, by=CITIZEN)


_STEPS: dict[str, Callable[[Company, Case, Cue, Inquiry], None]] = {
    "complete": _complete,
    "incomplete": _incomplete,
    "repair": _repair,
    "close": _close,
    "assign": _assign,
    "take": _take,
    "ask": _ask,
    "supply": _supply,
    "extend": _extend,
    "draft": _draft,
    "redact": _redact,
    "propose": _propose,
    "return": _return,
    "issue": _issue,
    "pay": _pay,
    "deliver": _deliver,
    "withdraw": _withdraw,
}
