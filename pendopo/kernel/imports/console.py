"""`pendopo import …` for system administrators."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

if TYPE_CHECKING:
    from pendopo.kernel.imports.models import ImportRun
    from pendopo.kernel.people.actors import Actor


@click.command("import")
@click.argument("name")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agency", "slug", required=True, help="Slug of the agency.")
@click.option("--as", "username", required=True, help="Account on whose behalf it is done; its role must allow it.")
@click.option("--dry-run", is_flag=True, help="Only check the rows and tell what is wrong.")
def import_command(name: str, file: Path, slug: str, username: str, dry_run: bool) -> None:
    """Take over the older register NAME from FILE (XLSX or CSV); columns are matched by their headings.

    The same file again does nothing. Exits with 1 when rows were wrong, with 2 when the file cannot be read.
    """
    from django.utils.translation import gettext

    from pendopo.kernel.documents.rules import FileRefused
    from pendopo.kernel.imports import actions
    from pendopo.kernel.imports.queries import problems_of
    from pendopo.kernel.imports.rules import Unreadable, cell_address

    try:
        run = _checked(name, file, slug, username)
    except (Unreadable, FileRefused, actions.NotNow) as refused:
        click.echo(str(refused), err=True)
        sys.exit(2)
    for problem in problems_of(run):
        place = run.mapping.get(problem.column)
        where = problem.line if place is None else cell_address(place, problem.line)
        click.echo(f"{where}: {problem.column}: {gettext(problem.sentence) % problem.params}")
    if not dry_run and run.new:
        run = _worked(actions.run(run=run, by=_actor(slug, username)))
    told = gettext("Baris baru: %(new)s, sudah ada: %(known)s, bermasalah: %(wrong)s.")
    click.echo(told % {"new": run.new, "known": run.known, "wrong": run.wrong})
    sys.exit(1 if run.wrong or run.state == "failed" else 0)


def _actor(slug: str, username: str) -> Actor:
    from pendopo.kernel.agencies.queries import active_agency
    from pendopo.kernel.people.actors import staff
    from pendopo.kernel.people.models import User

    agency = active_agency(slug)
    user = User.objects.filter(username=username).first()
    if agency is None or user is None:
        raise click.ClickException(f"No agency has the slug {slug}, or no account is called {username}.")
    return staff(user, agency)


def _checked(name: str, file: Path, slug: str, username: str) -> ImportRun:
    """Return the run of a file whose rows were all looked at."""
    from pendopo.kernel.agencies.queries import active_agency
    from pendopo.kernel.documents.inspection import inspect_bytes
    from pendopo.kernel.imports import actions
    from pendopo.kernel.imports.forms import TABLES
    from pendopo.kernel.imports.reading import in_utf8
    from pendopo.kernel.imports.registry import find_importer

    by, agency, importer = _actor(slug, username), active_agency(slug), find_importer(name)
    if agency is None or importer is None:
        raise click.ClickException(f"Nothing is imported under the name {name}.")
    content = in_utf8(file.read_bytes()) if file.suffix.lower() == ".csv" else file.read_bytes()
    upload = inspect_bytes(content, name=file.name, allowed=TABLES)
    run = actions.begin(agency=agency, importer=importer, upload=upload, by=by)
    lacking = [column.label for column in importer.columns if column.needed and column.key not in run.mapping]
    if lacking:
        raise click.ClickException(f"No heading was recognised for: {', '.join(lacking)}.")
    run = actions.map_columns(run=run, mapping=run.mapping, by=by)
    return _worked(actions.check(run=run, by=by))


def _worked(run: ImportRun) -> ImportRun:
    """Return the run when nothing is left to do in its phase; a worker beside it may have its share."""
    from pendopo.kernel.imports import actions

    with tqdm(total=run.total, unit="row", delay=2, file=sys.stderr) as bar:
        while run.is_working:
            actions.work(batches=5)
            run.refresh_from_db()
            bar.update(run.done - bar.n)
    return run
