"""`pendopo evidence bssn|asvs`: a statement made of tests, blank where nothing proves."""

from __future__ import annotations

from pathlib import Path

import click

_RESULTS = Path("build") / "evidence" / "results.json"


@click.group("evidence")
def evidence_group() -> None:
    """Report what tests prove of a catalogue of security requirements. An item that no test proves stays blank."""


def _write(name: str, target: Path, results_file: Path | None) -> None:
    from pendopo.config.evidence.report import BLANK, FAILED, PARTLY, PASSED, Results, counts, write

    wanted = results_file or _RESULTS
    if results_file is None and not wanted.exists():
        click.echo("No results of tests are here (`make evidence` makes them); every item stays blank.", err=True)
        results = Results.none()
    else:
        try:
            results = Results.read(wanted)
        except (OSError, ValueError, KeyError) as problem:
            raise click.ClickException(f"{wanted} holds no results of tests.") from problem
    write(name, results, target)
    found = counts(name, results)
    click.echo(
        f"{target}: {found[PASSED]} proved, {found[PARTLY]} in part, {found[FAILED]} failed, {found[BLANK]} blank."
    )


_TARGET = click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
_FROM = click.option(
    "--results", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Results of tests, as JSON."
)


@evidence_group.command("bssn")
@_TARGET
@_FROM
def bssn_command(target: Path, results: Path | None) -> None:
    """Write the statement on Peraturan BSSN 4/2021 Pasal 27 to TARGET (.xlsx or .md)."""
    _write("bssn", target, results)


@evidence_group.command("asvs")
@_TARGET
@_FROM
def asvs_command(target: Path, results: Path | None) -> None:
    """Write the statement on OWASP ASVS 5.0 level 2 to TARGET (.xlsx or .md)."""
    _write("asvs", target, results)
