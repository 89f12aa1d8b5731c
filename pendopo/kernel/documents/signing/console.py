"""`pendopo signing …` for system administrators."""

from __future__ import annotations

import click


@click.group("signing")
def signing_group() -> None:
    """Tanda tangan surat: sertifikat uji."""


@signing_group.command("test-ca")
def test_ca_command() -> None:
    """Make a TEST certificate authority in the var folder, to try signing. Never for real letters."""
    from pendopo.kernel.documents.signing.certificates import ca_folder, make_test_ca

    made = make_test_ca()
    if made:
        click.echo(f"A test CA lies in {ca_folder()}, readable by its owner only.")
    else:
        click.echo(f"There is a test CA already, in {ca_folder()}; nothing was changed.")
    click.echo("To sign with it: PENDOPO_SIGNER=test. Its signatures prove nothing; pages and letters say so.")
