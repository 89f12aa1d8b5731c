"""Who may what with surveys."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people import rules as people
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict, may
from pendopo.kernel.workflow.rules import Step
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.models import FollowUp, Survey
from pendopo.modules.satisfaction.rules import traits
from pendopo.modules.satisfaction.rules.procedure import CLOSED, OPEN, PROCEDURE, PUBLISHED

LOOK: Final = "satisfaction.look"
MANAGE: Final = "satisfaction.manage"
ENTER: Final = "satisfaction.enter"
PUBLISH: Final = "satisfaction.publish"

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    # Figures, progress, voices (comments with what looks like personal data covered).
    LOOK: frozenset(people.ROLES),
    # Prepare, open, close; correct and remove answers; sort and publish comments; follow-up; import.
    MANAGE: frozenset({people.PPID, people.AGENCY_ADMIN}),
    # Type in paper questionnaires, start a kiosk.
    ENTER: frozenset({people.FRONT_OFFICE, people.BACK_OFFICE, people.PPID, people.AGENCY_ADMIN}),
    PUBLISH: frozenset({people.PPID, people.AGENCY_ADMIN, people.SUPERIOR}),
}


def may_answer(actor: Actor, survey: Survey, channel: str) -> Verdict:
    """Say whether an answer may come in by `channel` now: paper and files are entered by staff, the rest by anybody."""
    taking = survey.state in {OPEN, CLOSED} if channel == traits.IMPORT else survey.is_collecting
    if not taking:
        return Denied(_("Survei ini tidak sedang dibuka, jadi jawaban tidak dapat diterima."))
    if channel == traits.LINK and not survey.allows_open_link:
        return Denied(_("Survei ini hanya menerima jawaban lewat tautan pribadi, layar di loket, atau kertas."))
    if channel == traits.PAPER and not may(actor, ENTER):
        return Denied(_("Peran Anda tidak mencakup pengisian kuesioner kertas."))
    if channel == traits.IMPORT and not may(actor, MANAGE):
        return Denied(_("Peran Anda tidak mencakup impor jawaban."))
    return ALLOWED


def may_amend(actor: Actor) -> Verdict:
    """Say whether `actor` may correct or remove an answer."""
    return ALLOWED if may(actor, MANAGE) else Denied(_("Peran Anda tidak mencakup perubahan jawaban."))


def may_sort_voices(actor: Actor) -> Verdict:
    """Say whether `actor` may read comments as they were written, decide what they are about, and publish them."""
    return ALLOWED if may(actor, MANAGE) else Denied(_("Peran Anda tidak mencakup pemilahan suara responden."))


def may_plan(actor: Actor, survey: Survey) -> Verdict:
    """Say whether `actor` may add to the follow-up plan now: once the figures stand."""
    if survey.state not in {CLOSED, PUBLISHED}:
        return Denied(_("Rencana tindak lanjut disusun setelah survei ditutup."))
    return ALLOWED if may(actor, MANAGE) else Denied(_("Peran Anda tidak mencakup rencana tindak lanjut."))


def may_report(actor: Actor, survey: Survey) -> Verdict:
    """Say whether `actor` may freeze a report now: once the figures stand."""
    if survey.state not in {CLOSED, PUBLISHED}:
        return Denied(_("Laporan disusun setelah survei ditutup."))
    return ALLOWED if may(actor, MANAGE) else Denied(_("Peran Anda tidak mencakup penyusunan laporan."))


def may_finish(actor: Actor, line: FollowUp) -> Verdict:
    """Say whether `actor` may report a line of the plan as done: its owner, and whoever manages surveys."""
    if may(actor, MANAGE) or (actor.user is not None and line.owner_id == actor.user.pk):
        return ALLOWED
    return Denied(_("Hanya penanggung jawab kegiatan ini, PPID, atau admin yang dapat melaporkannya."))


def next_steps(actor: Actor, survey: Survey) -> list[Step]:
    """Return the steps that `actor` may take now and that move the survey."""
    return [step for step in PROCEDURE.steps_from(survey.state) if step.target and actor.has(*step.actors)]
