"""Files of a request and redaction: who may, by which reasons, and the look before a file is opened."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document, RedactedCopy
from pendopo.kernel.documents.redaction.panel import file_checks
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.files import file_case
from pendopo.modules.information.rules.grounds import GROUNDS
from pendopo.modules.information.tests.office import Office, client_of, drafted, in_process, make_office

pytestmark = pytest.mark.django_db

TABLE = b"nama,nik\nSiti,3174015502900077\n"


@pytest.fixture
def office() -> Office:
    return make_office()


def with_file(
    office: Office, purpose: str = "answer", name: str = "daftar.csv", content: bytes = TABLE
) -> tuple[Inquiry, Document]:
    inquiry = in_process(office)
    return inquiry, _store(office, inquiry, purpose, name, content)


def _store(office: Office, inquiry: Inquiry, purpose: str, name: str, content: bytes = TABLE) -> Document:
    return documents.store_bytes(
        agency=office.agency, subject_type="inquiry", subject_id=inquiry.pk, purpose=purpose, name=name, content=content,
        by=office.ppid,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("purpose", "name", "may"),
    [
        ("answer", "a.csv", {"back", "ppid"}),
        ("material", "a.csv", {"back", "ppid"}),
        ("letter", "a.pdf", set()),
        ("identity", "a.pdf", set()),
    ],
)
def test_who_may_redact(office: Office, purpose: str, name: str, may: set[str]) -> None:
    _inquiry, document = with_file(office, purpose, name)
    found = {
        who: file_case(office.agency, getattr(office, who), document) for who in ("front", "back", "ppid", "superior")
    }
    assert {who for who, case in found.items() if case and case.may_change} == may
    assert file_case(office.agency, office.other_back, document) is None


def test_case_of_a_file(office: Office, django_assert_num_queries: Any) -> None:
    inquiry, document = with_file(office)
    actor = office.ppid
    with django_assert_num_queries(1):
        case = file_case(office.agency, actor, document)
    assert case is not None
    assert (case.label, case.back_url) == (inquiry.number, office.page("detail", inquiry) + "#berkas")
    assert set(case.reasons) == set(GROUNDS)
    assert case.reasons["17h"] == ("UU 14/2008 Pasal 17 huruf h", "mengungkap rahasia pribadi")


def test_link_stands_beside_what_can_be_redacted(office: Office) -> None:
    inquiry, _table = with_file(office)
    paper = _store(office, inquiry, "answer", "surat.pdf")
    _store(office, inquiry, "letter", "pemberitahuan.pdf")
    link = re.compile(r"/meja/berkas/([0-9a-f-]{36})/hitamkan/")
    pages = {
        who: client_of(getattr(office, who)).get(office.page("detail", inquiry)) for who in ("ppid", "back", "front")
    }
    found = {who: link.findall(page.content.decode()) for who, page in pages.items()}
    assert found == {"ppid": [str(paper.pk)], "back": [str(paper.pk)], "front": []}


def test_findings_are_looked_at_before_a_file_is_opened(office: Office) -> None:
    inquiry, document = with_file(office)
    client = client_of(office.back)
    url = office.page("set_file_visibility", inquiry, document.pk)
    page = client.get(url).content.decode()
    assert "3174••••••••••77" in page
    assert "3174015502900077" not in page
    answer = client.post(url, {"visibility": "public"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"checked"}
    # Closing a file needs no look.
    assert client.post(url, {"visibility": "private"}).status_code == 303
    assert client.post(url, {"visibility": "public", "checked": "on"}).status_code == 303
    document.refresh_from_db()
    assert document.visibility == "public"
    entry = Entry.objects.get(action="documents.confirm_release")
    assert (entry.user, entry.subject_id, entry.details["kinds"]) == (office.back.user, inquiry.pk, ["nik"])
    # Once looked at, nobody is asked again.
    assert "checked" not in client.get(url).context["form"].fields
    assert client.post(url, {"visibility": "requester"}).status_code == 303


def test_hand_over_shows_what_is_in_the_files(office: Office) -> None:
    inquiry = drafted(office)
    document = _store(office, inquiry, "answer", "daftar.csv")
    client = client_of(office.ppid)
    page = client.get(office.page("issue", inquiry))
    assert [(line.document, len(line.findings)) for line in page.context["file_checks"]] == [(document, 1)]
    assert reverse("redaction:check_release", args=[office.agency.slug, document.pk]) in page.content.decode()
    actions.issue_notice(inquiry=inquiry, by=office.ppid)
    assert len(client.get(office.page("deliver", inquiry)).context["file_checks"]) == 1
    documents.set_visibility(document=document, visibility="private", by=office.ppid)
    assert client.get(office.page("deliver", inquiry)).context["file_checks"] == []


def redacted(office: Office, inquiry: Inquiry) -> tuple[Document, Document]:
    """Return an original and a copy that stands for it."""
    original = _store(office, inquiry, "answer", "asli.csv")
    copy = _store(office, inquiry, "answer", "salinan.csv", b"nama\n")
    RedactedCopy.objects.create(
        agency=office.agency, source=original, copy=copy, boxes=[], made_at=original.uploaded_at
    )
    return original, copy


def test_the_copy_is_proposed_and_not_its_original(office: Office) -> None:
    inquiry = drafted(office)
    original, copy = redacted(office, inquiry)
    form = client_of(office.ppid).get(office.page("issue", inquiry)).context["form"]
    assert form["visible_files"].value() == [str(copy.pk)]
    assert [label for _value, label in form.fields["visible_files"].choices] == [
        "asli.csv (asli; salinannya sudah dihitamkan)", "salinan.csv",
    ]  # fmt: skip
    actions.issue_notice(inquiry=inquiry, by=office.ppid)
    found = dict(Document.objects.filter(pk__in=[original.pk, copy.pk]).values_list("name", "visibility"))
    assert found == {"asli.csv": "private", "salinan.csv": "requester"}


def test_the_original_goes_out_when_its_copy_was_removed_or_somebody_chooses_it(office: Office) -> None:
    inquiry = drafted(office)
    original, copy = redacted(office, inquiry)
    documents.remove(document=copy, reason="Salah kotak", by=office.ppid)
    form = client_of(office.ppid).get(office.page("issue", inquiry)).context["form"]
    assert form["visible_files"].value() == [str(original.pk)]
    redacted(office, inquiry)
    actions.issue_notice(inquiry=inquiry, by=office.ppid, visible_files=[original.pk])
    original.refresh_from_db()
    assert original.visibility == "requester"


def test_nothing_to_open_asks_nothing(office: Office, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert file_checks(office.agency, []) == []
