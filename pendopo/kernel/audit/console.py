"""`pendopo audit …` for system administrators."""

from __future__ import annotations

import sys

import click
from tqdm import tqdm


@click.group("audit")
def audit_group() -> None:
    """Jejak audit: periksa keutuhan rantai."""


@audit_group.command("verify")
@click.option("--agency", "slug", help="Slug of one agency; all agencies when left out.")
def verify_command(slug: str | None) -> None:
    """Recompute the hash chains; name the first bad row and exit with 1 when one does not hold."""
    from django.utils.translation import gettext

    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.audit.models import Entry
    from pendopo.kernel.audit.queries import verify

    agencies = list(Agency.objects.filter(slug=slug) if slug else Agency.objects.order_by("slug"))
    if slug and not agencies:
        raise click.ClickException(f"No agency has the slug {slug}.")
    broken = 0
    for agency in agencies:
        total = Entry.objects.for_agency(agency).count()
        with tqdm(total=total, desc=agency.slug, delay=2, file=sys.stderr) as bar:
            verdict = verify(agency, progress=bar.update)
        if verdict.intact:
            click.echo(
                gettext("%(agency)s: utuh, %(entries)s catatan") % {"agency": agency.slug, "entries": verdict.entries}
            )
        else:
            broken += 1
            click.echo(
                gettext("%(agency)s: RUSAK pada catatan ke-%(seq)s: %(reason)s")
                % {"agency": agency.slug, "seq": verdict.bad_seq, "reason": gettext(verdict.reason)}
            )
    if broken:
        raise SystemExit(1)
