"""`pendopo doctor`: everything that can be told to be wrong before somebody suffers from it."""

from __future__ import annotations

import json

import click

from pendopo.config.console import prepare

_COLOURS = {"ok": "green", "warning": "yellow", "WRONG": "red"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For machines: one object with a list of findings.")
@click.option("--quiet", is_flag=True, help="Only what is not well (for timers, which mail what is printed).")
def doctor_command(as_json: bool, quiet: bool) -> None:
    """Examine settings, database, disks, mail, work and backups; name the remedy of what is not well.

    Nothing is changed and nothing is sent. Exits with 0 when all is well, 1 with warnings, 2 when something is wrong.
    """
    prepare()
    from pendopo.config.health.doctor import examine_all, verdict
    from pendopo.config.health.findings import MARKS, Level

    found = []
    for finding in examine_all():
        found.append(finding)
        if as_json or (quiet and finding.level == Level.OK):
            continue
        mark = MARKS[finding.level]
        click.echo(f"{click.style(f'{mark:<8}', fg=_COLOURS[mark])}{finding.topic:<13}{finding.said}")
        if finding.remedy:
            click.echo(f"{'':<21}→ {finding.remedy}")
    worst = verdict(found)
    if as_json:
        told = {"verdict": worst.name.lower(), "findings": [finding.as_json() for finding in found]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    raise SystemExit(int(worst))
