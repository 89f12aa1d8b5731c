"""`pendopo createadmin`: the first account of an installation; `pendopo resetstep`: when a second step is lost."""

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

    from pendopo.kernel import clock
    from pendopo.kernel.people.models import User

    user = User(
        username=username, name=name, email=email, is_staff=True, is_superuser=True, password_changed_at=clock.now()
    )
    try:
        validate_password(password, user)
        user.set_password(password)
        user.full_clean()
    except ValidationError as problem:
        raise click.ClickException(" ".join(problem.messages)) from problem
    with transaction.atomic():
        user.save(force_insert=True)
    click.echo(f"{name} may now log in as {username} at /masuk/.")


@click.command("resetstep")
@click.argument("username")
@click.option(
    "--reason",
    type=click.Choice(["lost", "replaced", "suspected", "handed_over"]),
    required=True,
    help="What stands in the audit trail.",
)
def resetstep_command(username: str, reason: str) -> None:
    """Take the second sign-in step of an account away, of a system administrator too.

    Its sessions end, its owner gets a mail and enrols a new one at the next sign-in. Make sure first that it is the
    owner who asks.
    """
    prepare()
    from pendopo.kernel.people.actors import SYSTEM
    from pendopo.kernel.people.models import User
    from pendopo.portal.signin.actions.own_factors import reset_second_step

    user = User.objects.filter(username=username).first()
    if user is None:
        raise click.ClickException(f"There is no account {username}.")
    if not reset_second_step(user=user, reason=reason, by=SYSTEM):
        raise click.ClickException(f"{username} has no second step.")
    click.echo(f"{username} enrols a new second step at the next sign-in.")
