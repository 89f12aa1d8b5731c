"""`pendopo due …` and `pendopo calendar …` for system administrators."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

if TYPE_CHECKING:
    from pendopo.kernel.calendar.queries import DueAnswer


@click.command("due")
@click.argument("rule")
@click.argument("received")
@click.option("--timezone", default="Asia/Jakarta", show_default=True, help="WIB, WITA, WIT or an IANA name.")
@click.option("--week", default="5", show_default=True, help="Working days a week: 5 or 6.")
@click.option("--receipt", default="as_is", show_default=True, help="as_is or next_working_day.")
@click.option("--calendar", default="full", show_default=True, help="full, or national (joint leave is worked).")
@click.option("--closes", default="16:00", show_default=True, help="Closing hour, for next_working_day.")
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
def due_command(as_json: bool, **parameters: str) -> None:
    """Compute when RULE is due for an event at RECEIVED, and list every day.

    RECEIVED is a date or a time, for example 2026-08-03 or 2026-08-03T10:00+07:00; without an offset it is local to
    the time zone. An unknown RULE lists the codes there are. Exits with 2 when the question cannot be answered.
    """
    from django.db import DatabaseError

    from pendopo.kernel.calendar.forms import DueDateForm

    form = DueDateForm(parameters)
    try:
        answer = form.answer()
    except DatabaseError as problem:
        raise click.ClickException(
            f"The calendar cannot be read ({problem}). Run `pendopo setup` first, or check DATABASE_URL."
        ) from problem
    if answer is None:
        errors = form.error_list()
        if as_json:
            click.echo(json.dumps({"errors": errors}, ensure_ascii=False, indent=2))
        for error in errors if not as_json else ():
            click.echo(": ".join(part for part in error.values() if part), err=True)
        sys.exit(2)
    click.echo(json.dumps(answer.as_json(), ensure_ascii=False, indent=2) if as_json else _told(answer))


@click.group("calendar")
def calendar_group() -> None:
    """Kalender: muat hari libur, hitung ulang tenggat."""


@calendar_group.command("seed")
def seed_command() -> None:
    """Load the days off of the installed `holidays` package; days that people changed stay as they are."""
    from pendopo.kernel.calendar.seeding import seed_calendar

    seeded = seed_calendar()
    click.echo(
        f"{seeded.added} hari libur ditambahkan, {seeded.corrected} diperbaiki, {seeded.removed} dihapus; "
        f"{seeded.years} tahun diperbarui."
    )


@calendar_group.command("recompute")
@click.option("--reason", required=True, help="Why the calendar changed, for example the decree; kept with every date.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First date that changed; earlier due dates stay.")
def recompute_command(reason: str, since: date | None) -> None:
    """Compute the due dates of all open clocks anew after the calendar has changed; the old dates are kept."""
    from pendopo.kernel.calendar.actions import count_open_clocks, recompute_open_clocks
    from pendopo.kernel.people.actors import SYSTEM

    with tqdm(total=count_open_clocks(since=since), delay=2, file=sys.stderr) as bar:
        done = recompute_open_clocks(by=SYSTEM, reason=reason, since=since, progress=bar.update)
    click.echo(f"{done.examined} tenggat diperiksa, {done.moved} bergeser.")
    if done.unresolved:
        raise click.ClickException(
            f"{len(done.unresolved)} tenggat jatuh di luar kalender dan tidak diubah: muat tahun berikutnya dahulu. "
            f"Yang pertama: {done.unresolved[0]}"
        )


def _told(answer: DueAnswer) -> str:
    """Return the answer as lines for a terminal."""
    from django.utils.translation import gettext as _

    from pendopo.kernel.calendar.models import ClockUnit
    from pendopo.ui.formats import long_date, moment

    rule, deadline = answer.rule, answer.deadline
    lines = [
        f"{_(rule.title)} ({rule.code}): {deadline.n} {ClockUnit(rule.unit).label}",
        _("Dasar: %(basis)s") % {"basis": rule.legal_basis},
        _("Hari peristiwa (tidak dihitung): %(on)s") % {"on": long_date(deadline.start_on)},
    ]
    lines += [f"  {number:>3}  {long_date(on)}" for number, on in enumerate(answer.counted, start=1)]
    if answer.skipped:
        lines.append(_("Libur yang dilewati:"))
        lines += [f"       {long_date(day.date)}: {day.name}" for day in answer.skipped]
    lines.append(_("Jatuh tempo: %(at)s") % {"at": moment(deadline.due_at, answer.timezone)})
    lines += [_("Catatan: %(note)s") % {"note": note} for note in answer.notes]
    return "\n".join(lines)
