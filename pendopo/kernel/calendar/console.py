"""`pendopo due …` and `pendopo calendar …` for system administrators."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

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
@click.option("--regime", default="general", show_default=True, help="general, election, village or court.")
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


@calendar_group.command("examples")
@click.option("--check", is_flag=True, help="Compute every example with the calendar of this installation.")
def examples_command(check: bool) -> None:
    """Print the worked examples as docs/contoh-tenggat.md shows them, or check them here."""
    import django.utils.translation

    from pendopo.kernel.calendar.forms import DueDateForm
    from pendopo.kernel.calendar.manual import examples, manual

    if not check:
        with django.utils.translation.override("id"):
            click.echo(manual(), nl=False)
        return
    other = []
    for each in examples():
        answer = DueDateForm(each.question()).answer()
        due_on = answer.deadline.due_on.isoformat() if answer else "–"
        if due_on != each.row["due"]:
            other.append(f"no. {each.number}: {due_on}, dalam contoh {each.row['due']}")
    if other:
        raise click.ClickException("Kalender di sini memberi hasil lain.\n" + "\n".join(other))
    click.echo(f"{len(examples())} contoh dihitung, semuanya sama.")


@calendar_group.command("load")
@click.argument("file", type=click.File("rb"))
@click.option("--decree", required=True, help="The decree, for example 'SKB 3 Menteri 1497/2025, 2/2025, 5/2025'.")
@click.option("--on", "decree_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Date of the decree.")
@click.option("--complete", is_flag=True, help="FILE holds all days off of its years: days not in it are withdrawn.")
@click.option("--dry-run", is_flag=True, help="Say row by row what would change, and write nothing.")
def load_command(file: BinaryIO, decree: str, decree_on: datetime, complete: bool, dry_run: bool) -> None:
    """Load the days off of a decree from FILE, a CSV with the columns date, name, kind.

    Kinds are "libur nasional" and "cuti bersama". Exits with 2 when a row cannot be understood; nothing is written then.
    """
    from pendopo.kernel.calendar import actions, queries
    from pendopo.kernel.calendar.decree_files import UnreadableFile
    from pendopo.kernel.people.actors import SYSTEM

    content = file.read()
    try:
        if dry_run:
            run = queries.dry_run(content, complete=complete, decree=decree)
        else:
            load, run = actions.load_decree(
                content=content, decree=decree, decree_on=decree_on.date(), complete=complete, by=SYSTEM
            )
    except UnreadableFile as problem:
        raise click.ClickException(problem.sentence) from problem
    except actions.WrongRows as wrong:
        run = wrong.run
    for row in run.rows:
        click.echo(
            f"{row.status:>9}  {row.on or '–'}  {row.kind_label or '–'}  {row.name or row.text}  {row.what}".rstrip()
        )
    click.echo(", ".join(f"{status} {count}" for status, count in queries.statuses(run.rows).items()))
    if not run.is_clean:
        raise click.ClickException("Baris bertanda wrong tidak dimengerti; tidak ada yang ditulis.")
    if not dry_run and load.recomputed_at is None:
        click.echo("Tenggat yang berjalan dihitung ulang pekerja latar; sekarang juga: pendopo calendar follow")


@calendar_group.command("follow")
def follow_command() -> None:
    """Let the open deadlines follow the decrees that were loaded, at once instead of by the worker."""
    from pendopo.kernel.calendar.actions import recompute_after_decrees

    click.echo(f"{recompute_after_decrees()} tenggat bergeser.")


@calendar_group.command("recompute")
@click.option("--reason", required=True, help="Why the calendar changed, for example the decree; kept with every date.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First date that changed; earlier due dates stay.")
def recompute_command(reason: str, since: datetime | None) -> None:
    """Compute the due dates of all open clocks anew after the calendar has changed; the old dates are kept.

    Broken off, the same command goes on where it stopped. The worker tells the officers, one line each.
    """
    from pendopo.kernel.calendar.actions import count_open_clocks, recompute_open_clocks
    from pendopo.kernel.people.actors import SYSTEM

    first = since.date() if since else None
    with tqdm(total=count_open_clocks(since=first), delay=2, file=sys.stderr) as bar:
        done = recompute_open_clocks(by=SYSTEM, reason=reason, since=first, progress=bar.update)
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
