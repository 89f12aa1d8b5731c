"""`pendopo privacy …` for system administrators."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("privacy")
def privacy_group() -> None:
    """Personal data: what is due to go, and the ledger of what was erased."""


@privacy_group.command("due")
@click.option("--agency", "slug", help="Slug of one agency; all agencies when left out.")
def due_command(slug: str | None) -> None:
    """Say what would be destroyed today, per agency, period and kind of case. Nothing is changed."""
    from django.utils.translation import gettext

    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.privacy.queries.due import forecast

    agencies = list(Agency.objects.filter(slug=slug) if slug else Agency.objects.order_by("slug"))
    if slug and not agencies:
        raise click.ClickException(f"No agency has the slug {slug}.")
    for agency in agencies:
        for each in forecast(agency):
            words = gettext(each.kept.period.title), gettext(each.kind.label)
            click.echo(f"{agency.slug}: {words[0]}, {words[1]}: {each.count}{'+' if each.is_full else ''}")


@privacy_group.command("ledger")
@click.argument("target", required=False, type=click.Path(dir_okay=False, path_type=Path))
def ledger_command(target: Path | None) -> None:
    """Add what was erased to TARGET, a file that is kept beside the backups; ids only, no personal data.

    `pendopo restore --erasures TARGET` erases it again after an older backup was put back.
    """
    from pendopo.kernel.privacy.actions.ledger import ledger_file, write_ledger

    place = target or ledger_file()
    click.echo(f"{place}: {write_ledger(place)} new lines.")
