"""`pendopo manage …`: Django's own commands, with Pendopo's settings."""

from __future__ import annotations

import os

import click


@click.command("manage", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage_command(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, for example `pendopo manage showmigrations`."""
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.config.settings")
    execute_from_command_line(["pendopo manage", *arguments])
