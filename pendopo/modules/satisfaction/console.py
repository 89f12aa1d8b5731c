"""`pendopo skm …` for whoever has answers in a file, and for system administrators."""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pendopo.modules.satisfaction.rules.index import Figure


class _FileOrCommand(click.Group):
    """Group whose first argument may be a file: `pendopo skm FILE.csv` is `pendopo skm compute FILE.csv`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in front of what is none."""
        if args and args[0] not in {*self.commands, "--help", "-h"}:
            args = ["compute", *args]
        return super().parse_args(ctx, args)


@click.group("skm", cls=_FileOrCommand)
def skm_group() -> None:
    """Compute the satisfaction index of a file: `pendopo skm FILE.csv`; prove the tallies: `pendopo skm recount`."""


@skm_group.command("compute")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
@click.option("--instrument", default="permen14_2017", show_default=True, help="permen14_2017, kep25_2004 or spak.")
@click.option("--method", default="exact", show_default=True, help="exact; weight_0_111, weight_0_11, nrr_3, nrr_2.")
@click.option("--numbering", default="questionnaire", show_default=True, help="How U8 and U9 are meant.")
@click.option("--blanks", is_flag=True, help="An empty cell is an element left out, not a mistake.")
def compute_command(file: Path, as_json: bool, blanks: bool, **chosen: str) -> None:
    """Compute index and grade of FILE: a CSV with one column per element and one row per respondent.

    Rows are read one by one, so that a million of them fit. A heading (U1, U2, …) is optional. Exits with 2 when a cell is
    no answer; each is named with its row and column.
    """
    from pendopo.modules.satisfaction.rules import index, instruments

    known = {"instrument": instruments.shipped(), "method": index.METHODS, "numbering": instruments.NUMBERINGS}
    for name, words in known.items():
        if chosen[name] not in words:
            raise click.UsageError(f"{name} {chosen[name]!r} is not known; one of {', '.join(words)}.")
    try:
        found = _computed(file, blanks=blanks, **chosen)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise click.ClickException(f"{file.name} is no CSV file in UTF-8 ({problem}).") from problem
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    if found.figure is None:
        _refuse(found.problems, as_json)
    elif as_json:
        click.echo(json.dumps(found.figure.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(_told(found.figure))


def _computed(file: Path, *, instrument: str, method: str, numbering: str, blanks: bool) -> Any:
    from tqdm import tqdm

    from pendopo.modules.satisfaction.forms.computing import read_csv
    from pendopo.modules.satisfaction.rules import index, instruments, matrix

    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = tqdm(read_csv(lines), unit="row", leave=False, disable=None, delay=2)
        return matrix.compute_table(
            rows,
            instruments.instrument(instrument),
            method=index.METHODS[method],
            numbering=numbering,
            blanks=blanks,
        )


def _refuse(problems: Any, as_json: bool) -> None:
    from pendopo.modules.satisfaction.forms.computing import told_of

    errors = [told_of(problem) for problem in problems]
    if as_json:
        click.echo(json.dumps({"errors": errors}, ensure_ascii=False, indent=2))
    for error in errors if not as_json else ():
        place = " ".join(str(error[part]) for part in ("row", "column") if error[part])
        click.echo(f"{place}: {error['message']}" if place else error["message"], err=True)
    sys.exit(2)


def _told(figure: Figure) -> str:
    grade = f" · {figure.band.grade} ({figure.band.name})" if figure.band else ""
    lines = [f"{figure.instrument.index_name} {figure.converted}{grade} · n = {figure.n} · indeks {figure.index}"]
    if not figure.method.is_exact:
        lines.append(figure.method.title)
    if figure.incomplete:
        lines.append(f"{figure.incomplete} kuesioner tidak lengkap, tidak ikut dihitung")
    for element in figure.elements:
        name = figure.instrument.element(element.key).name
        mark = f" {element.band.grade}" if element.band else ""
        lines.append(f"  {element.nrr}  {element.converted:>6}{mark}  #{element.rank}  {name}")
    return "\n".join(lines)


@skm_group.command("recount")
@click.option("--fix", is_flag=True, help="Repair tallies that are wrong, and note it in the audit trail.")
@click.option("--agency", "slug", help="Only this agency's surveys.")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Processes that count; default the cores.")
def recount_command(fix: bool, slug: str | None, jobs: int | None) -> None:
    """Count all answers anew and compare the tallies; exits with 1 when one was wrong and is not repaired."""
    from tqdm import tqdm

    from pendopo.kernel.agencies.queries import active_agency
    from pendopo.kernel.people.actors import SYSTEM
    from pendopo.modules.satisfaction.actions import recount

    agency = active_agency(slug) if slug else None
    if slug and agency is None:
        raise click.UsageError(f"There is no agency {slug!r} here.")
    with tqdm(unit="survey", leave=False, disable=None, delay=2) as bar:
        found = recount(by=SYSTEM, agency=agency, fix=fix, jobs=jobs or os.cpu_count() or 1, progress=bar.update)
    click.echo(f"{found.answers} answers in {found.surveys} surveys counted, {found.tallies} tallies compared.")
    for wrong in found.wrong[:20]:
        click.echo(f"  survey {wrong.survey_id}, service {wrong.service_id}, {wrong.segment or 'everybody'}", err=True)
    if not found.wrong:
        click.echo("All of them are right.")
    else:
        click.echo(
            f"{len(found.wrong)} were wrong{' and are repaired.' if fix else '. Run again with --fix.'}", err=True
        )
        sys.exit(0 if fix else 1)
