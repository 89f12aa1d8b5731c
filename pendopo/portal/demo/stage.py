"""Playing the example: agencies and accounts are set up, then every step of every case is taken at its own moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, NumberTemplate, Unit
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.notifications.models import InboxItem, MessageState, OutboxMessage
from pendopo.kernel.people.actors import staff
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.tracking.actions import code_of
from pendopo.kernel.tracking.rules import shown
from pendopo.lib.workdays import WorkCalendar
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.request import REGISTER
from pendopo.portal.demo import cast, exemptions
from pendopo.portal.demo.cases import CASES
from pendopo.portal.demo.dip import entry_beats
from pendopo.portal.demo.disclosure import answer_beats
from pendopo.portal.demo.objections import Beat, objection_beats
from pendopo.portal.demo.players import Company, play, register
from pendopo.portal.demo.privacy import privacy_beats
from pendopo.portal.demo.programs import play_programs
from pendopo.portal.demo.publishing import publishing_beats
from pendopo.portal.demo.satisfaction import survey_beats
from pendopo.portal.demo.script import Case, Cue
from pendopo.portal.demo.signing import play_signatures
from pendopo.portal.demo.survey_results import result_beats
from pendopo.portal.demo.yearly import yearly_beats

Progress = Callable[[int, int], object]

# Officers have read what is older than this; the mail of the past was sent in the past.
_READ_AFTER = dt.timedelta(days=2)


def is_loaded() -> bool:
    """Return whether the example stands in this database. One query."""
    return Agency.objects.filter(slug=cast.MINISTRY).exists()


def sample() -> tuple[str, str] | None:
    """Return number and tracking code of an answered example request; None before the example is loaded."""
    found = Inquiry.objects.filter(agency__slug=cast.MINISTRY).order_by("registered_at", "id").first()
    return (found.number, shown(code_of(_token(0)))) if found else None


def load(progress: Progress | None = None) -> None:
    """Load the example in one transaction; a second call changes nothing.

    `progress` is called with the number of cases done and of all. Raises CalendarEmpty before the calendar was seeded.
    """
    if is_loaded():
        return
    # One transaction: an interrupted load leaves nothing, and a thousand small commits would take a minute.
    with transaction.atomic():
        company = set_up()
        tests = exemptions.Tests(company)
        moments = sorted(_moments(company), key=lambda moment: (moment.at, moment.order))
        left = {number: 1 + len(case.cues()) for number, case in enumerate(CASES)}
        inquiries: dict[int, Inquiry] = {}
        beats = [*objection_beats(company), *yearly_beats(company), *entry_beats(company), *publishing_beats(company)]
        beats += [*result_beats(company), *survey_beats(company)]
        beats += answer_beats(company)
        beats += privacy_beats(company)
        beats.sort(key=lambda beat: beat.at)
        for moment in moments:
            _play_until(beats, tests, moment.at)
            with clock.frozen(moment.at):
                if moment.cue is None:
                    inquiries[moment.number] = register(company, moment.case, _token(moment.number), moment.received_at)
                else:
                    play(company, moment.case, moment.cue, inquiries[moment.number])
            left[moment.number] -= 1
            if progress and not left[moment.number]:
                progress(sum(not steps for steps in left.values()), len(CASES))
        _play_until(beats, tests, clock.now())
        play_signatures(company.agencies[cast.MINISTRY])
        play_programs(company.agencies[cast.MINISTRY], company.actors["admin", cast.MINISTRY])
        _settle_the_past(company)


def _play_until(beats: list[Beat], tests: exemptions.Tests, at: dt.datetime) -> None:
    """Play the steps of objections and exemptions that come before `at`, each at its own moment and in time."""
    while beats and beats[0].at < at:
        beat = beats.pop(0)
        tests.play_until(beat.at)
        with clock.frozen(beat.at):
            beat.play()
    tests.play_until(at)


def _token(number: int) -> str:
    return f"demo-{number:03d}"


@dataclass(frozen=True, slots=True)
class _Moment:
    """One thing that happens at `at`; without cue the request is registered. `order` keeps one case's steps in line."""

    at: dt.datetime
    order: int
    number: int
    case: Case
    cue: Cue | None = None
    received_at: dt.datetime | None = None


class _Diary:
    """The working days of one agency up to today, and the moments on them; never in the future."""

    def __init__(self, agency: Agency, calendar: WorkCalendar) -> None:
        self.agency, self.calendar = agency, calendar
        self.now = clock.now()

    @cached_property
    def _last(self) -> dt.date:
        today = self.now.astimezone(self.agency.zone).date()
        return next(day for day in _backwards(today) if self.calendar.is_working(day))

    def day(self, ago: int) -> dt.date:
        """Return the working day `ago` working days before the last one."""
        found = (day for day in _backwards(self._last) if self.calendar.is_working(day))
        for _ in range(ago):
            next(found)
        return next(found)

    def moment(self, ago: int, time: dt.time, *, minutes_before_now: int) -> dt.datetime:
        """Return the instant of `time` on that day, moved back when it has not come yet."""
        at = dt.datetime.combine(self.day(max(ago, 0)), time, tzinfo=self.agency.zone)
        return min(at, self.now - dt.timedelta(minutes=minutes_before_now))


def _backwards(day: dt.date) -> Iterator[dt.date]:
    while True:
        yield day
        day -= dt.timedelta(days=1)


def _moments(company: Company) -> list[_Moment]:
    """Return all that happens, case by case."""
    diaries = {key: _Diary(agency, work_calendar(agency)) for key, agency in company.agencies.items()}
    found = []
    for number, case in enumerate(CASES):
        diary = diaries[case.agency]
        hour, minute = (int(part) for part in case.at.split("."))
        received = diary.moment(case.ago, dt.time(hour, minute), minutes_before_now=60)
        registered = received
        if case.register_after:
            registered = diary.moment(case.ago - case.register_after, dt.time(8, 40), minutes_before_now=55)
        found.append(_Moment(registered, 0, number, case, received_at=received))
        before = registered
        for order, cue in enumerate(case.cues(), start=1):
            # Steps of one day follow each other by three quarters of an hour; no two cases keep the same rhythm.
            start = dt.datetime.combine(dt.date.min, dt.time(9, number % 40))
            time = (start + dt.timedelta(minutes=43 * (order % 8))).time()
            at = diary.moment(case.ago - cue.day, time, minutes_before_now=50 - order)
            before = max(at, before + dt.timedelta(minutes=4))
            found.append(_Moment(before, order, number, case, cue))
    return found


def set_up() -> Company:
    """Make the agencies, units, accounts and roles of the example; return them."""
    agencies, units, actors = {}, {}, {}
    users: dict[str, User] = {}
    for key, facts in cast.AGENCIES.items():
        agency = Agency(slug=key, **facts)
        agency.full_clean()
        agency.save(force_insert=True)
        agencies[key] = agency
        for name, title in cast.UNITS[key].items():
            units[key, name] = Unit.objects.create(agency=agency, name=title)
    for key, template in cast.NUMBER_TEMPLATES.items():
        NumberTemplate.objects.create(agency=agencies[key], register=REGISTER, template=template)
    # Hashed once: sixteen times the same public password would take longer than everything else.
    password = make_password(cast.PASSWORD)
    for account in cast.CAST:
        user = User(username=account.username, name=account.name, is_superuser=account.is_superuser)
        user.email, user.is_staff = f"{account.username}@petugas.example", account.is_superuser
        user.password = password
        user.save(force_insert=True)
        users[account.username] = user
        for key, role, unit in account.roles:
            RoleGrant.objects.create(user=user, agency=agencies[key], role=role, unit=units.get((key, unit)))
    for account in cast.CAST:
        for key in {key for key, _role, _unit in account.roles}:
            actors[account.username, key] = staff(users[account.username], agencies[key])
    return Company(agencies, units, actors)


def _settle_the_past(company: Company) -> None:
    """Mark mail of the past as sent and old lines of the inboxes as read, as they would be by now."""
    agencies = list(company.agencies.values())
    now = clock.now()
    OutboxMessage.objects.filter(agency__in=agencies).update(
        state=MessageState.SENT, attempts=1, sent_at=F("created_at"), next_try_at=F("created_at")
    )
    old = InboxItem.objects.filter(agency__in=agencies, created_at__lt=now - _READ_AFTER)
    old.update(read_at=F("created_at"))
