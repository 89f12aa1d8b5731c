"""Pages: public list, worklist, one exemption, steps with bad input, comparison, arrangement."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.documents.models import Document
from pendopo.kernel.workflow.models import Move
from pendopo.modules.exemptions import actions
from pendopo.modules.exemptions.models import Arrangement, Exemption
from pendopo.modules.exemptions.tests.desk import (
    EXEMPTING,
    FOUND,
    LAWS,
    MONDAY,
    OPENING,
    TODAY,
    UNTIL,
    WIB,
    Desk,
    exemption,
    fresh,
    make_desk,
)

pytestmark = pytest.mark.django_db
SECRETS = ("Kolom nilai dan alamat", "Basis data peserta", "Sering diminta", "Orang dirugikan", "Nama ppid")


@pytest.fixture
def desk() -> Desk:
    return make_desk()


_fresh = count()


def listed(desk: Desk, query: str = "?", at: dt.datetime = MONDAY) -> Any:
    # Another address each time: the early cache keeps public pages for some seconds.
    with clock.frozen(at):
        return Client().get(f"{desk.url('listed')}{query}&{next(_fresh)}")


def test_the_public_list_tells_what_the_law_wants_and_nothing_else(desk: Desk) -> None:
    exemption(desk)
    exemption(desk, "approval", title="Belum berlaku")
    page = listed(desk).content.decode()
    for words in (
        "Nilai ujian peserta", "UU 14/2008 Pasal 17 huruf h", "UU 27/2022 Pasal 4 ayat (2)", "sampai 3 Agustus 2028",
        "Bidang Data", "UK-PPID-2026-0001/DIK", "3 Agustus 2026",
    ):  # fmt: skip
        assert words in page
    for words in (*SECRETS, "Belum berlaku", "Melindungi hak pribadi"):
        assert words not in page


def test_what_is_over_stands_on_the_other_list(desk: Desk) -> None:
    exemption(desk)
    after = dt.datetime(2028, 8, 4, 9, tzinfo=WIB)
    assert "Nilai ujian peserta" not in listed(desk, at=after).content.decode()
    page = listed(desk, "?daftar=berakhir", at=after).content.decode()
    assert "Nilai ujian peserta" in page
    assert "Terbuka" in page
    assert "Belum ada pengecualian yang berakhir" in listed(desk, "?daftar=berakhir").content.decode()


def test_the_public_list_stays_small(desk: Desk) -> None:
    def measured() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            page = listed(desk)
        return len(queries), len(page.content)

    exemption(desk, title="Judul informasi yang cukup panjang untuk sebuah daftar umum")
    one, _size = measured()
    for number in range(49):
        exemption(desk, title=f"Judul informasi yang cukup panjang untuk sebuah daftar umum nomor {number}")
    fifty, size = measured()
    assert one == fifty <= 8
    assert size <= 15_000
    assert listed(desk, "?halaman=4").context["page"].number == 4


def test_another_agency_s_exemptions_are_not_here(desk: Desk) -> None:
    other = make_desk("lain")
    case = exemption(other)
    assert "Nilai ujian" not in listed(desk).content.decode()
    for name in ("detail", "sheet", "accept", "cancel"):
        assert desk.get("ppid", name, case.pk).status_code == 404
    assert desk.get("auditor", "detail", exemption(desk).pk).status_code == 200


def test_a_unit_sees_its_own(desk: Desk) -> None:
    mine, other = exemption(desk, "proposed"), exemption(desk, "proposed", unit=desk.other_unit, title="Milik lain")
    page = desk.get("back", "inbox").content.decode()
    assert mine.number in page
    assert "Milik lain" not in page
    assert desk.get("back", "detail", other.pk).status_code == 404
    assert desk.get("back", "compare").status_code == 403


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", {"0001", "0002"}), ("?keadaan=testing", {"0001"}), ("?keadaan=in_force", {"0003"}),
        ("?keadaan=closed", {"0004"}), ("?keadaan=quatsch", {"0001", "0002"}), ("?kata=rahasia", set()),
        ("?kata=0002", {"0002"}), ("?keadaan=in_force&kata=nilai", {"0003"}),
    ],
)  # fmt: skip
def test_the_worklist_by_step(desk: Desk, query: str, numbers: set[str]) -> None:
    for state in ("testing", "approval", "in_force"):
        exemption(desk, state)
    ended = exemption(desk)
    actions.cancel(exemption=ended, reason="Putusan", by=desk.head)
    page = desk.get("ppid", "inbox", query=query)
    assert {row.number[-4:] for row in page.context["rows"]} == numbers
    assert next((tab["label"], tab["count"]) for tab in page.context["tabs"]) == ("Sedang diuji", 2)


def test_questions_to_the_database_do_not_grow(desk: Desk) -> None:
    client = desk.client("ppid")

    def counted(name: str, *args: Any) -> int:
        with CaptureQueriesContext(connection) as queries, clock.frozen(MONDAY):
            assert client.get(desk.url(name, *args)).status_code == 200
        return len(queries)

    case, _waiting = exemption(desk), exemption(desk, "proposed")
    before = [counted("inbox"), counted("compare"), counted("detail", case.pk)]
    for _ in range(49):
        exemption(desk, "proposed")
    assert [counted("inbox"), counted("compare"), counted("detail", case.pk)] == before
    assert max(before) <= 10


def test_one_exemption_with_sheet_papers_and_history(desk: Desk) -> None:
    case = exemption(desk)
    page = desk.get("head", "detail", case.pk).content.decode()
    for words in (
        FOUND.part,
        *FOUND.documents,
        EXEMPTING.if_opened,
        "Pimpinan badan publik: Nama head",
        "penetapan-dik",
    ):
        assert words in page
    for name in ("sheet", "decree"):
        paper = desk.get("back", name, case.pk)
        assert paper.headers["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-1.7")
    document = Document.objects.filter(subject_id=case.pk).first()
    assert b"".join(desk.get("ppid", "file", case.pk, document.pk).streaming_content) == b"%PDF-lembar"
    assert desk.get("ppid", "file", exemption(desk).pk, document.pk).status_code == 404
    assert desk.get("ppid", "decree", exemption(desk, "testing").pk).status_code == 404


def test_the_whole_way_by_forms(desk: Desk) -> None:
    sent = desk.post(
        "back", "propose", title="Nilai ujian", unit=str(desk.unit.pk), background="Diminta.", timing="before_request"
    )
    assert sent.status_code == 303
    case = Exemption.objects.get()
    assert desk.post("ppid", "accept", case.pk).status_code == 303
    assert desk.post("ppid", "identify", case.pk, part="Kolom nilai", documents="Satu\n\n Dua ").status_code == 303
    laws = "UU 27/2022 Pasal 4\nUU 43/2009 Pasal 44"
    assert desk.post("ppid", "analyse", case.pk, letters=["h", "a"], laws=laws).status_code == 303
    weighed = {
        "if_opened": "Rugi.", "if_closed": "Aman.", "public_interest": "Kecil.", "result": "exempt",
        "public_reason": "Hak pribadi.", "until": "2030-01-31", "no_end_reason": "",
    }  # fmt: skip
    assert desk.post("ppid", "test", case.pk, **weighed).status_code == 303
    assert desk.post("ppid", "determine", case.pk, place="Jakarta").status_code == 303
    assert desk.post("head", "agree", case.pk, note="").status_code == 303
    case = fresh(case)
    assert (case.state, case.documents, case.letters, case.laws, case.until, case.place) == (
        "in_force", ["Satu", "Dua"], ["a", "h"], laws.split("\n"), dt.date(2030, 1, 31), "Jakarta",
    )  # fmt: skip
    names = [document.name for document in Document.objects.filter(subject_id=case.pk).order_by("id")]
    assert names == ["lembar-uji-dik-1-2026.pdf", "penetapan-dik-1-2026.pdf"]
    assert Move.objects.filter(subject_id=case.pk).count() == 7
    assert desk.get("ppid", "determine", exemption(desk, "determination").pk).context["form"].initial == {
        "place": "Jakarta"
    }


@pytest.mark.parametrize(
    ("state", "name", "typed", "wrong"),
    [
        ("identification", "identify", {}, {"part", "documents"}),
        ("identification", "identify", {"part": "x", "documents": "\n".join("d" * 31)}, {"documents"}),
        ("identification", "identify", {"part": "x\u202e", "documents": "d"}, {"part"}),
        ("analysis", "analyse", {}, {"letters", "laws"}),
        ("analysis", "analyse", {"letters": ["z"], "laws": "UU 1/2000 Pasal 1"}, {"letters"}),
        ("analysis", "analyse", {"letters": ["h"], "laws": "PP 61/2010 Pasal 4"}, {"laws"}),
        ("testing", "test", {}, {"if_opened", "if_closed", "public_interest", "result"}),
        ("testing", "test", {"result": "exempt", "until": "x"}, {
            "if_opened", "if_closed", "public_interest", "public_reason", "until",
        }),
        ("determination", "determine", {}, {"place"}),
        ("proposed", "drop", {}, {"note"}),
        ("approval", "send_back", {}, {"note"}),
        ("in_force", "retest", {}, {"note"}),
        ("in_force", "open_up", {}, {"note"}),
        ("in_force", "cancel", {"note": "x" * 301}, {"note"}),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_the_field_and_kept(
    desk: Desk, state: str, name: str, typed: dict[str, Any], wrong: set[str]
) -> None:
    case = exemption(desk, state)
    page = desk.post("ppid", name, case.pk, **typed)
    assert (page.status_code, set(page.context["form"].errors)) == (422, wrong)
    assert "Kesalahan: " in page.content.decode()
    assert fresh(case).state == state


@pytest.mark.parametrize(
    ("letters", "until", "sentence"),
    [
        ("a", "", "pengecualian Pasal 17 huruf a–f tidak bersifat permanen"),
        ("a", "2026-08-03", "Tanggal berakhir harus sesudah 3 Agustus 2026."),
        ("a", "2020-01-01", "Tanggal berakhir harus sesudah 3 Agustus 2026."),
        ("a", "2056-08-04", "Paling lambat 3 Agustus 2056: pengecualian Pasal 17 huruf a paling lama 30 tahun."),
        ("h", "", "Tulis alasan tanpa tanggal berakhir"),
    ],
)
def test_periods_that_the_law_forbids(desk: Desk, letters: str, until: str, sentence: str) -> None:
    from pendopo.modules.exemptions.rules.consequence import Analysis

    case = exemption(desk, "testing", laws=Analysis(tuple(letters), LAWS.laws))
    typed = {"if_opened": "a", "if_closed": "b", "public_interest": "c", "result": "exempt", "public_reason": "d"}
    page = desk.post("ppid", "test", case.pk, **typed, until=until)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert page.context["form"]["if_opened"].value() == "a"


def test_information_found_open(desk: Desk) -> None:
    case = exemption(desk, "testing")
    typed = {"if_opened": "a", "if_closed": "b", "public_interest": "c", "result": "open"}
    assert desk.post("ppid", "test", case.pk, **typed).status_code == 303
    assert fresh(case).state == "opened"


@pytest.mark.parametrize(
    ("state", "name", "who", "status"),
    [
        ("testing", "identify", "ppid", 409),
        ("in_force", "test", "ppid", 409),
        ("proposed", "cancel", "head", 409),
        ("approval", "agree", "ppid", 403),
        ("approval", "agree", "back", 403),
        ("approval", "determine", "head", 403),
        ("determination", "agree", "head", 409),
        ("testing", "open_up", "head", 409),
    ],
)
def test_wrong_state_and_wrong_person(desk: Desk, state: str, name: str, who: str, status: int) -> None:
    case = exemption(desk, state)
    if (name, who) == ("agree", "ppid"):
        # The PPID may speak for a board, so the door lets in and the step says no.
        status = 409 if desk.get(who, name, case.pk).status_code == 409 else 403
    typed = {"note": "Saya ketik ini.", "part": "Saya ketik ini.", "place": "Saya ketik ini."}
    page = desk.post(
        who, name, case.pk, documents="x", if_opened="x", if_closed="x", public_interest="x", result="open", **typed
    )
    assert page.status_code in {status, 422}
    assert fresh(case).state == state


def test_a_slower_colleague_reads_what_happened_and_keeps_the_words(desk: Desk) -> None:
    case = exemption(desk, "identification")
    actions.identify(exemption=case, found=FOUND, by=desk.second_ppid)
    page = desk.post("ppid", "identify", case.pk, part="Kata saya.", documents="Dokumen saya")
    words = page.content.decode()
    assert page.status_code == 409
    for part in ("Pengecualian ini sudah berubah", "Nama second_ppid", "Kata saya.", "Dokumen saya"):
        assert part in words


def test_steps_offered_are_those_that_may_be_taken(desk: Desk) -> None:
    def offered(who: str, case: Exemption) -> list[str]:
        return [step["label"] for step in desk.get(who, "detail", case.pk).context["steps"]]

    approval = exemption(desk, "approval")
    assert offered("head", approval) == ["Setujui penetapan", "Kembalikan untuk diperbaiki"]
    assert offered("ppid", approval) == ["Kembalikan untuk diperbaiki", "Hentikan usul"]
    assert offered("back", approval) == offered("auditor", approval) == []
    assert offered("ppid", exemption(desk)) == ["Nyatakan terbuka", "Uji ulang", "Catat pembatalan"]
    assert offered("ppid", exemption(desk, "testing")) == [
        "Uji konsekuensi",
        "Kembalikan untuk diperbaiki",
        "Hentikan usul",
    ]


def test_an_ordered_test_names_its_order(desk: Desk) -> None:
    typed = {"title": "Nilai", "unit": str(desk.unit.pk), "background": "x", "timing": "in_dispute"}
    page = desk.post("ppid", "propose", **typed)
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"order_number"})
    assert desk.post("ppid", "propose", **typed, order_number="007/KI/2026").status_code == 303
    assert desk.post("ppid", "propose", **typed | {"timing": "on_request"}).status_code == 422
    assert desk.get("ppid", "propose", query="?asal=inquiry&id=quatsch").status_code == 200
    foreign = make_desk("lain").unit
    assert set(desk.post("ppid", "propose", **typed | {"unit": str(foreign.pk)}).context["form"].errors) >= {"unit"}


def test_the_arrangement(desk: Desk) -> None:
    assert desk.get("ppid", "arrange").status_code == 403
    page = desk.get("admin", "arrange")
    assert (page.context["form"]["chain"].value(), page.context["form"]["months"].value()) == ("head", "6, 1")
    for wrong in ({"chain": "x", "months": "6"}, {"chain": "head", "months": "0"}, {"chain": "head", "months": "a"}):
        assert desk.post("admin", "arrange", **wrong).status_code == 422
    assert desk.post("admin", "arrange", chain="board_head", months="12, 3").status_code == 200
    assert list(Arrangement.objects.values_list("chain", "reminder_months")) == [("board_head", [12, 3])]


def test_comparing_with_refusals(desk: Desk) -> None:
    used, unused = exemption(desk), exemption(desk, title="Tidak pernah dipakai")
    page = desk.get("ppid", "compare", query="?tahun=2026")
    assert [found.pk for found in page.context["unused"]] == [used.pk, unused.pk]
    assert page.context["without"].paginator.count == 0
    assert desk.get("ppid", "compare", query="?tahun=2025").context["unused"].paginator.count == 0
    assert desk.get("ppid", "compare", query="?tahun=zwei").status_code == 422


def test_the_register(desk: Desk) -> None:
    from django.urls import reverse

    exemption(desk)
    exemption(desk, "approval")
    url = reverse("reporting:register_csv", args=[desk.agency.slug, "pengecualian"])
    with clock.frozen(MONDAY):
        answer = desk.client("auditor").get(url)
    text = (
        b"".join(answer.streaming_content).decode("utf-8-sig")
        if answer.streaming
        else answer.content.decode("utf-8-sig")
    )
    rows = [line for line in text.splitlines() if "DIK" in line]
    assert len(rows) == 1
    for words in (
        "UK-PPID-2026-0001/DIK",
        "Nilai ujian peserta",
        "UU 14/2008 Pasal 17 huruf h",
        "Berlaku",
        "Bidang Data",
    ):
        assert words in rows[0]
    assert "Kolom nilai" not in text


def test_retest_page_and_opening_page(desk: Desk) -> None:
    case = exemption(desk)
    assert desk.post("ppid", "retest", case.pk, note="Ditinjau lagi.").status_code == 303
    page = desk.get("ppid", "detail", case.pk).content.decode()
    assert "Sedang diuji ulang" in page
    assert desk.post("ppid", "retest", case.pk, note="Lagi.").status_code == 422
    assert desk.post("head", "open_up", case.pk, note="Sudah diumumkan.").status_code == 303
    assert (fresh(case).state, fresh(case).ended_on, UNTIL > TODAY, OPENING.result) == ("opened", TODAY, True, "open")
