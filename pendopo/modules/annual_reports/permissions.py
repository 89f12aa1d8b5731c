"""Who may what with an annual report."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people import rules as people
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict
from pendopo.kernel.workflow.rules import Step
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.annual_reports import rules
from pendopo.modules.annual_reports.models import AnnualReport

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "annual_reports.look": frozenset({people.PPID, people.SUPERIOR, people.AUDITOR}),
    "annual_reports.compile": frozenset({people.PPID}),
    "annual_reports.approve": frozenset({people.SUPERIOR}),
}


def may_step(actor: Actor, step: Step, report: AnnualReport) -> Verdict:
    """Say whether `actor` may take `step` with what the report holds now; the state is the engine's to check."""
    if not actor.has(*step.actors):
        return Denied(_("Peran Anda tidak mencakup langkah ini."))
    if step.name == "propose":
        if rules.missing_passages(report.texts):
            return Denied(_("Masih ada bagian yang belum ditulis. Lengkapi dahulu, lalu ajukan."))
        cut_off_on = report.snapshot.cut_off_at.astimezone(report.agency.zone).date()
        if not rules.is_final_figure(report.report_year, cut_off_on):
            return Denied(_("Angka dibekukan sebelum tahunnya berakhir. Bekukan lagi setelah 31 Desember."))
    return ALLOWED


def next_steps(actor: Actor, report: AnnualReport) -> list[Step]:
    """Return the steps that `actor` may take now; writing a part has its own links."""
    possible = rules.PROCEDURE.steps_from(report.state)
    return [step for step in possible if step.name != "write" and may_step(actor, step, report)]
