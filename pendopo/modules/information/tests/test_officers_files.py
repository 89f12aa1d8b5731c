"""Files of a case: reading, showing, removing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.citizen_cases import inspected
from pendopo.modules.information.tests.office import (
    Office,
    client_of,
    drafted,
    in_process,
    issued,
    make_office,
    registered,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def with_file(office: Office, purpose: str, **words: Any) -> tuple[Inquiry, Document]:
    """Return a case in process with one file."""
    inquiry = in_process(office)
    document = documents.store(
        agency=office.agency, subject_type="inquiry", subject_id=inquiry.pk, purpose=purpose,
        upload=inspected(f"{purpose}.pdf", b"isi berkas"), by=office.ppid, **words,
    )  # fmt: skip
    return inquiry, document


@pytest.mark.parametrize(
    ("purpose", "readers"),
    [
        ("identity", {"front", "ppid"}),
        ("letter", {"front", "ppid"}),
        ("answer", {"front", "back", "ppid", "superior", "auditor"}),
        ("material", {"front", "back", "ppid", "superior", "auditor"}),
    ],
)
def test_reading(office: Office, purpose: str, readers: set[str]) -> None:
    inquiry, document = with_file(office, purpose)
    url = office.page("file", inquiry, document.pk)
    found = {who: client_of(getattr(office, who)).get(url) for who in ("front", "back", "ppid", "superior", "auditor")}
    assert {who for who, response in found.items() if response.status_code == 200} == readers
    assert {response.status_code for who, response in found.items() if who not in readers} <= {404}
    response = found["ppid"]
    assert b"".join(response.streaming_content) == b"isi berkas"
    for each in found.values():
        each.close()
    assert response["Content-Disposition"] == f'attachment; filename="{purpose}.pdf"'
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_is_read_through_its_own_case_only(office: Office) -> None:
    _inquiry, document = with_file(office, "answer")
    other = registered(office)
    client = client_of(office.ppid)
    assert client.get(office.page("file", other, document.pk)).status_code == 404
    assert client.get(office.page("file", other, other.pk)).status_code == 404
    far = make_office("lain")
    foreign = in_process(far)
    assert client_of(far.ppid).get(far.page("file", foreign, document.pk)).status_code == 404


def test_another_unit_reads_nothing(office: Office) -> None:
    inquiry, document = with_file(office, "answer")
    for name in ("file", "set_file_visibility", "remove_file"):
        assert client_of(office.other_back).get(office.page(name, inquiry, document.pk)).status_code == 404


def test_showing(office: Office) -> None:
    inquiry, document = with_file(office, "answer")
    client = client_of(office.back)
    url = office.page("set_file_visibility", inquiry, document.pk)
    page = client.get(url)
    assert page.context["form"]["visibility"].value() == "private"
    # What the file holds cannot be read by a program, so an officer says that it was looked at.
    response = client.post(url, {"visibility": "requester", "public_on": "2026-09-01", "checked": "on"})
    assert (response.status_code, response["Location"]) == (303, office.page("detail", inquiry))
    document.refresh_from_db()
    assert (document.visibility, document.public_on) == ("requester", None)
    client.post(url, {"visibility": "public_on", "public_on": "2026-09-01"})
    document.refresh_from_db()
    assert (document.visibility, document.public_on) == ("public_on", dt.date(2026, 9, 1))


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"visibility"}),
        ({"visibility": "everybody"}, {"visibility"}),
        ({"visibility": "public_on", "checked": "on"}, {"public_on"}),
        ({"visibility": "public_on", "public_on": "besok", "checked": "on"}, {"public_on"}),
        ({"visibility": "public"}, {"checked"}),
    ],
)
def test_showing_wrongly(office: Office, typed: dict[str, str], wrong: set[str]) -> None:
    inquiry, document = with_file(office, "answer")
    response = client_of(office.back).post(office.page("set_file_visibility", inquiry, document.pk), typed)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == wrong


def test_what_is_never_shown(office: Office) -> None:
    inquiry, document = with_file(office, "identity")
    response = client_of(office.ppid).get(office.page("set_file_visibility", inquiry, document.pk))
    assert response.status_code == 409
    assert "Hanya berkas jawaban" in response.content.decode()


def test_after_the_end_only_the_ppid_changes_files(office: Office) -> None:
    inquiry = drafted(office)
    document = documents.store(
        agency=office.agency, subject_type="inquiry", subject_id=inquiry.pk, purpose="answer", upload=inspected(),
        by=office.back,
    )  # fmt: skip
    actions.issue_notice(inquiry=inquiry, by=office.ppid)
    actions.deliver(inquiry=inquiry, note="Diunduh", by=office.ppid)
    url = office.page("remove_file", inquiry, document.pk)
    assert client_of(office.back).get(url).status_code == 403
    assert client_of(office.ppid).get(url).status_code == 200


def test_removing(office: Office) -> None:
    inquiry, document = with_file(office, "answer")
    client, url = client_of(office.back), office.page("remove_file", inquiry, document.pk)
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Salah unggah"}).status_code == 303
    document.refresh_from_db()
    assert (document.removed_by, document.removed_reason) == (office.back.user, "Salah unggah")
    assert client.get(url).status_code == 404
    assert client.get(office.page("file", inquiry, document.pk)).status_code == 404


def test_two_remove_the_same_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    inquiry, document = with_file(office, "answer")

    def too_late(**_words: Any) -> None:
        raise documents.AlreadyChanged("meanwhile")

    monkeypatch.setattr(actions, "remove_file", too_late)
    response = client_of(office.back).post(office.page("remove_file", inquiry, document.pk), {"reason": "Salah"})
    assert response.status_code == 422
    assert "baru saja dihapus" in response.content.decode()


def test_a_letter_stays(office: Office) -> None:
    inquiry = issued(office)
    document = documents.store_bytes(
        agency=office.agency, subject_type="inquiry", subject_id=inquiry.pk, name="surat.pdf", content=b"%PDF",
        by=office.ppid,
    )  # fmt: skip
    response = client_of(office.ppid).get(office.page("remove_file", inquiry, document.pk))
    assert response.status_code == 403
    assert "sudah terbit" in response.content.decode()


def test_auditors_change_nothing(office: Office) -> None:
    inquiry, document = with_file(office, "answer")
    for name in ("set_file_visibility", "remove_file"):
        assert client_of(office.auditor).get(office.page(name, inquiry, document.pk)).status_code == 403
