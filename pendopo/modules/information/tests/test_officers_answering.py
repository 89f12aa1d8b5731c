"""The pages of the answer: extension, draft, proposal, issue with its letter; nothing is lost and nothing goes out unread."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.kernel.documents.models import Document
from pendopo.kernel.workflow.views import letters as letter_views
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.notice import GRANT, NoticeText
from pendopo.modules.information.tests.citizen_cases import inspected
from pendopo.modules.information.tests.office import (
    GRANTING,
    PAID,
    PARTLY,
    PERSON,
    REFUSING,
    TUESDAY,
    WEDNESDAY,
    WIB,
    Office,
    drafted,
    fresh,
    in_process,
    look,
    make_office,
    notice,
    send,
)

from tests.exempting import exemptions_for

pytestmark = pytest.mark.django_db

DRAFT = {
    "decision": "grant",
    "material": "Laporan 2025",
    "delivery": "PDF",
    "cost": "0",
    "held_form": "softcopy",
    "seen": "",
}


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture(autouse=True)
def _quick_letters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiler has its own tests and takes half a second; here a letter is a few bytes."""
    if "real_letters" not in request.fixturenames:
        monkeypatch.setattr(letter_views, "render_letter", lambda *_words, **_more: b"%PDF-surat")


@pytest.fixture
def real_letters() -> None:
    """Let the compiler run."""


def test_new_dates_of_an_extension(office: Office) -> None:
    page = look(office, "ppid", "extend", in_process(office))
    assert [(each.old, each.new, each.decisive) for each in page.context["new_dates"]] == [
        (dt.date(2026, 8, 18), dt.date(2026, 8, 28), False),
        (dt.date(2026, 8, 19), dt.date(2026, 8, 31), True),
    ]
    assert "7 hari kerja" in page.content.decode()


def test_an_extension_that_comes_too_late(office: Office) -> None:
    typed = {"reason": "not_yet_held", "note": "Dikumpulkan."}
    response = send(office, "ppid", "extend", in_process(office), typed, at=dt.datetime(2026, 8, 20, 9, 0, tzinfo=WIB))
    assert response.status_code == 422
    assert "sudah lewat" in response.content.decode()
    assert "Dikumpulkan." in response.content.decode()


def test_an_extension_that_would_come_too_late_is_not_offered(office: Office) -> None:
    inquiry = in_process(office)
    last, over = dt.datetime(2026, 8, 19, 23, 0, tzinfo=WIB), dt.datetime(2026, 8, 20, 9, 0, tzinfo=WIB)
    why = (
        "Waktu tidak dapat diperpanjang lagi: perpanjangan harus dikirim sebelum batas waktu pemberitahuan, "
        "19 Agustus 2026, lewat (UU 14/2008 Pasal 22 ayat (8)). Terbitkan pemberitahuan tertulis."
    )
    assert look(office, "ppid", "extend", inquiry, at=last).status_code == 200
    page = look(office, "ppid", "extend", inquiry, at=over)
    assert (page.status_code, why in page.content.decode()) == (409, True)
    seen = {(who, at): look(office, who, "detail", inquiry, at=at) for who in ("ppid", "back") for at in (last, over)}
    told = {
        key: (any(step["name"] == "extend" for step in page.context["steps"]), why in page.content.decode())
        for key, page in seen.items()
    }
    assert told == {
        ("ppid", last): (True, False),
        ("ppid", over): (False, True),
        ("back", last): (False, False),
        ("back", over): (False, False),
    }


def test_the_draft_s_page_starts_from_the_draft(office: Office) -> None:
    inquiry = drafted(office, replace(PARTLY, cost=PAID.cost, payment="Kas daerah"))
    form = look(office, "ppid", "draft", inquiry).context["form"]
    assert {name: form[name].value() for name in ("decision", "grounds", "redaction", "payment")} == {
        "decision": "partial", "grounds": ["17h"], "redaction": "NIK", "payment": "Kas daerah",
    }  # fmt: skip
    assert str(form["cost"].value()) == "15000"
    assert [section["open"] for section in form.sections()] == [True, True, False]


def test_folded_sections_open_for_what_stands_in_them(office: Office) -> None:
    fresh_page = look(office, "back", "draft", in_process(office)).context["form"]
    assert [section["open"] for section in fresh_page.sections()] == [False, False, False]
    refusal = look(office, "back", "draft", drafted(office, REFUSING)).context["form"]
    assert [section["open"] for section in refusal.sections()] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        (GRANTING, "d c a"),
        (PARTLY, "d c a"),
        (REFUSING, "c d a"),
        (NoticeText(decision="not_held", reason="Tidak pernah dibuat."), "c a d"),
        (NoticeText(decision="redirect", held_by="Dinas X", reason="Dikuasai Dinas X."), "c a d"),
    ],
)
def test_what_the_decision_asks_for_comes_first(office: Office, text: NoticeText, letters: str) -> None:
    form = look(office, "back", "draft", drafted(office, text)).context["form"]
    headings = {"Yang": "d", "Alasan": "c", "Bila": "a"}
    assert [headings[str(section["heading"]).partition(" ")[0]] for section in form.sections()] == letters.split()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (DRAFT, "Konsep tersimpan dan lengkap."),
        ({"decision": "refuse"}, "Konsep tersimpan, belum lengkap: Pilih paling sedikit satu alasan"),
    ],
)
def test_a_draft_may_be_incomplete_and_says_so(office: Office, typed: dict[str, str], words: str) -> None:
    inquiry = in_process(office)
    response = send(office, "back", "draft", inquiry, typed)
    assert response.status_code == 303
    assert words in response.client.get(response["Location"]).content.decode()


def test_a_draft_rewritten_by_a_colleague_is_not_overwritten_unseen(office: Office) -> None:
    inquiry = drafted(office)
    seen = notice(inquiry).drafted_at.isoformat()
    with clock.frozen(WEDNESDAY - dt.timedelta(hours=1)):
        actions.draft_notice(inquiry=inquiry, text=replace(GRANTING, material="Dari PPID"), by=office.ppid)
    typed = {**DRAFT, "material": "Dari unit", "seen": seen}
    response = send(office, "back", "draft", inquiry, typed)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Konsep ini diubah Nama ppid" in html
    assert "Dari unit" in html
    again = {**typed, "seen": response.context["form"]["seen"].value()}
    assert send(office, "back", "draft", inquiry, again).status_code == 303
    assert notice(inquiry).material == "Dari unit"


def test_the_first_draft_of_two_at_once(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(TUESDAY):
        actions.draft_notice(inquiry=inquiry, text=GRANTING, by=office.ppid)
    assert send(office, "back", "draft", inquiry, DRAFT).status_code == 422


def test_a_hand_over_by_a_colleague_meanwhile_is_told(office: Office) -> None:
    inquiry = in_process(office)
    typed = {"unit": str(office.other_unit.pk), "note": "Tolong", "seen": ""}
    response = send(office, "front", "assign", inquiry, typed)
    html = response.content.decode()
    assert (response.status_code, fresh(inquiry).unit) == (422, office.unit)
    assert "diteruskan ke Bidang Data setelah Anda membuka halaman ini" in html
    assert "Tolong" in html
    assert look(office, "front", "assign", inquiry).context["form"]["seen"].value() == str(office.unit.pk)
    again = typed | {"seen": response.context["form"]["seen"].value()}
    assert send(office, "front", "assign", inquiry, again).status_code == 303
    assert fresh(inquiry).unit == office.other_unit


def test_an_incomplete_draft_is_not_proposed(office: Office) -> None:
    inquiry = drafted(office, NoticeText(GRANT))
    page = look(office, "back", "propose", inquiry).content.decode()
    assert "Belum" in page
    response = send(office, "back", "propose", inquiry)
    assert response.status_code == 422
    assert "Tulis materi informasi yang diberikan." in response.content.decode()


def issue(office: Office, inquiry: Inquiry, who: str = "ppid", **typed: Any) -> Any:
    """Send the issuing page's form."""
    return send(office, who, "issue", inquiry, {"seen": notice(inquiry).drafted_at.isoformat(), **typed})


def test_issue_and_hand_over_at_once(office: Office) -> None:
    inquiry = drafted(office)
    page = look(office, "ppid", "issue", inquiry)
    assert page.context["form"]["deliver_now"].value() is True
    response = issue(office, inquiry, deliver_now="on")
    assert response.status_code == 303
    assert fresh(inquiry).state == "completed"
    assert Document.objects.get(purpose="letter").visibility == "requester"


@pytest.mark.parametrize(
    ("text", "words"),
    [(REFUSING, {}), (PAID, {}), (GRANTING, {"delivery_way": "pick_up"}), (GRANTING, {"delivery_way": "post"})],
)
def test_what_cannot_be_handed_over_at_once(office: Office, text: NoticeText, words: dict[str, str]) -> None:
    page = look(office, "ppid", "issue", drafted(office, text, **words))
    assert "deliver_now" not in page.context["form"].fields


def test_files_of_the_answer_are_chosen_one_by_one(office: Office) -> None:
    inquiry = in_process(office)
    uploads = [inspected("hitam.pdf"), inspected("asli.pdf", b"asli")]
    with clock.frozen(TUESDAY):
        actions.draft_notice(
            inquiry=inquiry,
            text=PARTLY,
            uploads=uploads,
            by=office.back,
            exemptions=exemptions_for(office.agency, ["17h"]),
        )
    form = look(office, "ppid", "issue", inquiry).context["form"]
    files = {label: value for value, label in form["visible_files"].field.choices}
    assert set(form["visible_files"].value()) == set(files.values())
    assert issue(office, inquiry, visible_files=[files["hitam.pdf"]]).status_code == 303
    assert {each.name for each in Document.objects.filter(visibility="requester", purpose="answer")} == {"hitam.pdf"}


def test_a_refusal_gives_no_file_away(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(TUESDAY):
        actions.draft_notice(
            inquiry=inquiry,
            text=REFUSING,
            uploads=[inspected()],
            by=office.back,
            exemptions=exemptions_for(office.agency, ["17h"]),
        )
    assert "visible_files" not in look(office, "ppid", "issue", inquiry).context["form"].fields
    assert issue(office, inquiry).status_code == 303
    assert Document.objects.get(purpose="answer").visibility == "private"


def test_four_eyes_are_explained(office: Office) -> None:
    inquiry = drafted(office, REFUSING, by=office.ppid)
    own = look(office, "ppid", "issue", inquiry).content.decode()
    assert "Anda tidak dapat menerbitkan konsep ini" in own
    assert ">Terbitkan</button>" not in own
    other = look(office, "second_ppid", "issue", inquiry).content.decode()
    assert "disusun oleh Nama ppid" in other
    assert ">Terbitkan</button>" in other
    refused = issue(office, inquiry)
    assert refused.status_code == 422
    assert "dua orang" in refused.content.decode()
    assert issue(office, inquiry, "second_ppid").status_code == 303
    assert fresh(inquiry).state == "refused"


def test_an_incomplete_notice_is_not_issued(office: Office) -> None:
    inquiry = drafted(office, NoticeText(GRANT))
    page = look(office, "ppid", "issue", inquiry).content.decode()
    assert "Konsep belum lengkap" in page
    assert ">Terbitkan</button>" not in page
    response = issue(office, inquiry)
    assert response.status_code == 422
    assert "Tulis biaya" in response.content.decode()


def test_a_notice_issued_by_a_colleague_meanwhile_says_so(office: Office) -> None:
    inquiry = drafted(office)
    seen = notice(inquiry).drafted_at.isoformat()
    assert issue(office, inquiry, "second_ppid").status_code == 303
    response = send(office, "ppid", "issue", inquiry, {"seen": seen})
    assert response.status_code == 409
    html = response.content.decode()
    assert all(words in html for words in ("sudah berubah", "Nama second_ppid", "Dikabulkan, belum diserahkan"))


def test_a_notice_rewritten_meanwhile_is_not_issued_unread(office: Office) -> None:
    inquiry = drafted(office)
    response = send(office, "ppid", "issue", inquiry, {"seen": "2026-08-01T00:00:00+00:00"})
    assert response.status_code == 422
    assert "Konsep ini diubah Nama back_office" in response.content.decode()
    assert fresh(inquiry).state == "in_process"


def test_preview_of_the_letter(office: Office, real_letters: None) -> None:
    inquiry = drafted(office)
    response = look(office, "ppid", "letter_preview", inquiry)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == "inline; filename*=UTF-8''pemberitahuan-1-2026.pdf"
    assert PERSON.name in text_of(response.content)


@pytest.mark.parametrize("who", ["back", "auditor"])
def test_preview_without_identity(office: Office, real_letters: None, who: str) -> None:
    text = text_of(look(office, who, "letter_preview", drafted(office)).content)
    assert "identitas pemohon tidak ditampilkan" in text
    assert not any(word in text for word in (PERSON.name, PERSON.address))


def test_nothing_to_preview(office: Office) -> None:
    assert look(office, "ppid", "letter_preview", in_process(office)).status_code == 404


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF with its lines joined."""
    import io

    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
