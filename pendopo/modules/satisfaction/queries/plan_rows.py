"""The lines of a follow-up plan as rows for pages and reports, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.people.actors import Actor
from pendopo.lib.text import gettext_noop
from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.permissions import may_finish, may_plan
from pendopo.modules.satisfaction.queries.follow_up import Plan
from pendopo.modules.satisfaction.rules import following_up

_STANDINGS = {
    following_up.PLANNED: (gettext_noop("Direncanakan"), "info"),
    following_up.LATE: (gettext_noop("Terlambat"), "error"),
    following_up.DONE: (gettext_noop("Selesai"), "ok"),
    following_up.CANCELLED: (gettext_noop("Dibatalkan"), "neutral"),
}


def line_rows(survey: Survey, plan: Plan, actor: Actor | None = None) -> list[dict[str, Any]]:
    """Return the lines of a plan as a table shows them; for `actor` with what can be done about each."""
    today, definition = clock.today(survey.agency.timezone), survey.instrument.definition
    rows = []
    for line in plan.lines:
        standing = following_up.standing(
            due=line.due_on, done=line.done_on, is_cancelled=line.cancelled_at is not None, today=today
        )
        is_open = standing in {following_up.PLANNED, following_up.LATE}
        rows.append(
            {
                "line": line,
                "element": _(definition.element(line.element).name),
                "quarters": ", ".join(f"TW {('I', 'II', 'III', 'IV')[n - 1]}" for n in line.quarters),
                "owner": ", ".join(str(each) for each in (line.owner, line.owner_unit) if each),
                "standing": _(_STANDINGS[standing][0]),
                "tone": _STANDINGS[standing][1],
                "may_finish": is_open and actor is not None and bool(may_finish(actor, line)),
                "may_cancel": is_open and actor is not None and bool(may_plan(actor, survey)),
            }
        )
    return rows
