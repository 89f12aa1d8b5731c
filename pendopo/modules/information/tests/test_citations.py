"""Refusals cite exemptions in force: chosen while drafting, kept as they were, checked again, their decrees handed over."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.kernel import clock
from pendopo.kernel.documents.actions import store_bytes
from pendopo.kernel.documents.models import Document
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.information import actions
from pendopo.modules.information.queries import refusals
from pendopo.modules.information.tests.office import (
    PARTLY,
    REFUSING,
    WEDNESDAY,
    Office,
    drafted,
    fresh,
    in_process,
    issued,
    look,
    make_office,
    notice,
    send,
)

from tests.exempting import exemption_in_force

pytestmark = pytest.mark.django_db
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def office() -> Office:
    return make_office()


def test_a_draft_keeps_the_exemption_as_it_was(office: Office) -> None:
    exempt = exemption_in_force(office.agency, "ha", title="Nilai ujian")
    inquiry = in_process(office)
    with clock.frozen(WEDNESDAY):
        actions.draft_notice(inquiry=inquiry, text=REFUSING, by=office.back, exemptions=[exempt.pk, exempt.pk])
    kept = [{
        "id": str(exempt.pk), "number": "UK-UJI-2026-0001/DIK", "decided_on": "2026-01-02", "title": "Nilai ujian",
        "letters": ["h", "a"],
    }]  # fmt: skip
    exempt.title = "Judul baru"
    exempt.save()
    assert (notice(inquiry).citations, notice(inquiry).by_article_17) == (kept, True)
    actions.draft_notice(inquiry=inquiry, text=REFUSING, by=office.back)
    assert notice(inquiry).citations == []


@pytest.mark.parametrize(
    "fields",
    [
        {"decree_on": dt.date(2026, 8, 6)},
        {"until": dt.date(2026, 8, 4)},
        {"state": "cancelled", "ended_on": dt.date(2026, 8, 5)},
    ],
)
def test_only_what_is_in_force_today_can_be_cited(office: Office, fields: dict[str, object]) -> None:
    exempt = exemption_in_force(office.agency, "h", **fields)
    with clock.frozen(WEDNESDAY), pytest.raises(NotAllowed, match="tidak berlaku hari ini"):
        actions.draft_notice(inquiry=in_process(office), text=REFUSING, by=office.back, exemptions=[exempt.pk])


def test_another_agency_s_exemption_cannot_be_cited(office: Office) -> None:
    foreign = exemption_in_force(make_office("lain").agency, "h")
    with pytest.raises(NotAllowed):
        actions.draft_notice(inquiry=in_process(office), text=REFUSING, by=office.back, exemptions=[foreign.pk])


@pytest.mark.parametrize("text", [REFUSING, PARTLY])
def test_nothing_is_withheld_by_article_17_without_one(office: Office, text: object) -> None:
    inquiry = in_process(office)
    actions.draft_notice(inquiry=inquiry, text=text, by=office.back)
    for step, by in ((actions.propose_notice, office.back), (actions.issue_notice, office.ppid)):
        with pytest.raises(actions.NoticeIncomplete) as refused:
            step(inquiry=inquiry, by=by)
        assert set(refused.value.missing) == {"exemptions"}
    page = send(office, "ppid", "issue", fresh(inquiry), {"seen": notice(inquiry).drafted_at.isoformat()})
    assert page.status_code == 422
    assert "Pilih penetapan (DIK)" in page.content.decode()


def test_an_exemption_that_ended_since_the_draft_no_longer_carries_a_refusal(office: Office) -> None:
    inquiry = drafted(office, REFUSING)
    from django.apps import apps

    apps.get_model("exemptions", "Exemption").objects.update(state="opened", ended_on=WEDNESDAY.date())
    with clock.frozen(WEDNESDAY), pytest.raises(actions.NoticeIncomplete) as refused:
        actions.issue_notice(inquiry=inquiry, by=office.ppid)
    assert "tidak berlaku lagi" in refused.value.missing["exemptions"]
    page = send(office, "ppid", "issue", inquiry, {"seen": notice(inquiry).drafted_at.isoformat()})
    assert (page.status_code, "tidak berlaku lagi" in page.content.decode()) == (422, True)


def test_the_decree_goes_with_the_notice(office: Office) -> None:
    exempt = exemption_in_force(office.agency, "h")
    store_bytes(
        agency=office.agency, subject_type="exemption", subject_id=exempt.pk, name="penetapan-dik-1-2026.pdf",
        content=b"%PDF-penetapan", by=office.ppid,
    )  # fmt: skip
    inquiry = issued(office, REFUSING)
    (decree,) = Document.objects.filter(subject_id=inquiry.pk, name="penetapan-dik-1-2026.pdf")
    assert (decree.purpose, decree.visibility, decree.size) == ("letter", "requester", len(b"%PDF-penetapan"))


def test_the_draft_page_offers_what_matches_and_says_what_to_do_otherwise(office: Office) -> None:
    inquiry = in_process(office)
    empty = look(office, "back", "draft", inquiry)
    assert "exemptions" not in empty.context["form"].fields
    link = f"/contoh/meja/pengecualian/usul/?asal=inquiry&amp;id={inquiry.pk}"
    assert link in empty.content.decode()
    mine = exemption_in_force(office.agency, "h", title="Zebra", unit=office.unit)
    other = exemption_in_force(office.agency, "h", title="Alamat", unit=office.other_unit)
    exemption_in_force(office.agency, "b", title="Rahasia dagang")
    typed = {"decision": "refuse", "grounds": ["17h", "17c"], "reason": "Rahasia.", "exemptions": []}
    assert send(office, "back", "draft", inquiry, typed).status_code == 303
    page = look(office, "back", "draft", fresh(inquiry))
    form = page.context["form"]
    assert [key for key, _label in form.fields["exemptions"].choices] == [str(mine.pk), str(other.pk)]
    assert (form.uncovered, form.needs_test) == (["c"], True)
    assert "Untuk Pasal 17 huruf c tidak ada pengecualian yang berlaku." in page.content.decode()
    wrong = {
        **typed,
        "exemptions": ["01900000-0000-7000-8000-000000000000"],
        "seen": notice(inquiry).drafted_at.isoformat(),
    }
    assert set(send(office, "back", "draft", inquiry, wrong).context["form"].errors) == {"exemptions"}


def test_refusals_with_and_without_an_exemption(office: Office) -> None:
    with_one, older = issued(office, REFUSING), issued(office, PARTLY)
    issued(office)
    found = notice(older)
    found.citations = []
    found.save()
    assert [each.inquiry for each in refusals.without_exemption(office.agency, *YEAR)] == [older]
    ((cited, times),) = refusals.citations(office.agency, *YEAR).items()
    assert (str(cited), times) == (notice(with_one).citations[0]["id"], 1)
    assert not refusals.refusals(office.agency, dt.date(2025, 1, 1), dt.date(2025, 12, 31)).exists()
    assert not refusals.without_exemption(make_office("lain").agency, *YEAR).exists()
