"""A page for every step: look, send, 303 to the case; 422 with what was typed, 403 and 409 in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.kernel.documents.letters import LetterFailed
from pendopo.kernel.documents.models import Document
from pendopo.kernel.workflow.views import letters as letter_views
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry, MaterialRequest
from pendopo.modules.information.tests.citizen_cases import inspected, small_pdf, upload
from pendopo.modules.information.tests.office import (
    GRANTING,
    PAID,
    PERSON,
    TUESDAY,
    WEDNESDAY,
    WIB,
    Office,
    awaiting,
    drafted,
    fresh,
    in_process,
    issued,
    last_move,
    look,
    make_office,
    notice,
    registered,
    send,
)

pytestmark = pytest.mark.django_db

LATE = dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture(autouse=True)
def _quick_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiler has its own tests and takes half a second; here a letter is a few bytes."""
    monkeypatch.setattr(letter_views, "render_letter", lambda *_words, **_more: b"%PDF-surat")


DRAFT = {
    "decision": "grant",
    "material": "Laporan 2025",
    "delivery": "PDF",
    "cost": "0",
    "held_form": "softcopy",
    "seen": "",
}


def proposed(office: Office) -> Inquiry:
    """Return a request whose draft was proposed."""
    inquiry = drafted(office)
    actions.propose_notice(inquiry=inquiry, by=office.back)
    return inquiry


def asked(office: Office) -> Inquiry:
    """Return a request with a question to the other unit."""
    inquiry = in_process(office)
    with clock.frozen(TUESDAY):
        actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Berapa gedung?", by=office.back)
    return inquiry


# Step's page, who, how the case comes to be, what is typed, the state after, when.
STEPS: list[tuple[str, str, Any, dict[str, Any], str, Any]] = [
    ("declare_complete", "front", registered, {}, "in_process", None),
    ("declare_incomplete", "front", registered, {"items": ["identity"], "note": "Mohon KTP."}, "awaiting_repair", None),
    ("staff_repair", "front", awaiting, {"name": "Sri Rahayu", "purpose": "Skripsi"}, "registered", None),
    ("close_incomplete", "front", awaiting, {}, "closed_incomplete", LATE),
    ("staff_withdraw", "front", registered, {"reason": "Surat pemohon tanggal 4 Agustus"}, "withdrawn", None),
    ("reveal_nik", "front", registered, {"reason": "match"}, "registered", None),
    ("assign", "front", in_process, {"unit": "other_unit", "note": "Segera"}, "in_process", None),
    ("take", "back", in_process, {}, "in_process", None),
    ("ask_unit", "back", in_process, {"unit": "other_unit", "question": "Berapa?", "due_on": "2026-08-07"}, "in_process", None),
    ("set_regime", "front", registered, {"regime": "election", "reason": "Tahapan pemilu"}, "registered", None),
    ("note", "back", in_process, {"text": "Pemohon menelepon."}, "in_process", None),
    ("extend", "ppid", in_process, {"reason": "not_yet_held", "note": "Dikumpulkan."}, "extended", None),
    ("draft", "back", in_process, DRAFT, "in_process", None),
    ("propose", "back", drafted, {}, "in_process", None),
    ("send_back", "ppid", proposed, {"note": "Sebutkan formatnya."}, "in_process", None),
    ("issue", "ppid", proposed, {}, "granted", None),
    ("record_payment", "front", lambda office: issued(office, PAID), {"note": "Kuitansi 12"}, "granted", None),
    ("deliver", "front", issued, {"note": "Diambil pemohon"}, "completed", None),
]  # fmt: skip
BY_NAME = {step[0]: step for step in STEPS}


def typed_for(office: Office, name: str, inquiry: Inquiry) -> dict[str, Any]:
    """Return what is typed for a step, with the unit's key and the version of the draft filled in."""
    typed = dict(BY_NAME[name][3])
    if "unit" in typed:
        typed["unit"] = str(getattr(office, typed["unit"]).pk)
    if name in {"issue", "draft"} and hasattr(fresh(inquiry), "notice"):
        typed["seen"] = notice(inquiry).drafted_at.isoformat()
    return typed


@pytest.mark.parametrize("name", BY_NAME)
def test_looking_and_taking_the_step(office: Office, name: str) -> None:
    _name, who, make, _typed, state, at = BY_NAME[name]
    inquiry = make(office)
    page = look(office, who, name, inquiry, at=at)
    assert page.status_code == 200
    assert inquiry.number in page.content.decode()
    response = send(office, who, name, inquiry, typed_for(office, name, inquiry), at=at)
    assert (response.status_code, response["Location"]) == (303, office.page("detail", inquiry))
    assert fresh(inquiry).state == state
    with clock.frozen(at or WEDNESDAY):
        assert 'class="p-notice p-notice--success"' in response.client.get(response["Location"]).content.decode()


ROLES = ("front", "back", "ppid", "superior", "auditor")
DOORS = {
    "desk": (
        {"front", "ppid"},
        "declare_complete declare_incomplete staff_repair close_incomplete staff_withdraw reissue_code reveal_nik assign set_regime record_payment",
    ),
    "answer": ({"back", "ppid"}, "take ask_unit draft propose"),
    "work": ({"front", "back", "ppid"}, "note deliver"),
    "decide": ({"ppid"}, "extend send_back issue"),
}


@pytest.mark.parametrize(("allowed", "names"), DOORS.values(), ids=DOORS)
def test_doors(office: Office, allowed: set[str], names: str) -> None:
    inquiry = in_process(office)
    for name in names.split():
        entered = {who for who in ROLES if look(office, who, name, inquiry).status_code != 403}
        assert entered == allowed, name
        refused = {who for who in ROLES if send(office, who, name, inquiry).status_code == 403}
        assert refused == set(ROLES) - allowed, name


def test_another_agency_s_case_is_not_there(office: Office) -> None:
    foreign = in_process(make_office("lain"))
    for name in (*BY_NAME, "reissue_code"):
        assert look(office, "ppid", name, foreign).status_code == 404, name
        assert send(office, "ppid", name, foreign).status_code == 404, name


@pytest.mark.parametrize(
    ("name", "typed", "wrong"),
    [
        ("declare_incomplete", {"note": "Mohon KTP."}, {"items"}),
        ("declare_incomplete", {"items": ["horoscope"], "note": "Mohon KTP."}, {"items"}),
        ("staff_repair", {"name": "Sri Rahayu"}, {"__all__"}),
        ("staff_repair", {"nik": "12"}, {"nik"}),
        ("staff_withdraw", {"reason": " "}, {"reason"}),
        ("reveal_nik", {"reason": ""}, {"reason"}),
        ("reveal_nik", {"reason": "Ingin tahu"}, {"reason"}),
        ("assign", {"unit": "", "note": "Segera"}, {"unit"}),
        ("assign", {"unit": "0190f5a0-0000-7000-8000-000000000000"}, {"unit"}),
        ("ask_unit", {"unit": "", "question": ""}, {"unit", "question"}),
        ("ask_unit", {"unit": "other_unit", "question": "?", "due_on": "2026-08-04"}, {"due_on"}),
        ("ask_unit", {"unit": "other_unit", "question": "?", "due_on": "2027-09-01"}, {"due_on"}),
        ("ask_unit", {"unit": "other_unit", "question": "?", "due_on": "besok"}, {"due_on"}),
        ("note", {"text": ""}, {"text"}),
        ("note", {"text": "x" * 4001}, {"text"}),
        ("extend", {"reason": "", "note": "x"}, {"reason"}),
        ("extend", {"reason": "holiday", "note": ""}, {"reason", "note"}),
        ("draft", {**DRAFT, "decision": ""}, {"decision"}),
        ("draft", {**DRAFT, "cost": "15.000"}, {"cost"}),
        ("draft", {**DRAFT, "cost": "-1"}, {"cost"}),
        ("draft", {**DRAFT, "cost": "999999999"}, {"cost"}),
        ("draft", {**DRAFT, "grounds": ["17z"]}, {"grounds"}),
        ("send_back", {"note": ""}, {"note"}),
        ("record_payment", {"note": ""}, {"note"}),
        ("deliver", {"note": ""}, {"note"}),
    ],
)
def test_bad_input_is_said_and_kept(office: Office, name: str, typed: dict[str, Any], wrong: set[str]) -> None:
    _name, who, make, _typed, _state, at = BY_NAME[name]
    inquiry = make(office)
    before = last_move(inquiry)
    if typed.get("unit") == "other_unit":
        typed = {**typed, "unit": str(office.other_unit.pk)}
    response = send(office, who, name, inquiry, typed, at=at)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == wrong
    html = response.content.decode()
    assert 'class="p-errors"' in html
    for value in typed.values():
        if isinstance(value, str) and "-" not in value:
            assert value in html
    assert last_move(inquiry) == before


@pytest.mark.parametrize("name", [name for name in BY_NAME if name != "reveal_nik"])
def test_after_the_end_every_step_answers_409(office: Office, name: str) -> None:
    _name, who, make, _typed, _state, at = BY_NAME[name]
    inquiry = make(office)
    typed = typed_for(office, name, inquiry)
    with clock.frozen(at or WEDNESDAY):
        actions.withdraw(inquiry=inquiry, reason="Sudah dapat", by=office.front)
    for response in (look(office, who, name, inquiry, at=at), send(office, who, name, inquiry, typed, at=at)):
        assert response.status_code == 409
        html = response.content.decode()
        assert "Permohonan ini sudah berubah" in html
        assert "Nama front_office telah melakukan “Cabut permohonan” pada" in html
        assert "Dicabut" in html
        assert office.page("detail", inquiry) in html


def test_what_was_typed_in_vain_is_given_back(office: Office) -> None:
    inquiry = in_process(office)
    actions.withdraw(inquiry=inquiry, reason="", by=office.front)
    response = send(office, "back", "draft", inquiry, {**DRAFT, "material": "Tiga laporan <b>lengkap</b>"})
    assert response.status_code == 409
    html = response.content.decode()
    assert "Tiga laporan &lt;b&gt;lengkap&lt;/b&gt;" in html
    assert "Belum tersimpan" in html


def test_two_officers_at_once(office: Office) -> None:
    inquiry = registered(office)
    assert send(office, "front", "declare_complete", inquiry).status_code == 303
    second = send(office, "ppid", "declare_complete", inquiry)
    assert second.status_code == 409
    assert "Nama front_office telah melakukan “Nyatakan lengkap” pada 5 Agustus 2026 pukul 09.00 WIB." in (
        second.content.decode()
    )


@pytest.mark.parametrize(
    ("name", "who", "make", "words"),
    [
        ("take", "ppid", "taken", "sudah ada yang mengerjakan"),
        ("declare_incomplete", "front", "repaired", "satu kali"),
        ("propose", "back", "bare", "Belum ada konsep"),
        ("send_back", "ppid", "drafted", "Tidak ada konsep"),
        ("issue", "ppid", "bare", "Belum ada konsep"),
        ("record_payment", "front", "free", "Tidak ada biaya"),
        ("deliver", "front", "unpaid", "Biaya belum dibayar"),
    ],
)
def test_what_cannot_be_done_now_is_said_on_looking(office: Office, name: str, who: str, make: str, words: str) -> None:
    inquiry = {"taken": in_process, "repaired": awaiting, "bare": in_process, "drafted": drafted, "free": issued}.get(
        make, lambda office: issued(office, PAID)
    )(office)
    if make == "taken":
        actions.take(inquiry=inquiry, by=office.back)
    if make == "repaired":
        with clock.frozen(TUESDAY):
            actions.repair(inquiry=inquiry, addition="KTP", by=office.front)
    response = look(office, who, name, inquiry)
    assert response.status_code == 409
    assert words in response.content.decode()
    assert "Langkah ini tidak dapat dilakukan" in response.content.decode()


def test_a_unit_that_was_only_asked_drafts_nothing(office: Office) -> None:
    inquiry = asked(office)
    response = look(office, "other_back", "draft", inquiry)
    assert response.status_code == 409
    assert "unit lain" in response.content.decode()
    refused = send(office, "other_back", "draft", inquiry, DRAFT)
    assert refused.status_code == 422
    assert "Permohonan ini ditangani unit lain." in refused.content.decode()
    assert "Laporan 2025" in refused.content.decode()


def test_closing_too_early_is_said_in_the_form(office: Office) -> None:
    response = send(office, "front", "close_incomplete", awaiting(office))
    assert response.status_code == 422
    assert "masih punya waktu" in response.content.decode()


def test_repairing_at_the_desk(office: Office) -> None:
    inquiry = awaiting(office, nik="", email="")
    page = look(office, "front", "staff_repair", inquiry).content.decode()
    assert "Mohon KTP." in page
    assert "Salinan identitas (KTP atau identitas lain yang sah)" in page
    typed = {
        "name": "Sri Rahayu", "address": "Jl. Baru 2", "nik": "3304011201900009", "phone": "",
        "files": [upload("ktp.pdf", small_pdf())],
    }  # fmt: skip
    assert send(office, "front", "staff_repair", inquiry, typed).status_code == 303
    inquiry = fresh(inquiry)
    # What was emptied stays; what was typed anew is taken over.
    assert (inquiry.contact.address, inquiry.contact.nik, inquiry.contact.phone) == (
        "Jl. Baru 2", "3304011201900009", "081234567890",
    )  # fmt: skip
    assert last_move(inquiry).details == {"fields": ["address", "nik"], "files": 1, "added": False}


def test_a_known_nik_stays_masked_on_the_repair_page(office: Office) -> None:
    html = look(office, "front", "staff_repair", awaiting(office)).content.decode()
    assert "************0001" in html
    assert PERSON.nik not in html


def test_too_many_files_are_refused_beside_the_field(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(TUESDAY):
        actions.draft_notice(
            inquiry=inquiry, text=GRANTING, by=office.back, uploads=[inspected(f"{n}.pdf") for n in range(10)]
        )
    typed = {**DRAFT, "seen": notice(inquiry).drafted_at.isoformat(), "files": [upload("lagi.pdf", small_pdf())]}
    response = send(office, "back", "draft", inquiry, typed)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"files"}
    assert "Paling banyak 10 berkas" in response.content.decode()


def test_asking_another_unit(office: Office) -> None:
    inquiry = in_process(office)
    page = look(office, "back", "ask_unit", inquiry)
    form = page.context["form"]
    assert [label for value, label in form["unit"].field.choices if value] == ["Sekretariat"]
    # Three working days after Wednesday 5 August.
    assert form["due_on"].help_text == "Bila kosong: 10 Agustus 2026, atau sesudahnya bila unit itu libur."
    send(office, "back", "ask_unit", inquiry, {"unit": str(office.other_unit.pk), "question": "Berapa?", "due_on": ""})
    assert MaterialRequest.objects.get().due_on == dt.date(2026, 8, 10)


def test_asking_before_any_unit_has_it(office: Office) -> None:
    inquiry = registered(office)
    with clock.frozen(TUESDAY):
        actions.declare_complete(inquiry=inquiry, by=office.front)
    form = look(office, "ppid", "ask_unit", inquiry).context["form"]
    assert [label for value, label in form["unit"].field.choices if value] == ["Bidang Data", "Sekretariat"]


def test_supply(office: Office) -> None:
    inquiry = asked(office)
    material = MaterialRequest.objects.get()
    assert "Berapa gedung?" in look(office, "other_back", "supply", inquiry, material.pk).content.decode()
    typed = {"answer": "Ada 12.", "files": [upload("gedung.csv", b"nama\nA\n")]}
    response = send(office, "other_back", "supply", inquiry, typed, material.pk)
    assert (response.status_code, response["Location"]) == (303, office.page("detail", inquiry))
    material.refresh_from_db()
    assert (material.answer, material.answered_by) == ("Ada 12.", office.other_back.user)
    assert Document.objects.get().name == "gedung.csv"
    assert look(office, "other_back", "supply", inquiry, material.pk).status_code == 409
    again = send(office, "other_back", "supply", inquiry, {"answer": "Ada 13."}, material.pk)
    assert again.status_code == 422
    assert "sudah diberikan" in again.content.decode()


def test_supply_refuses(office: Office) -> None:
    inquiry = asked(office)
    material = MaterialRequest.objects.get()
    assert look(office, "back", "supply", inquiry, material.pk).status_code == 403
    assert send(office, "other_back", "supply", inquiry, {"answer": ""}, material.pk).status_code == 422
    other = in_process(office)
    assert look(office, "ppid", "supply", other, material.pk).status_code == 404
    actions.withdraw(inquiry=inquiry, reason="", by=office.front)
    assert send(office, "other_back", "supply", inquiry, {"answer": "x"}, material.pk).status_code == 409


@pytest.mark.parametrize(
    ("name", "make"), [("declare_incomplete", registered), ("extend", in_process), ("issue", drafted)]
)
def test_without_its_letter_no_step_is_taken(
    office: Office, name: str, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: Any, **_more: Any) -> bytes:
        raise LetterFailed("no compiler")

    monkeypatch.setattr(letter_views, "render_letter", fail)
    inquiry = make(office)
    before = fresh(inquiry).state
    response = send(office, BY_NAME[name][1], name, inquiry, typed_for(office, name, inquiry))
    assert response.status_code == 422
    assert "Surat gagal dibuat" in response.content.decode()
    assert fresh(inquiry).state == before
    if name == "issue":
        assert look(office, "ppid", "letter_preview", inquiry).status_code == 503


def test_a_step_beyond_the_calendar_is_refused_in_words(office: Office) -> None:
    """As in the other module's test (disputes): one mechanism for every step that counts working days."""
    inquiry = registered(office)
    answer = send(office, "front", "declare_complete", inquiry, at=dt.datetime(2027, 12, 27, 9, 0, tzinfo=WIB))
    assert answer.status_code == 422
    assert "memerlukan tahun 2028" in answer.content.decode()
    assert fresh(inquiry).state == "registered"
