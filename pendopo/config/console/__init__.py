"""The `pendopo` command: everything a system administrator types.

Nothing of Django is imported before a command needs it, so that `pendopo --help` answers at once, also on a machine
whose settings are still wrong.
"""

from __future__ import annotations

import importlib
import os

import click

from pendopo import __version__

# Command → (module, attribute, line in the overview). Modules are imported when their command is run.
COMMANDS = {
    "serve": ("pendopo.config.console.serve", "serve_command", "Serve the pages and the API."),
    "work": ("pendopo.config.console.work", "work_command", "Send mail and do the other background work."),
    "setup": (
        "pendopo.config.console.setup",
        "setup_command",
        "Prepare the database, the calendar and the static files.",
    ),
    "createadmin": ("pendopo.config.console.accounts", "createadmin_command", "Create a system administrator."),
    "resetstep": ("pendopo.config.console.accounts", "resetstep_command", "Take a lost second sign-in step away."),
    "demo": ("pendopo.config.console.demo", "demo_command", "Try Pendopo with demo agencies and cases."),
    "due": ("pendopo.kernel.calendar.console", "due_command", "Compute a statutory due date and explain it."),
    "calendar": ("pendopo.kernel.calendar.console", "calendar_group", "Load holidays; recompute deadlines."),
    "skm": ("pendopo.modules.satisfaction.console", "skm_group", "Compute a satisfaction index; prove the tallies."),
    "audit": ("pendopo.kernel.audit.console", "audit_group", "Inspect the audit trail, for example `audit verify`."),
    "privacy": ("pendopo.kernel.privacy.console", "privacy_group", "Say what is due to be erased; keep the ledger."),
    "signing": ("pendopo.kernel.documents.signing.console", "signing_group", "Make test certificates for letters."),
    "import": ("pendopo.kernel.imports.console", "import_command", "Take over an older register from a spreadsheet."),
    "search": ("pendopo.kernel.search.console", "search_group", "Look after this machine's search index."),
    "backup": ("pendopo.config.console.backup", "backup_command", "Write the whole installation into one file."),
    "restore": ("pendopo.config.console.backup", "restore_command", "Put a backup into an empty installation."),
    "doctor": ("pendopo.config.console.doctor", "doctor_command", "Examine the installation and name remedies."),
    "read-only": ("pendopo.config.console.reading_only", "read_only_group", "Allow only reading, for maintenance."),
    "evidence": (
        "pendopo.config.console.evidence",
        "evidence_group",
        "Report what tests prove of BSSN 4/2021 and ASVS.",
    ),
    "manage": ("pendopo.config.console.manage", "manage_command", "Run one of Django's own commands (experts)."),
}


class LateGroup(click.Group):
    """Group that knows its commands by name and imports one only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which an administrator meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported now; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _line = COMMANDS[cmd_name]
        # A command's module may import models, which needs the settings; `prepare` reads the environment once.
        if module.startswith(("pendopo.kernel", "pendopo.modules")):
            prepare()
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview from the lines above, without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_module, _attribute, line) in COMMANDS.items()])


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="Pendopo")
def cli() -> None:
    """Pendopo: services and public information of one public body, or of many.

    Settings come from the environment: PENDOPO_VAR (folder for the database, files and keys; default ./var),
    DATABASE_URL (postgresql://user:password@host/name; default an embedded database in PENDOPO_VAR),
    PENDOPO_HOSTS (names under which the site is reached), PORT. docs/pengaturan.md lists them all.

    First time on a server: `pendopo setup`, then `pendopo createadmin`, then `pendopo serve` and `pendopo work`
    side by side. Only to look around: `pendopo demo`.
    """


def prepare(*, past_the_pooler: bool = False) -> None:
    """Load Django with Pendopo's settings; raise click.ClickException with the reason when a setting is wrong.

    `past_the_pooler` is for work that one connection must do from beginning to end: DATABASE_DIRECT_URL is taken.
    """
    import django
    from django.apps import apps
    from django.core.exceptions import ImproperlyConfigured

    from pendopo.config.environment import go_past_the_pooler

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.config.settings")
    if apps.ready:
        return
    if past_the_pooler:
        go_past_the_pooler()
    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as problem:
        raise click.ClickException(f"The settings cannot be used: {problem}") from problem


def main() -> None:
    """Run the command line."""
    cli(prog_name="pendopo")
