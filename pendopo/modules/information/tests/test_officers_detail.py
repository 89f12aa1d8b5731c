"""The page of one case: who sees what, which steps are offered, how deadlines explain themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.privacy.actions.erasing import erase
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.notice import GRANT, NoticeText
from pendopo.modules.information.tests.citizen_cases import inspected
from pendopo.modules.information.tests.office import (
    GRANTING,
    MONDAY,
    PAID,
    PARTLY,
    PERSON,
    REFUSING,
    TUESDAY,
    WIB,
    Office,
    awaiting,
    client_of,
    drafted,
    in_process,
    issued,
    make_office,
    registered,
    send,
)

pytestmark = pytest.mark.django_db

IDENTITY = (PERSON.name, PERSON.address, PERSON.phone, PERSON.email, PERSON.occupation, "************0001")


@pytest.fixture
def office() -> Office:
    return make_office()


def page(office: Office, actor: Any, inquiry: Inquiry, *, at: dt.datetime = TUESDAY) -> Any:
    """Return the case's page at `at`."""
    with clock.frozen(at):
        return client_of(actor).get(office.page("detail", inquiry))


def buttons(response: Any) -> list[str]:
    """Return the names of the offered steps, the likely one first, rare ones left out."""
    return [step["name"] for step in response.context["steps"] if not step["rare"]]


def test_doors(office: Office) -> None:
    inquiry = in_process(office)
    statuses = {
        who: page(office, getattr(office, who), inquiry).status_code
        for who in ("front", "back", "other_back", "ppid", "superior", "auditor")
    }
    assert statuses == {"front": 200, "back": 200, "other_back": 404, "ppid": 200, "superior": 200, "auditor": 200}
    other = make_office("lain")
    assert client_of(other.ppid).get(other.page("detail", inquiry)).status_code == 404
    assert client_of(other.ppid).get(office.page("detail", inquiry)).status_code == 404


def test_what_is_asked(office: Office) -> None:
    inquiry = registered(
        office, by=office.front, channel="phone", details="Satu\n\n<script>dua</script>", accommodation="braille",
        help_given="Dibacakan",
    )  # fmt: skip
    html = page(office, office.ppid, inquiry).content.decode()
    for text in (
        "Satu", "&lt;script&gt;dua", "Penelitian", "Telepon", "huruf braille", "Dibacakan", "3 Agustus 2026 pukul 10.00 WIB",
    ):  # fmt: skip
        assert text in html


@pytest.mark.parametrize("who", ["front", "ppid"])
def test_the_desk_sees_who_asks_but_not_the_nik(office: Office, who: str) -> None:
    html = page(office, getattr(office, who), in_process(office)).content.decode()
    assert all(word in html for word in IDENTITY)
    assert PERSON.nik not in html
    assert "Buka NIK" in html


@pytest.mark.parametrize("who", ["back", "superior", "auditor"])
def test_others_see_no_identity_at_all(office: Office, who: str) -> None:
    inquiry = in_process(office, by=office.front, channel="walk_in", help_given="Dibantu anaknya")
    html = page(office, getattr(office, who), inquiry).content.decode()
    assert not any(word in html for word in (*IDENTITY, PERSON.nik, "Dibantu anaknya", "Buka NIK", "Tanda terima"))
    assert "Identitas pemohon hanya terlihat oleh meja layanan dan PPID." in html


def test_what_the_identity_lacks_is_said_while_it_can_be_asked(office: Office) -> None:
    bare = registered(office, nik="", phone="", email="", purpose="")
    assert page(office, office.front, bare).context["missing"] == [
        "telepon atau surel", "NIK atau identitas lain", "tujuan penggunaan",
    ]  # fmt: skip
    assert page(office, office.front, registered(office)).context["missing"] == []
    assert page(office, office.front, awaiting(office, nik="")).context["missing"] == ["NIK atau identitas lain"]
    assert page(office, office.front, in_process(office, nik="")).context["missing"] == []
    assert page(office, office.auditor, bare).context["missing"] == []


def test_nobody_is_told_to_ask_the_requester_twice(office: Office) -> None:
    ask, wait, decide = (
        "Minta dilengkapi, atau",
        "Pemohon sudah diminta melengkapinya.",
        "melengkapi satu kali. Nyatakan",
    )
    inquiry, seen = registered(office, nik=""), []
    for step in (None, "declare_incomplete", "repair"):
        with clock.frozen(TUESDAY):
            if step == "declare_incomplete":
                actions.declare_incomplete(inquiry=inquiry, items=["identity"], note="", by=office.front)
            elif step:
                actions.repair(inquiry=inquiry, addition="x", by=office.front)
        html = page(office, office.front, inquiry).content.decode()
        seen.append([words in html for words in (ask, wait, decide)])
    assert seen == [[True, False, False], [False, True, False], [False, False, True]]


@pytest.mark.parametrize(
    ("make", "text", "who", "first", "others"),
    [
        (registered, None, "front", "declare_complete", {"declare_incomplete", "note"}),
        (registered, None, "superior", None, set()),
        (awaiting, None, "front", "staff_repair", {"note"}),
        (in_process, None, "front", "assign", {"note"}),
        (in_process, None, "back", "take", {"ask_unit", "note", "draft"}),
        (drafted, GRANTING, "back", "propose", {"take", "ask_unit", "note", "draft"}),
        (drafted, NoticeText(GRANT), "back", "take", {"propose", "ask_unit", "note", "draft"}),
        (issued, GRANTING, "front", "deliver", {"note"}),
        (issued, PAID, "front", "record_payment", {"note"}),
        (issued, REFUSING, "ppid", None, set()),
    ],
)
def test_steps(office: Office, make: Any, text: Any, who: str, first: str | None, others: set[str]) -> None:
    inquiry = make(office, text) if text else make(office)
    found = buttons(page(office, getattr(office, who), inquiry))
    marked = [step["name"] for step in page(office, getattr(office, who), inquiry).context["steps"] if step["first"]]
    if first == "assign":
        # It has a unit already: handing on is possible, and nothing is urged.
        assert (set(found), marked) == ({"assign", *others}, [])
    else:
        assert (found[:1], set(found[1:]), marked) == ([first] if first else [], others, [first] if first else [])


def test_first_step_of_a_request_without_unit(office: Office) -> None:
    inquiry = registered(office)
    with clock.frozen(TUESDAY):
        actions.declare_complete(inquiry=inquiry, by=office.front)
    assert buttons(page(office, office.front, inquiry))[0] == "assign"


@pytest.mark.parametrize(
    ("text", "drafter", "proposed", "first"),
    [
        (GRANTING, "back", True, "issue"),
        (GRANTING, "ppid", False, "issue"),
        (GRANTING, "back", False, "propose"),
        (REFUSING, "ppid", False, "propose"),
        (REFUSING, "back", True, "issue"),
    ],
)
def test_first_step_of_the_ppid(office: Office, text: NoticeText, drafter: str, proposed: bool, first: str) -> None:
    inquiry = drafted(office, text, by=getattr(office, drafter))
    if proposed:
        actions.propose_notice(inquiry=inquiry, by=getattr(office, drafter))
    assert buttons(page(office, office.ppid, inquiry))[0] == first


def test_a_request_is_closed_only_when_the_time_for_repair_is_over(office: Office) -> None:
    inquiry = awaiting(office)
    early = page(office, office.front, inquiry, at=dt.datetime(2026, 8, 7, 12, 0, tzinfo=WIB))
    late = page(office, office.front, inquiry, at=dt.datetime(2026, 8, 10, 12, 0, tzinfo=WIB))
    assert ("close_incomplete" in buttons(early), "close_incomplete" in buttons(late)) == (False, True)


def test_rare_steps_are_folded_away(office: Office) -> None:
    response = page(office, office.front, registered(office))
    assert {step["name"] for step in response.context["steps"] if step["rare"]} == {
        "set_regime", "staff_withdraw", "reissue_code",
    }  # fmt: skip


def test_clocks_beside_the_case(office: Office) -> None:
    html = page(office, office.ppid, in_process(office), at=dt.datetime(2026, 8, 13, 9, 0, tzinfo=WIB)).content.decode()
    for text in ("sisa 2 hari kerja", "sisa 3 hari kerja", "18 Agu 2026", "19 Agu 2026", "menentukan", "Cara hitung"):
        assert text in html


@pytest.mark.parametrize(
    ("at", "words"),
    [(TUESDAY + dt.timedelta(days=7), "berjalan"), (TUESDAY + dt.timedelta(days=90), "berakhir")],
)
def test_the_requester_s_time_to_object_makes_no_officer_late(office: Office, at: dt.datetime, words: str) -> None:
    html = page(office, office.ppid, issued(office, REFUSING), at=at).content.decode()
    assert words in html
    assert "lewat" not in html


def test_notice_with_its_contents(office: Office) -> None:
    response = page(office, office.back, drafted(office, replace(PARTLY, redaction="")))
    html = response.content.decode()
    assert {line["letter"]: line["state"] for line in response.context["contents"]} == {
        "a": "complete", "b": "not_needed", "c": "complete", "d": "complete", "e": "missing", "f": "complete",
        "g": "complete",
    }  # fmt: skip
    assert response.context["incomplete"] is True
    for text in (
        "Dikabulkan sebagian",
        "mengungkap rahasia pribadi (UU 14/2008 Pasal 17 huruf h)",
        "Ada data pribadi.",
    ):
        assert text in html


@pytest.mark.parametrize(
    ("text", "words"), [(GRANTING, "Konsep"), (PAID, "Rp15.000"), (replace(GRANTING, held_by="Dinas X"), "Dinas X")]
)
def test_what_the_draft_says(office: Office, text: NoticeText, words: str) -> None:
    assert words in page(office, office.ppid, drafted(office, text)).content.decode()


def test_states_of_the_notice(office: Office) -> None:
    inquiry = drafted(office)
    actions.propose_notice(inquiry=inquiry, by=office.back)
    assert "Menunggu keputusan PPID" in page(office, office.ppid, inquiry).content.decode()
    actions.send_back(inquiry=inquiry, note="Sebutkan formatnya.", by=office.ppid)
    html = page(office, office.back, inquiry).content.decode()
    assert "Konsep dikembalikan oleh PPID" in html
    assert "Sebutkan formatnya." in html
    html = page(office, office.ppid, issued(office)).content.decode()
    assert "5 Agustus 2026 pukul 10.00 WIB · Nama ppid" in html


def test_files(office: Office) -> None:
    inquiry = in_process(office, uploads=[inspected("ktp-sri.pdf")])
    for purpose, visibility in ((Purpose.ANSWER, "private"), (Purpose.MATERIAL, "requester")):
        documents.store(
            agency=office.agency, subject_type="inquiry", subject_id=inquiry.pk, purpose=purpose,
            upload=inspected(f"{purpose}.pdf"), visibility=visibility, by=office.back,
        )  # fmt: skip

    def rows(actor: Any) -> list[tuple[str, bool, bool]]:
        response = page(office, actor, inquiry)
        return [(row["document"].name, row["may_show"], row["may_remove"]) for row in response.context["files"]]

    assert rows(office.ppid) == [
        ("ktp-sri.pdf", False, True), ("answer.pdf", True, True), ("material.pdf", True, True),
    ]  # fmt: skip
    assert rows(office.front) == [
        ("ktp-sri.pdf", False, True), ("answer.pdf", False, False), ("material.pdf", False, False),
    ]  # fmt: skip
    assert rows(office.back) == [("answer.pdf", True, True), ("material.pdf", True, True)]
    assert rows(office.auditor) == [("answer.pdf", False, False), ("material.pdf", False, False)]
    Document.objects.filter(name="answer.pdf").update(scan_state="quarantined")
    Document.objects.filter(name="material.pdf").update(scan_state="infected", scan_signature="Eicar-Test")
    html = page(office, office.back, inquiry).content.decode()
    assert "ktp-sri" not in html
    assert "1 berkas memuat identitas pemohon" in html
    assert "Menunggu pemindaian" in html
    assert "Pemindai menemukan Eicar-Test. Buat ulang berkas yang bersih, lalu unggah lagi." in html
    assert ">answer.pdf</a>" not in html
    assert ">material.pdf</a>" not in html


def test_material(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(TUESDAY):
        asked = actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Berapa gedung?", by=office.back)
    supply = office.page("supply", inquiry, asked.pk)
    seen = {who: page(office, getattr(office, who), inquiry) for who in ("back", "other_back", "ppid", "front")}
    assert {who: supply in response.content.decode() for who, response in seen.items()} == {
        "back": False, "other_back": True, "ppid": True, "front": False,
    }  # fmt: skip
    # For those who were asked it is what to do next.
    assert [buttons(seen[who])[0] for who in ("other_back", "ppid")] == ["supply", "take"]
    with clock.frozen(TUESDAY):
        actions.supply(material=asked, answer="Ada 12 gedung.", by=office.other_back)
    html = page(office, office.back, inquiry).content.decode()
    assert "Ada 12 gedung." in html
    assert supply not in html


def test_history_with_internal_notes(office: Office) -> None:
    inquiry = awaiting(office)
    with clock.frozen(TUESDAY):
        actions.repair(inquiry=inquiry, addition="KTP", by=office.front)
        actions.declare_complete(inquiry=inquiry, by=office.front)
        actions.assign(inquiry=inquiry, unit=office.unit, note="Segera.", by=office.front)
        actions.add_note(inquiry=inquiry, text="Pemohon menelepon.", by=office.back)
        actions.extend(inquiry=inquiry, reason="not_yet_held", note="Dikumpulkan.", by=office.ppid)
        actions.draft_notice(inquiry=inquiry, text=GRANTING, by=office.back)
    history = page(office, office.auditor, inquiry).context["history"]
    assert [(row["label"], row["state"].name if row["state"] else None, row["facts"]) for row in history] == [
        ("Susun pemberitahuan tertulis", None, ["Dikabulkan seluruhnya"]),
        ("Perpanjang waktu", "extended", ["Informasi belum dikuasai atau didokumentasikan"]),
        ("Tulis catatan", None, []),
        ("Teruskan ke unit", None, []),
        ("Nyatakan lengkap", "in_process", []),
        ("Lengkapi permohonan", "registered", []),
        ("Minta dilengkapi", "awaiting_repair", ["Salinan identitas (KTP atau identitas lain yang sah)"]),
        ("Daftarkan permohonan", None, []),
    ]
    html = page(office, office.auditor, inquiry).content.decode()
    assert all(note in html for note in ("Segera.", "Pemohon menelepon.", "Dikumpulkan.", "Mohon KTP."))


@pytest.mark.parametrize("many", [1, 50])
def test_queries(office: Office, many: int, django_assert_max_num_queries: Any) -> None:
    inquiry = drafted(office)
    with clock.frozen(TUESDAY):
        for number in range(many):
            actions.add_note(inquiry=inquiry, text="Catatan", by=office.back)
            actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="?", by=office.back)
            documents.store_bytes(
                agency=office.agency, subject_type="inquiry", subject_id=inquiry.pk, purpose=Purpose.LETTER,
                name=f"surat-{number}.pdf", content=b"%PDF", by=office.ppid,
            )  # fmt: skip
        client = client_of(office.ppid)
        client.get(office.page("detail", inquiry))
        with django_assert_max_num_queries(4 + 9):
            response = client.get(office.page("detail", inquiry))
    assert (len(response.context["materials"]), len(response.context["files"])) == (many, many)


def test_clocks_page(office: Office, django_assert_max_num_queries: Any) -> None:
    inquiry = awaiting(office)
    with clock.frozen(TUESDAY):
        actions.repair(inquiry=inquiry, addition="KTP", by=office.front)
        actions.declare_complete(inquiry=inquiry, by=office.front)
        actions.extend(inquiry=inquiry, reason="not_yet_held", note="Dikumpulkan.", by=office.ppid)
    client = client_of(office.auditor)
    client.get(office.page("clocks", inquiry))
    with clock.frozen(TUESDAY), django_assert_max_num_queries(4 + 8):
        response = client.get(office.page("clocks", inquiry))
    html = response.content.decode()
    assert len(response.context["panels"]) == 5
    for text in (
        "Senin, 17 Agustus 2026", "Hari Kemerdekaan Republik Indonesia", "Maulid Nabi Muhammad", "Jumat, 28 Agustus 2026",
        "UU 14/2008 Pasal 22 ayat (7)", "UU 14/2008 Pasal 22 ayat (8)", "menentukan terlambat", "Hari kejadian, tidak dihitung",
        "dilengkapi pemohon",
    ):  # fmt: skip
        assert text in html


def test_clocks_page_of_a_foreign_case(office: Office) -> None:
    inquiry = in_process(office, unit=office.other_unit, at=MONDAY)
    assert client_of(office.back).get(office.page("clocks", inquiry)).status_code == 404


def test_an_erased_identity_says_so(office: Office) -> None:
    inquiry = issued(office, REFUSING)
    with clock.frozen(MONDAY + dt.timedelta(days=400)):
        erase(
            agency=office.agency, subject_type="inquiry", subject_id=inquiry.pk, level="identity",
            cause=("test", inquiry.pk), by=office.ppid,
        )  # fmt: skip
    html = page(office, office.front, inquiry).content.decode()
    assert "Identitas dihapus pada 7 September 2027" in html
    assert PERSON.name in html
    assert "Buka NIK" not in html
    assert not any(word in html for word in IDENTITY[1:])


def test_revealed_nik_is_shown_once(office: Office) -> None:
    inquiry = registered(office)
    client = client_of(office.front)
    response = client.post(office.page("reveal_nik", inquiry), {"reason": "match"})
    assert PERSON.nik in client.get(response["Location"]).content.decode()
    assert PERSON.nik not in client.get(response["Location"]).content.decode()


def test_a_revealed_nik_is_not_legible_in_the_session(office: Office) -> None:
    client = client_of(office.front)
    client.post(office.page("reveal_nik", registered(office)), {"reason": "match"})
    assert PERSON.nik not in str(dict(client.session))


def test_without_a_nik_there_is_nothing_to_reveal(office: Office) -> None:
    response = send(office, "front", "reveal_nik", registered(office, nik="", other_id="Paspor"), {"reason": "match"})
    assert response.status_code == 422
    assert "tidak memuat NIK" in response.content.decode()
