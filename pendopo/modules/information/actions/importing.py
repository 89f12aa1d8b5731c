"""Taking over requests of an older register: ended cases with their old numbers, no clocks, no mails, no code."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.numbering import go_on_after, number_template, take_block
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.imports.rules import Problem, Row
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import Contact
from pendopo.kernel.tracking.actions import token_digest
from pendopo.kernel.workflow.actions import open_ended
from pendopo.lib.article17 import letters_of
from pendopo.lib.numbering import seq_in
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.models import Inquiry, Notice, NoticeState
from pendopo.modules.information.rules import legacy, procedure, request
from pendopo.modules.information.rules.notice import DECISIONS, NOT_HELD, REDIRECT

# Running numbers of imported requests begin here, out of reach of the living register.
FIRST_SEQ: Final = 1_000_000
# The register of the present year goes on after an imported number, at most this far from where it stands.
LONGEST_JUMP: Final = 5_000
# Counts imported requests per year, beside the register's own counter.
_COUNTER: Final = "inquiry-imported"


def examine(agency: Agency, row: Row) -> list[Problem]:
    """Return what is wrong between the columns of a row."""
    return legacy.problems(row.values, clock.today(agency.timezone))


def known(agency: Agency, numbers: Sequence[str]) -> Mapping[str, Problem | None]:
    """Return those of `numbers` that exist: None when imported before, else why they cannot be taken over. Three queries."""
    found: dict[str, Problem | None] = {}
    taken = _("Nomor ini sudah dipakai permohonan lain di register yang berjalan. Periksa nomornya.")
    existing = Inquiry.objects.for_agency(agency).filter(number__in=numbers).values_list("number", "seq")
    for number, seq in existing:
        found[number] = None if seq >= FIRST_SEQ else Problem("number", taken)
    far = _("Nomor ini seperti nomor tahun berjalan, tetapi jauh di depan nomor terakhir (%(last)s). Periksa nomornya.")
    living, last = _living(agency, numbers)
    for number, seq in living.items():
        if number not in found and seq > last + LONGEST_JUMP:
            found[number] = Problem("number", far, {"last": last})
    return found


def _living(agency: Agency, numbers: Sequence[str]) -> tuple[dict[str, int], int]:
    """Return those of `numbers` that the register itself could still write, with their seq, and where it stands."""
    from pendopo.kernel.agencies.models import RegisterCounter

    template, year = number_template(agency, request.REGISTER), clock.today(agency.timezone).year
    counter = RegisterCounter.objects.for_agency(agency).filter(register=request.REGISTER, year=year)
    last = counter.values_list("last", flat=True).first() or 0
    found = {number: seq_in(template, number, year=year, code=agency.code) for number in numbers}
    return {number: seq for number, seq in found.items() if seq}, last


def write(*, agency: Agency, rows: Sequence[Row], run: UUID, by: Actor) -> None:
    """Insert requests that have ended, in the caller's transaction; `run` is the import that brings them.

    The living register goes on after a number that it would have written itself. Raises IntegrityError when a number
    was given meanwhile.
    """
    living, _last = _living(agency, [row.values["number"] for row in rows])  # type: ignore[misc]
    if living:
        year = clock.today(agency.timezone).year
        go_on_after(agency, request.REGISTER, year=year, seq=max(living.values()))
    years = Counter(row.values["received"].year for row in rows)  # type: ignore[attr-defined]
    free = {year: take_block(agency, _COUNTER, year=year, count=years[year]) for year in sorted(years)}
    contacts, inquiries, notices = [], [], []
    for row in rows:
        values: Mapping[str, Any] = row.values
        contact = _contact(agency, values)
        year = values["received"].year
        inquiry = _inquiry(agency, contact, values, FIRST_SEQ + free[year] - 1)
        free[year] += 1
        contacts.append(contact)
        inquiries.append(inquiry)
        if values["decision"] in DECISIONS:
            notices.append(_notice(inquiry, values, by=by))
    insert(*contacts)
    open_ended(inquiries, procedure.PROCEDURE, "import", by=by, subject_id=run, details={"years": sorted(years)})
    if notices:
        insert(*notices)


def _start_of(agency: Agency, day: dt.date) -> dt.datetime:
    """Return the beginning of a local day: a register knows no hours."""
    return dt.datetime.combine(day, dt.time(), tzinfo=agency.zone)


def _contact(agency: Agency, values: Mapping[str, Any]) -> Contact:
    name, on_behalf_of = legacy.split_name(values["name"])
    phone, email = legacy.split_contact(values.get("contact", ""))
    return Contact(
        agency=agency,
        kind=values.get("kind", request.PERSON),
        name=name,
        on_behalf_of=on_behalf_of,
        address=values.get("address", ""),
        phone=phone,
        email=values.get("email") or email,
        occupation=values.get("occupation", ""),
        created_at=clock.now(),
    )


def _inquiry(agency: Agency, contact: Contact, values: Mapping[str, Any], seq: int) -> Inquiry:
    received, ended = values["received"], legacy.ended_on(values) or values["received"]
    begun, closed = _start_of(agency, received), _start_of(agency, ended)
    obtain_way = (
        request.VIEW if values.get("view") else request.HARDCOPY if values.get("hardcopy") else request.SOFTCOPY
    )
    return Inquiry(
        agency=agency,
        contact=contact,
        number=values["number"],
        year=received.year,
        seq=seq,
        procedure_version=procedure.PROCEDURE.version,
        state=legacy.STATES[values["decision"]],
        state_since_at=closed,
        channel=values.get("channel", request.WALK_IN),
        received_at=begun,
        registered_at=begun,
        details=values["details"],
        purpose=values.get("purpose", ""),
        obtain_way=obtain_way,
        delivery_way=request.PICK_UP,
        closed_at=closed,
        # No code has this digest: whoever asked then asks at the desk, which gives a new code after looking at the card.
        tracking_digest=secrets.token_hex(32),
        submission_digest=token_digest(f"import:{agency.pk}:{values['number']}"),
    )


def _notice(inquiry: Inquiry, values: Mapping[str, Any], *, by: Actor) -> Notice:
    decision, day = values["decision"], legacy.noticed_on(values)
    reason = values.get("refusal", "")
    grounds = legacy.grounds_in(reason)
    if values.get("not_documented") and "6e" not in grounds:
        grounds.append("6e")
    return Notice(
        inquiry=inquiry,
        agency=inquiry.agency,
        state=NoticeState.ISSUED,
        decision=decision,
        under_control=decision not in {NOT_HELD, REDIRECT} and not values.get("not_held"),
        held_by=values.get("holder", ""),
        reason=reason,
        grounds=grounds,
        is_imported=True,
        by_article_17=bool(letters_of(grounds)),
        held_form="softcopy" if values.get("softcopy") else "hardcopy" if values.get("hardcopy") else "",
        cost=values.get("cost"),
        payment=values.get("payment", ""),
        drafted_by_id=by.user_pk,
        drafted_at=clock.now(),
        issued_at=_start_of(inquiry.agency, day) if day else None,
    )
