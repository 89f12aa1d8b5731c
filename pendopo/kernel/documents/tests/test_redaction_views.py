"""The pages of redaction: who enters, what is kept, what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.documents.models import Document
    from pendopo.kernel.people.actors import Actor

pytestmark = pytest.mark.django_db

BOX = {
    "kotak-page": "1",
    "kotak-reason": "17h",
    "kotak-x": "15",
    "kotak-y": "14",
    "kotak-width": "60",
    "kotak-height": "5",
}


@pytest.fixture(autouse=True)
def _registered() -> Any:
    from pendopo.kernel.documents import cases
    from pendopo.kernel.documents.tests.redaction_office import KIND, find

    cases.register_case_files(KIND, find)
    yield
    del cases._finders[KIND]


@pytest.fixture
def ppid(agency: Agency) -> Actor:
    from pendopo.kernel.documents.tests.redaction_office import person

    return person(agency, "ppid")


@pytest.fixture
def document(agency: Agency, ppid: Actor, subject: UUID) -> Document:
    from pendopo.kernel.documents.tests.redaction_office import kept

    return kept(agency, subject, ppid, sample="many pages")


def at(name: str, document: Document, *more: Any) -> str:
    return reverse(f"redaction:{name}", args=[document.agency.slug, document.pk, *more])


def client(actor: Actor) -> Any:
    from pendopo.kernel.documents.tests.redaction_office import client_of

    return client_of(actor)


LOOKS = ("redact", "preview", "check_release")


def test_who_enters(agency: Agency, other_agency: Agency, document: Document) -> None:
    from pendopo.kernel.documents.tests.redaction_office import person

    wanted = {"ppid": 200, "back_office": 403, "front_office": 404, "auditor": 403}
    for role, status in wanted.items():
        found = {name: client(person(agency, role)).get(at(name, document)).status_code for name in LOOKS}
        # Before there is a box, there is nothing to preview.
        assert found == {"redact": status, "preview": 409 if status == 200 else status, "check_release": status}, role
    stranger = client(person(other_agency, "ppid"))
    assert stranger.get(at("redact", document)).status_code == 404
    assert stranger.get(reverse("redaction:redact", args=[other_agency.slug, document.pk])).status_code == 404


def test_what_is_not_there(agency: Agency, ppid: Actor, document: Document) -> None:
    from pendopo.kernel.documents.actions import remove, store_bytes

    visitor = client(ppid)
    assert visitor.get(reverse("redaction:redact", args=[agency.slug, uuid4()])).status_code == 404
    other = store_bytes(
        agency=agency, subject_type="unknown", subject_id=uuid4(), purpose="answer", name="a.csv", content=b"a", by=ppid
    )
    assert visitor.get(at("redact", other)).status_code == 404
    remove(document=document, reason="Salah", by=ppid)
    assert visitor.get(at("redact", document)).status_code == 404


def test_drawing_page_shows_one_page_and_its_boxes(ppid: Actor, document: Document) -> None:
    visitor = client(ppid)
    page = visitor.get(at("redact", document), {"halaman": "3"})
    assert page.status_code == 200
    assert (page.context["page"], page.context["pages"], page.context["rows"]) == (3, 12, [])
    assert at("page_picture", document, 3) in page.content.decode()
    assert [visitor.get(at("redact", document), {"halaman": asked}).context["page"] for asked in ("99", "0", "x", "")] == [
        12, 1, 1, 1,
    ]  # fmt: skip


def test_box_is_added_and_taken_away(ppid: Actor, document: Document) -> None:
    visitor = client(ppid)
    answer = visitor.post(at("add_box", document), BOX | {"kotak-page": "12"})
    assert (answer.status_code, answer["Location"]) == (303, at("redact", document) + "?halaman=12")
    page = visitor.get(answer["Location"])
    row = page.context["rows"][0]
    assert (row["number"], row["box"].page, row["reason"]) == (
        1,
        12,
        "UU 14/2008 Pasal 17 huruf h: mengungkap rahasia pribadi",
    )
    assert (row["left"], row["top"], row["width"], row["height"]) == ("89.25", "117.88", "357.00", "42.10")
    assert page.context["box_form"]["reason"].value() == "17h"
    for said in ("Kotak dihapus.", "Kotak ini sudah dihapus sebelumnya."):
        answer = visitor.post(at("remove_box", document, row["box"].pk), {"halaman": "12"}, follow=True)
        assert said in answer.content.decode()
    assert answer.context["rows"] == []


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"kotak-reason": ""}, {"reason"}),
        ({"kotak-reason": "17z"}, {"reason"}),
        ({"kotak-reason": "other"}, {"reason_text"}),
        ({"kotak-x": "", "kotak-width": "0"}, {"x", "width"}),
        ({"kotak-y": "101"}, {"y"}),
        ({"kotak-page": "13"}, {"__all__"}),
    ],
)
def test_box_that_is_wrong(ppid: Actor, document: Document, typed: dict[str, str], wrong: set[str]) -> None:
    answer = client(ppid).post(at("add_box", document), BOX | typed)
    assert answer.status_code == 422
    assert set(answer.context["box_form"].errors) == wrong
    assert answer.context["box_form"]["height"].value() == "5"
    assert answer.context["rows"] == []


def test_words_are_blackened_without_drawing(ppid: Actor, document: Document) -> None:
    visitor = client(ppid)
    typed = {"cari-text": "rahasia7741", "cari-reason": "other", "cari-reason_text": " Kode  proyek ", "halaman": "2"}
    answer = visitor.post(at("add_words", document), typed, follow=True)
    assert answer.redirect_chain == [(at("redact", document) + "?halaman=2", 303)]
    assert "Ditemukan di 2 tempat. 2 kotak ditambahkan." in answer.content.decode()
    assert [(row["box"].page, row["reason"]) for row in answer.context["rows"]] == [
        (1, "Kode proyek"),
        (12, "Kode proyek"),
    ]
    for text, said in (("zebra", "tidak ditemukan"), ("ab", "paling sedikit tiga"), ("", "Tulis kata yang dicari")):
        answer = visitor.post(at("add_words", document), typed | {"cari-text": text})
        assert answer.status_code == 422
        assert said in str(answer.context["words_form"].errors["text"])


def test_pictures_are_kept_nowhere(ppid: Actor, document: Document) -> None:
    visitor = client(ppid)
    visitor.post(at("add_box", document), BOX)
    for name in ("page_picture", "preview_picture"):
        answer = visitor.get(at(name, document, 1))
        assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
            200,
            "image/png",
            "private, no-store",
        )
        assert "sandbox" in answer["Content-Security-Policy"]
        assert visitor.get(at(name, document, 13)).status_code == 404


def test_copy_is_made_from_what_was_seen(ppid: Actor, document: Document) -> None:
    from pendopo.kernel.documents.models import RedactedCopy
    from pendopo.kernel.documents.tests.redaction_office import BACK

    visitor = client(ppid)
    visitor.post(at("add_box", document), BOX)
    seen = visitor.get(at("preview", document)).context["form"]["seen"].value()
    visitor.post(at("add_box", document), BOX | {"kotak-page": "2"})
    answer = visitor.post(at("make_copy", document), {"name": "hasil", "seen": seen})
    assert answer.status_code == 422
    assert "Kotak diubah setelah pratinjau ini dibuka" in answer.content.decode()
    again = {"name": answer.context["form"]["name"].value(), "seen": answer.context["form"]["seen"].value()}
    answer = visitor.post(at("make_copy", document), again)
    assert (answer.status_code, answer["Location"]) == (303, BACK)
    copy = RedactedCopy.objects.get()
    assert (copy.copy.name, len(copy.boxes), copy.made_by) == ("hasil.pdf", 2, ppid.user)
    assert "hasil.pdf" in visitor.get(at("redact", document)).content.decode()


def test_copy_with_a_telling_name(ppid: Actor, document: Document) -> None:
    visitor = client(ppid)
    visitor.post(at("add_box", document), BOX)
    seen = visitor.get(at("preview", document)).context["form"]["seen"].value()
    for name, said in (("rahasia7741.pdf", "kata yang dihitamkan"), ("a/b", "tanda folder"), ("", "Tulis nama")):
        answer = visitor.post(at("make_copy", document), {"name": name, "seen": seen})
        assert answer.status_code == 422
        assert said in str(answer.context["form"].errors["name"])


def test_files_that_have_no_pages(agency: Agency, ppid: Actor, subject: UUID) -> None:
    from pendopo.kernel.documents.actions import store_bytes
    from pendopo.kernel.documents.tests.redaction_office import KIND

    visitor = client(ppid)
    table = store_bytes(
        agency=agency, subject_type=KIND, subject_id=subject, purpose="answer", name="a.csv", content=b"a,b\n", by=ppid
    )
    broken = store_bytes(
        agency=agency, subject_type=KIND, subject_id=subject, purpose="answer", name="a.pdf", content=b"rusak", by=ppid
    )
    for document, said in ((table, "Simpan berkas ini sebagai PDF"), (broken, "tidak dapat digambar")):
        for answer in (visitor.get(at("redact", document)), visitor.post(at("add_box", document), BOX)):
            assert answer.status_code == 409
            assert said in answer.content.decode()
    assert visitor.get(at("page_picture", broken, 1)).status_code == 409
    assert visitor.post(at("make_copy", broken), {"name": "a.pdf"}).status_code == 409
    assert visitor.post(at("remove_box", broken, uuid4())).status_code == 303


def test_check_before_release(agency: Agency, ppid: Actor, subject: UUID) -> None:
    from pendopo.kernel.documents.models import ReleaseCheck
    from pendopo.kernel.documents.tests.redaction_office import BACK, kept

    telling = kept(agency, subject, ppid, sample="already under a black rectangle")
    visitor = client(ppid)
    page = visitor.get(at("check_release", telling))
    assert "RA••••••" in page.content.decode()
    assert "RAHASIA7741" not in page.content.decode()
    answer = visitor.post(at("check_release", telling))
    assert (answer.status_code, answer["Location"]) == (303, BACK)
    assert ReleaseCheck.objects.get().confirmed_by == ppid.user
    assert "Sudah diperiksa" in visitor.get(at("check_release", telling)).content.decode()


@pytest.mark.parametrize("count", [1, 50])
def test_queries_do_not_grow_with_boxes(
    agency: Agency, ppid: Actor, document: Document, count: int, django_assert_max_num_queries: Any
) -> None:
    from decimal import Decimal

    from pendopo.kernel.documents.redaction import actions

    draft = actions.start(document=document, by=ppid)
    places = [(1 + number % 12, Decimal(number), Decimal(number), Decimal(1), Decimal(1)) for number in range(count)]
    actions.add_boxes(draft=draft, places=places, reason="17h", by=ppid)
    visitor = client(ppid)
    for name, most in (("redact", 10), ("preview", 9)):
        with django_assert_max_num_queries(most):
            assert visitor.get(at(name, document)).status_code == 200
