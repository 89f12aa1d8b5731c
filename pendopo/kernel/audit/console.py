"""`pendopo audit …` for system administrators."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from tqdm import tqdm


@click.group("audit")
def audit_group() -> None:
    """Audit trail: see that every chain is whole."""


@audit_group.command("verify")
@click.option("--agency", "slug", help="Slug of one agency; all agencies when left out.")
@click.option("--anchors", "anchored", is_flag=True, help="Compare with the heads that were signed day by day, too.")
@click.option(
    "--anchors-file",
    "copies",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A copy of the signed heads that somebody kept (…/jejak-audit.txt); may be given several times.",
)
def verify_command(slug: str | None, anchored: bool, copies: tuple[Path, ...]) -> None:
    """Recompute the hash chains; name the first bad row and exit with 1 when one does not hold."""
    from django.utils.translation import gettext

    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.audit.models import Entry
    from pendopo.kernel.audit.queries import all_anchors, verify
    from pendopo.kernel.audit.rules import read_anchors
    from pendopo.kernel.operation.actions import keep_note
    from pendopo.kernel.operation.queries import AUDIT

    agencies = list(Agency.objects.filter(slug=slug) if slug else Agency.objects.order_by("slug"))
    if slug and not agencies:
        raise click.ClickException(f"No agency has the slug {slug}.")
    broken = 0
    more = [each for path in copies for each in read_anchors(path.read_text(encoding="utf-8"))]
    for agency in agencies:
        anchors = all_anchors(agency, more) if anchored or copies else []
        total = Entry.objects.for_agency(agency).count()
        with tqdm(total=total, desc=agency.slug, delay=2, file=sys.stderr) as bar:
            verdict = verify(agency, anchors=anchors, progress=bar.update)
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
    if not slug:
        keep_note(name=AUDIT, agencies=len(agencies))
