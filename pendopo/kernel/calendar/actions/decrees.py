"""Loading a decree on days off from its file, and letting the open deadlines follow."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.calendar.actions.days import confirm_year, edited_by, expect_decree, touch_calendar
from pendopo.kernel.calendar.actions.recompute import recompute_open_clocks
from pendopo.kernel.calendar.models import CalendarYear, DecreeLoad, Holiday, YearStatus
from pendopo.kernel.calendar.queries.decrees import ComparedRow, DryRun, dry_run, waiting_loads
from pendopo.kernel.clock import now
from pendopo.kernel.people.actors import SYSTEM, Actor


class WrongRows(ValueError):
    """Some rows of the file were not understood; `run` is the dry run that names them. Nothing was written."""

    def __init__(self, run: DryRun) -> None:
        super().__init__(f"{len(run.of('wrong'))} rows were not understood.")
        self.run = run


def load_decree(
    *, content: bytes, decree: str, decree_on: date, complete: bool, by: Actor, agency: Agency | None = None
) -> tuple[DecreeLoad, DryRun]:
    """Bring the table of days off in step with a decree's file, in one transaction; the worker moves the deadlines.

    With `complete` the file holds all days off of its years: what is not in it is withdrawn, and the years are final.
    `agency` is where an administrator's entry in the audit trail goes. Raises UnreadableFile, WrongRows, ValueError
    without a decree.
    """
    expect_decree(decree)
    with transaction.atomic():
        # Two loads at once would each compare with a table that the other changes.
        list(CalendarYear.objects.select_for_update().order_by("year"))
        run = dry_run(content, complete=complete, decree=decree)
        if not run.is_clean:
            raise WrongRows(run)
        _write(run, decree, by)
        for year in run.years if complete else ():
            confirm_year(year=year, status=YearStatus.FINAL, decree=decree, by=by)
        counted = {"added": "new", "changed": "changed", "withdrawn": "withdrawn"}
        numbers = {name: len(run.of(status)) for name, status in counted.items()}  # type: ignore[arg-type]
        load = DecreeLoad.objects.create(
            decree=decree, decree_on=decree_on, loaded_at=now(), loaded_by_label=by.label, since=run.since, **numbers
        )
        if run.since is None:
            # No working day changed, so no deadline can.
            load.recomputed_at, load.moved = load.loaded_at, 0
            load.save(update_fields=["recomputed_at", "moved"])
        touch_calendar()
        if agency is not None:
            details = {"decree": decree, "decree_on": decree_on.isoformat(), **numbers}
            record(
                agency=agency,
                action="calendar.load_decree",
                subject_type="decree",
                subject_id=load.pk,
                by=by,
                details=details,
            )
    return load, run


def _write(run: DryRun, decree: str, by: Actor) -> None:
    marks = edited_by(by)
    added = [
        Holiday(on=row.on, name=row.name, kind=row.kind, decree=decree, **marks)
        for row in run.of("new")
        if row.on is not None
    ]
    Holiday.objects.bulk_create(added)
    changed = [_stored(row, decree, marks, withdrawn=False) for row in run.of("changed")]
    changed += [_stored(row, decree, marks, withdrawn=True) for row in run.of("withdrawn")]
    fields = ["name", "kind", "decree", "estimated", "withdrawn", *marks]
    Holiday.objects.bulk_update(changed, fields)


def _stored(row: ComparedRow, decree: str, marks: dict[str, object], *, withdrawn: bool) -> Holiday:
    holiday = row.holiday
    assert holiday is not None  # noqa: S101 - changed and withdrawn rows are about a stored day
    holiday.name, holiday.kind, holiday.decree = row.name, row.kind, decree
    holiday.estimated, holiday.withdrawn = False, withdrawn
    for name, value in marks.items():
        setattr(holiday, name, value)
    return holiday


def recompute_after_decrees() -> int:
    """Let the open deadlines of all agencies follow the decrees that were loaded; return how many moved.

    Breaking off and calling again is safe: a load counts as followed only when everything moved.
    """
    moved = 0
    for load in waiting_loads():
        done = recompute_open_clocks(by=SYSTEM, reason=load.decree, since=load.since)
        DecreeLoad.objects.filter(pk=load.pk).update(recomputed_at=now(), moved=done.moved)
        moved += done.moved
    return moved
