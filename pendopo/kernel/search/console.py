"""`pendopo search …`: the state of this machine's index, and building it anew."""

from __future__ import annotations

import click


@click.group("search")
def search_group() -> None:
    """Look after this machine's search index. It is built from the database and may be thrown away at any time."""


@search_group.command("status")
def status_command() -> None:
    """Tell what the index holds and how far it follows the database. Exits with 1 while there is none that answers."""
    from pendopo.kernel.search.queries import status

    found = status()
    for label, value in found.lines():
        click.echo(f"{label + ':':<12}{value}")
    if not found.ready:
        raise SystemExit(1)


@search_group.command("rebuild")
def rebuild_command() -> None:
    """Build the index anew from the database, while the old one goes on answering.

    May be stopped at any time: the worker (`pendopo work`) finishes what was begun.
    """
    from tqdm import tqdm

    from pendopo.kernel.search import folder, upkeep
    from pendopo.kernel.search.queries import status
    from pendopo.kernel.search.registry import searchables

    counts = [each.count() for each in searchables() if each.count]
    begun = upkeep.begin_anew()
    with tqdm(total=sum(counts) or None, desc="Search index", unit="row", disable=None) as bar:
        while (building := folder.under_way()) and building.path.name == begun:
            upkeep.keep_up(wait=True, told=lambda looked: bar.update(looked - bar.n))
    click.echo(f"The search index holds {status().entries} entries.")
