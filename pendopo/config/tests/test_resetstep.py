from __future__ import annotations

import pytest
from click.testing import CliRunner

from pendopo.config.console.accounts import resetstep_command
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.portal.signin import factors


@pytest.mark.django_db
def test_system_administrator_takes_a_lost_second_step_away() -> None:
    agency = Agency.objects.create(slug="dinas", name="Dinas", short_name="Dinas")
    rina = User.objects.create(username="rina", name="Rina")
    RoleGrant.objects.create(user=rina, agency=agency, role="ppid")
    factors.save_app(rina, "JBSWY3DPEHPK3PXP", 0)
    run = CliRunner()
    done = run.invoke(resetstep_command, ["rina", "--reason", "handed_over"])
    assert (done.exit_code, done.output) == (0, "rina enrols a new second step at the next sign-in.\n")
    assert not factors.has_factor(rina)
    entry = Entry.objects.get()
    assert (entry.action, entry.actor, entry.details) == (
        "account.reset_second_step",
        "Sistem",
        {"reason": "handed_over"},
    )
    again = run.invoke(resetstep_command, ["rina", "--reason", "lost"])
    assert (again.exit_code, again.output) == (1, "Error: rina has no second step.\n")
    unknown = run.invoke(resetstep_command, ["nobo", "--reason", "lost"])
    assert (unknown.exit_code, unknown.output) == (1, "Error: There is no account nobo.\n")
