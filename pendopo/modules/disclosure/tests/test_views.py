"""The officers' pages: what may be made public, writing, publishing, the month's figure, the registers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.reporting.actions import take_snapshot
from pendopo.kernel.reporting.period import of_year
from pendopo.kernel.reporting.queries import recount
from pendopo.kernel.reporting.registry import find_register
from pendopo.modules.disclosure import actions
from pendopo.modules.disclosure.models import Answer, DayCount, Edition
from pendopo.modules.disclosure.queries import answers as queries
from pendopo.modules.disclosure.queries.answers import arrangement
from pendopo.modules.disclosure.reports import COUNTED_FACTS
from pendopo.modules.disclosure.rules.privacy import Known
from pendopo.modules.disclosure.tests.desk import CLEAN, INQUIRY, NOW, OTHER, Desk

TYPED = {"title": CLEAN.title, "question": CLEAN.question, "summary": CLEAN.summary, "way": CLEAN.way}


def test_what_may_be_made_public_is_listed_until_it_is(desk: Desk) -> None:
    ppid = desk.visit("ppid")
    listed = ppid.get(desk.url("inbox")).context["cards"]
    assert [card.inquiry_id for card in listed] == [INQUIRY, OTHER]
    desk.begun()
    assert [card.inquiry_id for card in ppid.get(desk.url("inbox")).context["cards"]] == [OTHER]
    page = ppid.get(desk.url("inbox") + "?keadaan=draft")
    assert [each.title for each in page.context["page"]] == [CLEAN.title]
    assert "Siapkan pengumuman" not in desk.visit("auditor").get(desk.url("inbox")).content.decode()
    assert list(ppid.get(desk.url("inbox") + "?keadaan=closed").context["page"]) == []
    assert ppid.get(desk.url("inbox") + "?keadaan=x").context["state"] == "possible"


def test_the_text_begins_with_what_was_asked_and_says_what_tells_somebody(desk: Desk) -> None:
    ppid, place = desk.visit("ppid"), desk.url("begin", INQUIRY)
    form = ppid.get(place).context["form"]
    assert form["question"].value() == "Saya Ratna, mohon anggaran jalan di depan rumah."
    assert [label for _key, label in form.fields["harmless"].choices] == [
        "Judul: Nama pemohon atau pemberi kuasa (ra•••)",
        "Pertanyaan: Nama pemohon atau pemberi kuasa (ra•••)",
    ]
    refused = ppid.post(place, TYPED | {"question": "Ratna bertanya."})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["harmless"])
    assert "Ratna bertanya." in refused.content.decode()
    ((key, _label),) = refused.context["form"].fields["harmless"].choices
    done = ppid.post(place, TYPED | {"question": "Ratna bertanya.", "harmless": [key]})
    answer = Answer.objects.get()
    assert (done.status_code, done["Location"]) == (303, desk.url("detail", answer.pk))
    # Begun already: the way leads there.
    assert ppid.get(place)["Location"] == desk.url("detail", answer.pk)
    assert ppid.get(desk.url("begin", uuid4())).status_code == 404


def test_an_empty_text_is_asked_for(desk: Desk) -> None:
    refused = desk.visit("ppid").post(desk.url("begin", INQUIRY), {"question": "a@b.example"})
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (
        422,
        ["harmless", "summary", "title", "way"],
    )


def test_from_the_draft_to_the_public_page_and_back(desk: Desk) -> None:
    file, ppid = desk.file(), desk.visit("ppid")
    answer = desk.begun()
    page = ppid.get(desk.url("write", answer.pk))
    assert [label for _key, label in page.context["form"].fields["files"].choices] == ["ruas.csv"]
    assert ppid.post(desk.url("write", answer.pk), TYPED | {"files": [str(file.pk)]}).status_code == 303
    shown = ppid.get(desk.url("publish", answer.pk)).content.decode()
    assert ("ruas.csv" in shown, "UU 14/2008 Pasal 11 ayat (1) huruf a" in shown) == (True, True)
    done = ppid.post(desk.url("publish", answer.pk), follow=True)
    assert "Jawaban diumumkan. Pemohon diberi tahu." in done.content.decode()
    assert ppid.get(desk.url("answer", answer.pk)).status_code == 200
    # A step that is over says so and loses nothing.
    assert ppid.get(desk.url("propose", answer.pk)).status_code == 409
    assert ppid.post(desk.url("correct", answer.pk))["Location"] == desk.url("write", answer.pk)
    ppid.post(desk.url("write", answer.pk), TYPED | {"title": "Anggaran jalan"})
    assert ppid.post(desk.url("publish", answer.pk), {}).status_code == 422
    assert ppid.post(desk.url("publish", answer.pk), {"note": "Judul diringkas."}).status_code == 303
    assert Edition.objects.get(seq=2).note == "Judul diringkas."
    assert ppid.post(desk.url("correct", answer.pk)).status_code == 303
    assert ppid.post(desk.url("keep", answer.pk)).status_code == 303
    assert ppid.post(desk.url("withdraw", answer.pk), {}).status_code == 422
    assert ppid.post(desk.url("withdraw", answer.pk), {"note": "Memuat nama."}).status_code == 303
    assert "Memuat nama." in ppid.get(desk.url("detail", answer.pk)).content.decode()


def test_what_nobody_has_judged_stops_the_page_of_publishing(desk: Desk) -> None:
    answer, ppid = desk.begun(), desk.visit("ppid")
    desk.shelf.who = replace(desk.shelf.who, names=("Jalan Kabupaten",))
    assert "Belum dapat diumumkan" in ppid.get(desk.url("publish", answer.pk)).content.decode()
    refused = ppid.post(desk.url("publish", answer.pk))
    assert (refused.status_code, "belum dinyatakan" in refused.content.decode()) == (422, True)


def test_who_cannot_be_told_from_here(desk: Desk) -> None:
    desk.shelf.has_email = False
    done = desk.visit("ppid").post(desk.url("publish", desk.begun().pk), follow=True)
    assert "beri tahu lewat saluran lain" in done.content.decode()


def test_under_four_eyes_the_writer_sees_no_button(desk: Desk) -> None:
    desk.two_people()
    answer, ppid, superior = desk.begun(), desk.visit("ppid"), desk.visit("superior")
    assert ppid.post(desk.url("publish", answer.pk)).status_code == 403
    assert ppid.post(desk.url("propose", answer.pk)).status_code == 303
    words = [step["label"] for step in ppid.get(desk.url("detail", answer.pk)).context["steps"]]
    assert words == ["Kembalikan naskah", "Batalkan konsep"]
    assert superior.post(desk.url("send_back", answer.pk), {"note": "Ringkas."}).status_code == 303
    assert ppid.post(desk.url("propose", answer.pk)).status_code == 303
    assert superior.post(desk.url("publish", answer.pk)).status_code == 303


def test_a_file_in_which_something_was_found_is_judged_as_a_whole(desk: Desk) -> None:
    file, ppid = desk.file("daftar.csv", b"nik\n3273011201900002\n"), desk.visit("ppid")
    refused = ppid.post(desk.url("begin", INQUIRY), TYPED | {"files": [str(file.pk)]})
    ((key, label),) = refused.context["form"].fields["harmless"].choices
    assert label == "Berkas daftar.csv: Nomor Induk Kependudukan baris 2 3273••••••••••02"
    sent = TYPED | {"files": [str(file.pk)], "harmless": [key]}
    assert ppid.post(desk.url("begin", INQUIRY), sent).status_code == 303


def test_what_becomes_known_between_form_and_action_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ppid = desk.visit("ppid")
    # The form looks first and finds nothing; when the action looks, the requester has given another name.
    seen = iter([Known(), Known(names=("Jalan",)), Known(), Known(names=("Jalan",))])
    monkeypatch.setattr(desk.shelf, "known", lambda *_which: next(seen))
    refused = ppid.post(desk.url("begin", INQUIRY), TYPED)
    assert (refused.status_code, "belum dinyatakan" in refused.content.decode()) == (422, True)
    monkeypatch.undo()
    answer = desk.begun()
    monkeypatch.setattr(desk.shelf, "known", lambda *_which: next(seen))
    refused = ppid.post(desk.url("write", answer.pk), TYPED)
    assert (refused.status_code, "belum dinyatakan" in refused.content.decode()) == (422, True)


def test_begun_by_somebody_else_meanwhile(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ppid = desk.visit("ppid")
    desk.begun()
    # The page was opened before.
    monkeypatch.setattr(queries, "answer_to", lambda *_which: None)
    refused = ppid.post(desk.url("begin", INQUIRY), TYPED)
    assert (refused.status_code, "sudah disiapkan" in refused.content.decode()) == (422, True)


def test_giving_up(desk: Desk) -> None:
    answer = desk.begun()
    assert desk.visit("ppid").post(desk.url("drop", answer.pk), {"note": "Tidak perlu."}).status_code == 303
    assert Answer.objects.get().state == "dropped"


def test_another_agencys_answer_is_nowhere(desk: Desk) -> None:
    answer, ppid = desk.published(), desk.visit("ppid")
    other = Agency.objects.create(slug="lain", name="Lain", short_name="Lain")
    from pendopo.modules.disclosure.tests.desk import Desk as Elsewhere

    stranger = Elsewhere(other, "disclosure")
    for name in ("detail", "write", "publish", "withdraw"):
        assert stranger.visit("ppid").get(stranger.url(name, answer.pk)).status_code == 404
    assert ppid.get(desk.url("detail", answer.pk)).status_code == 200


def test_the_agency_chooses(desk: Desk) -> None:
    admin = desk.visit("agency_admin")
    assert admin.get(desk.url("arrange")).context["form"].initial == {"four_eyes": False, "by_month": False}
    assert admin.post(desk.url("arrange"), {"four_eyes": "on"}).status_code == 303
    found = arrangement(desk.agency)
    assert (found.four_eyes, found.by_month) == (True, False)


# ------------------------------------------------------------------------------------------------ counted, registers


def count(desk: Desk, day: dt.date, *numbers: int, item: Any = None, kind: str = "answer") -> DayCount:
    shown, opened, answered = numbers
    return DayCount.objects.create(
        agency=desk.agency, day=day, kind=kind, item_id=item or uuid4(), shown=shown, opened=opened, answered=answered
    )


def test_the_month_with_its_rows(desk: Desk) -> None:
    answer = desk.published()
    count(desk, NOW.date(), 10, 4, 2, item=answer.pk)
    count(desk, NOW.date() - dt.timedelta(days=1), 5, 1, 1, item=answer.pk)
    count(desk, NOW.date(), 3, 0, 0, kind="gone")
    count(desk, dt.date(2026, 10, 31), 9, 9, 9, item=answer.pk)
    shown = desk.visit("front_office").get(desk.url("without_request")).context
    assert (shown["month"], shown["answered"], shown["opened"], shown["shown"]) == ("2026-11", 3, 5, 18)
    assert [(row["title"], row["all_answered"], row["label"]) for row in shown["rows"]] == [
        (CLEAN.title, 3, "Jawaban yang diumumkan"),
        ("", 0, "gone"),
    ]
    assert shown["columns"][-2:] == [("Okt", 9), ("Nov", 3)]
    assert [label for label, _n in shown["columns"]][:3] == ["Des", "2026", "Feb"]
    assert len(shown["columns"]) == 12
    before = desk.visit("ppid").get(desk.url("without_request") + "?bulan=2026-10").context
    assert (before["answered"], before["month_name"]) == (9, "Oktober 2026")


@pytest.mark.parametrize("month", ["x", "2026", "2026-13", "2026-t1"])
def test_what_is_no_month_is_told(desk: Desk, month: str) -> None:
    response = desk.visit("ppid").get(desk.url("without_request") + f"?bulan={month}")
    assert (response.status_code, response.context["month"]) == (422, "2026-11")


def test_questions_to_the_database_do_not_grow(desk: Desk) -> None:
    ppid, asked_for = desk.visit("ppid"), []
    for wanted in (1, 49):
        for n in range(wanted):
            count(desk, NOW.date(), 1, 1, 1)
            desk.shelf.keys.append(key := uuid4())
            desk.begun(replace(CLEAN, title=f"Naskah {n}"), inquiry=key)
        counted = []
        for place in (desk.url("without_request"), desk.url("inbox"), desk.url("inbox") + "?keadaan=draft"):
            with CaptureQueriesContext(connection) as asked:
                assert ppid.get(place).status_code == 200
            counted.append(len(asked))
        asked_for.append(counted)
    assert asked_for[0] == asked_for[1]


def test_the_figure_is_frozen_with_its_rows_and_counted_again(desk: Desk) -> None:
    count(desk, NOW.date(), 10, 4, 2)
    count(desk, NOW.date(), 5, 0, 0)
    period = of_year(2026, "11")
    snapshot = take_snapshot(agency=desk.agency, report="bulanan", period=period, sources=[COUNTED_FACTS], by=desk.ppid)
    assert snapshot.value("tanpa_permohonan", "answered:sum:answered") == "2"
    assert snapshot.value("tanpa_permohonan", "shown:sum:shown") == "15"
    assert recount(snapshot, [COUNTED_FACTS]).is_equal
    assert COUNTED_FACTS.link(snapshot.pk, desk.agency) == "/contoh/meja/tanpa-permohonan/"


def register_text(desk: Desk, key: str, form: str) -> str:
    """Return what an auditor reads in a register: on screen, as CSV or as XLSX."""
    ending = f".{form}" if form else "/"
    response = desk.visit("auditor").get(f"/contoh/meja/register/{key}{ending}?tahun=2026")
    assert response.status_code == 200, response.status_code
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if form == "xlsx":
        from python_calamine import CalamineWorkbook

        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        return str(sheet.to_python())
    return content.decode("utf-8-sig")


def test_the_register_holds_what_everybody_reads(desk: Desk) -> None:
    desk.published()
    gone = desk.published(replace(CLEAN, title="Canaryjudul"), inquiry=OTHER)
    actions.withdraw(answer=gone, reason="Canaryalasan.", by=desk.ppid)
    assert find_register("jawaban") is not None
    for form in ("", "csv", "xlsx"):
        text = register_text(desk, "jawaban", form)
        assert (CLEAN.title in text, "PPID-JWB-2026-0002" in text) == (True, True)
        assert not any(word in text for word in ("Canaryjudul", "Canaryalasan", "REG-077", str(INQUIRY)))


def test_the_register_is_narrowed(desk: Desk) -> None:
    desk.shelf.unit = Unit.objects.create(agency=desk.agency, name="Bidang Jalan")
    actions.arrange(agency=desk.agency, four_eyes=False, by_month=True, by=desk.ppid)
    desk.published()
    auditor = desk.visit("auditor")
    place = "/contoh/meja/register/jawaban/?tahun=2026"
    shown = auditor.get(f"{place}&keadaan=published").content.decode()
    assert (CLEAN.title in shown, "Bidang Jalan" in shown, "November 2026" in shown) == (True, True, True)
    assert CLEAN.title not in auditor.get(f"{place}&keadaan=withdrawn").content.decode()
    other = Unit.objects.create(agency=desk.agency, name="Bidang Air")
    assert CLEAN.title in auditor.get(f"{place}&unit={desk.shelf.unit.pk}").content.decode()
    assert CLEAN.title not in auditor.get(f"{place}&unit={other.pk}").content.decode()


def test_the_register_of_counts(desk: Desk) -> None:
    row = count(desk, NOW.date(), 10, 4, 2)
    count(desk, NOW.date(), 1, 0, 0, kind="gone")
    text = register_text(desk, "tanpa-permohonan", "csv")
    assert f"2026-11-20,Jawaban yang diumumkan,{row.item_id},10,4,2" in text
    assert ",gone," in text
