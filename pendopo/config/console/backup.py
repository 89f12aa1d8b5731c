"""`pendopo backup` and `pendopo restore`: the whole installation in one file, and back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pendopo.config.console import prepare

if TYPE_CHECKING:
    from pendopo.config.backup.archive import Summary

_PASSPHRASE = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose first line is the passphrase; else PENDOPO_BACKUP_PASSPHRASE is taken.",
)


@click.command("backup")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@_PASSPHRASE
@click.option("--plain", is_flag=True, help="Without encryption, and without the secret key.")
@click.option(
    "--keep", type=click.IntRange(min=1), help="Then delete backups in the same folder older than so many days."
)
def backup_command(target: Path, passphrase_file: Path | None, *, plain: bool, keep: int | None) -> None:
    """Write database, stored files and keys into one encrypted file; people go on working meanwhile.

    TARGET must not exist yet; it appears only when it is whole. Keep the passphrase elsewhere: without it nobody
    opens the backup. Exits with 3 when a stored file was missing or altered, which the backup then tells.
    """
    prepare(past_the_pooler=True)
    _expect_a_session()
    passphrase = _passphrase(passphrase_file)
    if not passphrase and not plain:
        raise click.ClickException(
            "A backup holds personal data, so it is encrypted: name a passphrase by --passphrase-file or "
            "PENDOPO_BACKUP_PASSPHRASE, or say --plain and protect the file yourself."
        )
    from pendopo.config.backup.archive import make

    summary = make(target, passphrase="" if plain else passphrase, progress=_bar)
    click.echo(f"{target}: {_told(summary)}, {summary.size:,} bytes.")
    _remember(summary)
    if keep is not None:
        _expire(target, keep)
    if plain:
        click.echo("The secret key is not in it. Keep PENDOPO_SECRET_KEY or secret.key of PENDOPO_VAR elsewhere.")
    _complain(summary)


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_PASSPHRASE
@click.option(
    "--erasures",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ledger of `pendopo privacy ledger`: what was erased after the backup is erased again.",
)
def restore_command(source: Path, passphrase_file: Path | None, erasures: Path | None) -> None:
    """Put a backup into an empty installation, and compare every byte and every table with what the backup says.

    The installation is the one that DATABASE_URL and PENDOPO_VAR name; nothing is ever overwritten. Afterwards an older
    backup is brought in step with the program, and the audit trail is verified.
    """
    prepare(past_the_pooler=True)
    _expect_a_session()
    from pendopo.config.backup.archive import put_back
    from pendopo.config.console.setup import migrate
    from pendopo.kernel.operation.queries import read_only
    from pendopo.kernel.search.actions import start_lineage

    summary = put_back(source, passphrase=_passphrase(passphrase_file))
    click.echo(f"Put back as of {summary.made_at}: {_told(summary)}.")
    migrate()
    _verify()
    _erase_again(erasures)
    # An index that a machine kept of the later database must not answer for this one.
    start_lineage()
    if read_only().on:
        click.echo("Only reading is allowed, as when the backup was made. To end it: `pendopo read-only off`.")
    click.echo("Next: `pendopo setup`, then `pendopo serve` and `pendopo work`. The search index builds itself again.")
    _complain(summary)


def _expect_a_session() -> None:
    """Refuse to work through a pooler: a dump leaves its empty search path to whoever gets the connection next."""
    from django.db import connection

    if connection.settings_dict.get("PREPARE") is False:
        raise click.ClickException(
            "DATABASE_URL leads through a pooler (prepare=off). Name the database itself in DATABASE_DIRECT_URL."
        )


def _expire(target: Path, days: int) -> None:
    from pendopo.config.backup.keeping import expire

    for name in expire(target.resolve().parent, days=days, but=target.resolve()):
        click.echo(f"{name} is older than {days} days and was deleted.")


def _erase_again(ledger: Path | None) -> None:
    """Erase what was erased after the backup was made; say so when no ledger is there to tell."""
    from pendopo.config.backup.keeping import erase_again
    from pendopo.kernel.privacy.actions.ledger import ledger_file

    here = [ledger_file(), *([ledger] if ledger else [])]
    if not any(path.exists() for path in here):
        click.echo(
            "No ledger of erasures was found. If personal data were erased after this backup, name it by --erasures."
        )
    click.echo(f"Erased again: {erase_again(here)} cases.")


def _remember(summary: Summary) -> None:
    """Note a good backup, for `pendopo doctor`, monitoring and the administrators' pages."""
    from pendopo.kernel.operation.actions import keep_note
    from pendopo.kernel.operation.queries import BACKUP

    if not (summary.missing or summary.altered):
        keep_note(name=BACKUP, rows=summary.rows, files=summary.files, bytes=summary.size)


def _passphrase(file: Path | None) -> str:
    if file is None:
        return os.environ.get("PENDOPO_BACKUP_PASSPHRASE", "")
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0].strip():
        raise click.ClickException(f"The first line of {file} is empty; the passphrase stands there.")
    return lines[0].strip()


def _bar(total: int) -> Callable[[int], object]:
    from tqdm import tqdm

    return tqdm(total=total, desc="Files", unit="file", delay=2, file=sys.stderr).update


def _told(summary: Summary) -> str:
    return f"{summary.rows:,} rows in {summary.tables} tables, {summary.files:,} files"


def _complain(summary: Summary) -> None:
    for word, names in (("missing from the store", summary.missing), ("altered in the store", summary.altered)):
        if names:
            click.echo(f"{len(names)} files were {word} when the backup was made, first {names[0]}.", err=True)
    if summary.missing or summary.altered:
        raise SystemExit(3)


def _verify() -> None:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.audit.queries import verify

    for agency in Agency.objects.order_by("slug").iterator():
        verdict = verify(agency)
        if not verdict.intact:
            raise click.ClickException(f"The audit trail of {agency.slug} does not hold at entry {verdict.bad_seq}.")
    click.echo("The audit trail of every agency holds.")
