"""`pendopo createadmin`: the first account of an installation."""

from __future__ import annotations

import click

from pendopo.config.console import prepare


@click.command("createadmin")
@click.option("--username", prompt="Username", help="Name to log in with, for example budi.")
@click.option("--name", prompt="Full name", help="Name as colleagues know it.")
@click.option("--email", prompt="E-mail", help="Address for notices and for a forgotten password.")
@click.password_option(help="At least twelve characters; asked for when left out.")
def createadmin_command(username: str, name: str, email: str, password: str) -> None:
    """Create a system administrator.

    This account may create agencies and give roles; it reads no cases unless a role is given to it.
    """
    prepare()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from pendopo.kernel.people.models import User

    user = User(username=username, name=name, email=email, is_staff=True, is_superuser=True)
    try:
        validate_password(password, user)
        user.set_password(password)
        user.full_clean()
    except ValidationError as problem:
        raise click.ClickException(" ".join(problem.messages)) from problem
    with transaction.atomic():
        user.save(force_insert=True)
    click.echo(f"{name} may now log in as {username} at /masuk/.")
