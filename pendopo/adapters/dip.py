"""What was opened elsewhere is proposed for the list of public information (UU 14/2008 Pasal 11 ayat (2))."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.modules.dip import actions
from pendopo.modules.disputes.events import DisputeEnded
from pendopo.modules.disputes.models import Dispute
from pendopo.modules.exemptions.events import ExemptionEnded
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.rules.procedure import AMENDED
from pendopo.modules.information.models import Inquiry
from pendopo.modules.objections.events import ObjectionGranted
from pendopo.modules.objections.models import Objection


def propose_after_exemption(event: ExemptionEnded) -> None:
    """Propose what is exempt no longer; an exemption that a new one replaced goes on."""
    if event.state == AMENDED:
        return
    exemption = Exemption.objects.select_related("agency", "unit").get(pk=event.exemption_id)
    _propose(exemption.agency, exemption.unit, exemption.title, (exemption.subject_type, exemption.pk))


def propose_after_objection(event: ObjectionGranted) -> None:
    """Propose what a granted objection opened."""
    if objection := _objection(event.objection_id):
        _propose_behind(objection, _FROM_OBJECTION, objection.number)


def propose_after_dispute(event: DisputeEnded) -> None:
    """Propose what a dispute opened."""
    if not event.opens:
        return
    dispute = Dispute.objects.get(pk=event.dispute_id)
    if objection := _objection(dispute.objection_id):
        _propose_behind(objection, _FROM_DISPUTE, dispute.number)


# The words of a request may tell who asked: the draft names the case, and the PPID writes what the public reads.
_FROM_OBJECTION: Final = "Informasi yang dibuka atas keberatan %(number)s"
_FROM_DISPUTE: Final = "Informasi yang dibuka atas sengketa %(number)s"


def _objection(pk: UUID) -> Objection | None:
    return Objection.objects.filter(pk=pk).select_related("agency").first()


def _propose_behind(objection: Objection, template: str, number: str) -> None:
    """Propose once for a request, whether its objection, its dispute or both opened the information."""
    unit, origin = None, (objection.subject_type, objection.pk)
    inquiries = Inquiry.objects.for_agency(objection.agency).select_related("unit")
    if objection.inquiry_id is not None and (inquiry := inquiries.filter(pk=objection.inquiry_id).first()):
        unit, origin = inquiry.unit, (inquiry.subject_type, inquiry.pk)
    _propose(objection.agency, unit, template % {"number": number}, origin)


def _propose(agency: Agency, unit: Unit | None, title: str, origin: tuple[str, UUID]) -> None:
    with translation.override("id"):
        summary = _("Tulis ringkasan isi informasi ini, tanpa data pribadi, sebelum diajukan.")
    actions.propose_opened(agency=agency, unit=unit, title=title, summary=summary, origin=origin)
