"""A request or objection that ends in an answer brings one invitation, and shows it on the citizen's own page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pendopo.adapters import satisfaction as adapter
from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.tests.quick import quick_calendar
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.people.actors import CITIZEN, staff
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.services.models import Service
from pendopo.kernel.tracking.actions import new_token
from pendopo.modules.information import actions as requests
from pendopo.modules.information.events import InquiryClosed, NoticeIssued
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules import notice as decisions
from pendopo.modules.information.tests.citizen_cases import answer, make_agency, make_inquiry, officer, open_own
from pendopo.modules.objections import actions as objections
from pendopo.modules.objections.events import ObjectionAnswered
from pendopo.modules.objections.rules.objecting import Claim, Filing
from pendopo.modules.objections.tests.office import OBJECTOR, UPHOLD
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.models import Invitation, Survey
from pendopo.modules.satisfaction.queries.inviting import secret_of
from pendopo.modules.satisfaction.queries.surveys import shipped_instrument
from pendopo.modules.satisfaction.rules.collecting import INQUIRY_SERVICE, OBJECTION_SERVICE

pytestmark = pytest.mark.django_db
MAIL = "Bagaimana pelayanan kami?"


@pytest.fixture
def agency(db: None) -> Agency:
    quick_calendar()
    actions.install_instruments()
    return make_agency()


def open_survey(agency: Agency) -> Survey:
    by = officer(agency)
    services = [
        Service.objects.create(agency=agency, name=name, kind=kind)
        for name, kind in (("Permohonan informasi", INQUIRY_SERVICE), ("Keberatan", OBJECTION_SERVICE))
    ]
    survey = actions.prepare_survey(
        agency=agency,
        title="SKM",
        instrument=shipped_instrument("permen14_2017"),
        period=str(clock.today(agency.timezone).year),
        services=services,
        by=by,
    )
    return actions.open_survey(survey=survey, by=by)


def refused(agency: Agency, **words: Any) -> tuple[Inquiry, str]:
    inquiry, code = make_inquiry(agency, email="sri@contoh.id", **words)
    return answer(inquiry, decision=decisions.NOT_HELD, material="", delivery="", reason="Tidak ada."), code


def letters() -> list[str]:
    return list(OutboxMessage.objects.filter(subject=MAIL).values_list("recipient", flat=True))


def test_an_answered_request_is_invited_once(agency: Agency, django_capture_on_commit_callbacks: Any) -> None:
    survey = open_survey(agency)
    with django_capture_on_commit_callbacks(execute=True):
        inquiry, code = refused(agency)
    made = Invitation.objects.get()
    assert (made.survey_id, made.subject_type, made.subject_id) == (survey.pk, "inquiry", inquiry.pk)
    assert letters() == ["sri@contoh.id"]
    adapter.after_inquiry(NoticeIssued(agency.pk, inquiry.pk, decisions.NOT_HELD))
    assert letters() == ["sri@contoh.id"]
    visitor = Client()
    open_own(visitor, agency, inquiry, code)
    link = f"/{agency.slug}/survei/undangan/{secret_of(made.pk)}/"
    page = visitor.get(f"/{agency.slug}/lacak/permohonan/").content.decode()
    assert f'href="{link}"' in page
    assert "<svg" in page
    Invitation.objects.update(is_used=True)
    assert link not in visitor.get(f"/{agency.slug}/lacak/permohonan/").content.decode()


def test_without_an_open_survey_nobody_is_invited(agency: Agency, django_capture_on_commit_callbacks: Any) -> None:
    survey = open_survey(agency)
    actions.close(survey=survey, by=officer(agency))
    with django_capture_on_commit_callbacks(execute=True):
        inquiry, _code = refused(agency)
    adapter.after_objection(ObjectionAnswered(agency.pk, inquiry.pk, "refused"))
    assert (Invitation.objects.count(), letters()) == (0, [])


def test_whoever_was_not_served_or_is_forgotten_is_never_invited(
    agency: Agency, django_capture_on_commit_callbacks: Any
) -> None:
    open_survey(agency)
    with django_capture_on_commit_callbacks(execute=True):
        inquiry, _code = make_inquiry(agency, email="sri@contoh.id")
        requests.withdraw(inquiry=inquiry, reason="Sudah dapat.", by=CITIZEN)
    ended, _code = refused(agency)
    ended.contact.erased_at = clock.now()
    ended.contact.save(update_fields=["erased_at"])
    adapter.after_inquiry(InquiryClosed(agency.pk, ended.pk, ended.state))
    assert (Invitation.objects.count(), letters()) == (0, [])


def test_a_granted_request_waits_until_it_is_handed_over_and_an_old_one_is_let_be(agency: Agency) -> None:
    open_survey(agency)
    inquiry, _code = make_inquiry(agency, email="sri@contoh.id")
    adapter.after_inquiry(NoticeIssued(agency.pk, inquiry.pk, decisions.GRANT))
    ended, _code = refused(agency)
    Inquiry.objects.filter(pk=ended.pk).update(state_since_at=clock.now() - adapter._FRESH * 2)
    adapter.after_inquiry(NoticeIssued(agency.pk, ended.pk, decisions.NOT_HELD))
    assert Invitation.objects.count() == 0


def test_an_answered_objection_is_invited(agency: Agency) -> None:
    open_survey(agency)
    filing = Filing(Claim("b", "Laporan berkala tidak diumumkan."), objector=OBJECTOR)
    objection = objections.submit(agency=agency, filing=filing, token=new_token(), by=CITIZEN)
    user = User.objects.create(username="atasan", name="Atasan")
    RoleGrant.objects.create(user=user, agency=agency, role="superior")
    objections.answer(objection=objection, reply=UPHOLD, by=staff(user, agency))
    adapter.after_objection(ObjectionAnswered(agency.pk, objection.pk, "refused"))
    made = Invitation.objects.get()
    assert (made.subject_type, made.subject_id, made.service.kind) == ("objection", objection.pk, OBJECTION_SERVICE)
    # There was no address: the link stands on the own page alone.
    assert letters() == []
