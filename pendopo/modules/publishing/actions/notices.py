"""Urgent notices: announced at once, updated while they last, ended with a reason; who may announce."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import SYSTEM, Actor
from pendopo.kernel.people.models import User
from pendopo.kernel.people.permissions import Denied, may
from pendopo.kernel.search.actions import changed
from pendopo.kernel.workflow.actions import NotAllowed, WrongState, advance, check, lock, new_case, open_case
from pendopo.lib.text import gettext_noop
from pendopo.modules.publishing import events
from pendopo.modules.publishing.models import Announcer, Mailing, Notice, NoticeVersion, Proof
from pendopo.modules.publishing.permissions import may_announce
from pendopo.modules.publishing.queries.notices import is_announcer, run_out
from pendopo.modules.publishing.rules import catalogue, duties, limits, notices
from pendopo.modules.publishing.rules.notices import PROCEDURE


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says: the headline, what happens, where, what to do, whom to call, and until when it holds."""

    title: str
    happening: str
    place: str
    instructions: str
    contact: str
    until_at: dt.datetime


def _allowed(agency: Agency, by: Actor) -> None:
    granted = by.user is not None and is_announcer(agency, by)
    if isinstance(verdict := may_announce(by, granted=granted), Denied):
        raise NotAllowed(verdict.reason)


def _later(words: Words, now: dt.datetime) -> None:
    if not now < words.until_at <= now + dt.timedelta(days=limits.NOTICE_DAYS_MAX):
        raise NotAllowed(gettext_noop("Waktu berakhir harus di depan, paling lama tiga bulan lagi."))


def announce(*, agency: Agency, words: Words, everywhere: bool = False, by: Actor) -> Notice:
    """Announce a notice; it is in force at once, and proves the duty of Pasal 10 for this day. Raises NotAllowed."""
    now, today = clock.now(), clock.today(agency.timezone)
    _later(words, now)
    with transaction.atomic():
        _allowed(agency, by)
        notice = new_case(
            Notice,
            PROCEDURE,
            notices.REGISTER,
            agency=agency,
            at=now,
            template=notices.NUMBER_TEMPLATE,
            is_everywhere=everywhere and may(by, "publishing.announce_everywhere"),
            announced_at=now,
            announced_by=by.user,
            updated_at=now,
            **asdict(words),
        )
        open_case(
            notice,
            PROCEDURE,
            "announce",
            by=by,
            details={"everywhere": notice.is_everywhere},
            event=events.NoticeAnnounced(agency.pk, notice.pk),
        )
        _keep_version(notice, "", by)
        Proof.objects.create(
            agency=agency,
            key=catalogue.NOTICE_KEY,
            kind=duties.NOTICE,
            proved_on=today,
            notice=notice,
            proved_by=by.user,
            proved_by_label=by.label,
            proved_at=now,
        )
        _spread(notice, mail=True)
    return notice


def update(*, notice: Notice, words: Words, change: str, mail: bool = True, by: Actor) -> Notice:
    """Say something new about what goes on; what was said before is kept. Raises WrongState, NotAllowed."""
    now = clock.now()
    _later(words, now)
    with transaction.atomic():
        case = lock(notice)
        check(case, PROCEDURE, "update", by=by)
        _allowed(case.agency, by)
        changes = {**asdict(words), "version": case.version + 1, "updated_at": now}
        advance(
            case, PROCEDURE, "update", by=by, changes=changes, public_note=change, details={"version": case.version + 1}
        )
        _keep_version(case, change, by)
        _spread(case, mail=mail)
    return case


def end(*, notice: Notice, reason: str, mail: bool = True, by: Actor) -> Notice:
    """End a notice, with the reason that everybody reads. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(notice)
        check(case, PROCEDURE, "end", by=by)
        _allowed(case.agency, by)
        _end(case, "end", reason, by)
        _spread(case, mail=mail, is_end=True)
    return case


def expire_run_out() -> int:
    """End notices whose time is over; return how many. Lists by time never wait for this job."""
    done = 0
    for notice in run_out(limit=limits.PAGE_ROWS):
        with transaction.atomic():
            case = lock(notice)
            try:
                check(case, PROCEDURE, "expire", by=SYSTEM)
            except WrongState:
                continue
            if case.until_at <= clock.now():
                _end(case, "expire", gettext_noop("Waktu berlakunya habis."), SYSTEM)
                _spread(case, mail=False)
                done += 1
    return done


def _end(case: Notice, step: str, reason: str, by: Actor) -> None:
    changes = {"ended_at": clock.now(), "end_reason": reason}
    event = events.NoticeEnded(case.agency_id, case.pk)
    advance(case, PROCEDURE, step, by=by, changes=changes, public_note=reason, event=event)


def _keep_version(notice: Notice, change: str, by: Actor) -> None:
    NoticeVersion.objects.create(
        agency=notice.agency,
        notice=notice,
        number=notice.version,
        title=notice.title,
        happening=notice.happening,
        place=notice.place,
        instructions=notice.instructions,
        contact=notice.contact,
        until_at=notice.until_at,
        change=change,
        at=notice.updated_at,
        by_label=by.label,
    )


def _spread(notice: Notice, *, mail: bool, is_end: bool = False) -> None:
    """Tell the search, and ask for a round of letters; an earlier round that is not done gives way to this one."""
    changed(kind=notices.SEARCH_KIND, ids=[notice.pk])
    if mail:
        now = clock.now()
        Mailing.objects.for_agency(notice.agency).filter(notice=notice, done_at__isnull=True).update(done_at=now)
        Mailing.objects.create(agency=notice.agency, notice=notice, is_end=is_end, asked_at=now)


def grant(*, agency: Agency, users: Iterable[User], by: Actor) -> int:
    """Let exactly these officers announce beside the PPID; return how many there are now."""
    wanted = {user.pk: user for user in users}
    with transaction.atomic():
        present = Announcer.objects.for_agency(agency).select_for_update()
        known = set(present.values_list("user_id", flat=True))
        Announcer.objects.for_agency(agency).exclude(user_id__in=wanted).delete()
        Announcer.objects.bulk_create(
            [
                Announcer(agency=agency, user=user, granted_at=clock.now(), granted_by_label=by.label)
                for key, user in wanted.items()
                if key not in known
            ],
            ignore_conflicts=True,
        )
        record(
            agency=agency,
            action="notice.grant",
            subject_type="agency",
            subject_id=agency.pk,
            by=by,
            details={"users": sorted(map(str, wanted))},
        )
    return len(wanted)
