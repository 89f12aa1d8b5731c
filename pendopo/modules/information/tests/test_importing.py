"""The register of the years before: every column, honest ends, numbers that never meet the living register's."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import RegisterCounter
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.documents.inspection import inspect_bytes
from pendopo.kernel.imports import actions as imports
from pendopo.kernel.imports.models import ImportProblem, ImportRun
from pendopo.kernel.imports.rules import find_heading, guess
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Sheet, sheet
from pendopo.kernel.reporting.writers import to_csv, to_xlsx
from pendopo.kernel.tracking.actions import new_token
from pendopo.kernel.workflow.actions import NotAllowed, open_ended
from pendopo.kernel.workflow.models import Move
from pendopo.modules.information import actions
from pendopo.modules.information.actions import importing
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.reports import INQUIRIES, OLD_REGISTER
from pendopo.modules.information.rules import legacy, procedure
from pendopo.modules.information.tests.office import MONDAY, PERSON, WISH, Office, client_of, make_office

HEADINGS = (
    "No. Pendaftaran;Tanggal;Nama Pemohon;Jenis pemohon;Alamat;No. Kontak;Pekerjaan;Informasi yang diminta;Tujuan;Saluran;"
    "Badan publik yang menguasai;Softcopy;Hardcopy;Melihat;Keputusan;Alasan penolakan;Tgl jawaban;Pemberian informasi;Biaya;"
    "Cara pembayaran"
)
KEYS = (
    "number received name kind address contact occupation details purpose channel holder softcopy hardcopy view decision"
    " refusal noticed given cost payment"
).split()
ROW = {
    "number": "012/ppid/2023", "received": "03/08/2023", "name": "Budi (Kelompok Tani)", "kind": "Kelompok",
    "address": "Jl. Melati 2", "contact": "0812 345 / budi@contoh.example", "occupation": "Petani",
    "details": "Data pupuk", "purpose": "Penelitian", "channel": "Surat", "holder": "", "softcopy": "√", "hardcopy": "-",
    "view": "", "decision": "Dikabulkan", "refusal": "", "noticed": "10 Agustus 2023", "given": "11/8/23", "cost": "Rp15.000",
    "payment": "Kas daerah",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _on_monday() -> Any:
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def row(number: int, **other: str) -> dict[str, str]:
    return ROW | {"number": f"{number:03d}/PPID/2023"} | other


def file_of(rows: list[dict[str, str]]) -> bytes:
    lines = [HEADINGS, *(";".join(f'"{line[key]}"' for key in KEYS) for line in rows)]
    return "\r\n".join(lines).encode()


def taken(office: Office, content: bytes, name: str = "register.csv", *, confirm: bool = True) -> ImportRun:
    """Take a file over, from upload to the end."""
    upload = inspect_bytes(content, name=name, allowed=frozenset({"csv", "xlsx"}))
    run = imports.begin(agency=office.agency, importer=OLD_REGISTER, upload=upload, by=office.ppid)
    imports.check(run=imports.map_columns(run=run, mapping=run.mapping, by=office.ppid), by=office.ppid)
    while imports.work():
        pass
    if confirm and ImportRun.objects.get(pk=run.pk).new:
        imports.run(run=run, by=office.ppid)
        while imports.work():
            pass
    return ImportRun.objects.get(pk=run.pk)


def told(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(p.line, p.column, p.sentence % p.params) for p in ImportProblem.objects.filter(run=run)]


def test_every_heading_of_the_legal_form_is_recognised() -> None:
    headings = [f"{c.group}: {c.heading}" if c.group else str(c.heading) for c in INQUIRIES.columns]
    assert guess(headings, legacy.COLUMNS) == {column.key: place for place, column in enumerate(INQUIRIES.columns)}
    assert sorted(guess(HEADINGS.split(";"), legacy.COLUMNS)) == sorted(KEYS)


def test_row_becomes_a_request_that_has_ended(office: Office) -> None:
    run = taken(office, file_of([ROW]))
    assert (run.state, run.new, run.wrong) == ("done", 1, 0)
    (inquiry,) = Inquiry.objects.select_related("contact", "notice")
    day = dt.datetime(2023, 8, 3, tzinfo=office.agency.zone)
    assert (inquiry.number, inquiry.year, inquiry.seq, inquiry.state) == ("012/PPID/2023", 2023, 1_000_000, "completed")
    assert (inquiry.received_at, inquiry.registered_at, inquiry.closed_at) == (day, day, day.replace(day=11))
    assert (inquiry.details, inquiry.purpose, inquiry.channel, inquiry.obtain_way) == (
        "Data pupuk",
        "Penelitian",
        "letter",
        "softcopy",
    )
    who = inquiry.contact
    assert (who.kind, who.name, who.on_behalf_of, who.address, who.phone, who.email, who.occupation) == (
        "group", "Budi", "Kelompok Tani", "Jl. Melati 2", "0812 345", "budi@contoh.example", "Petani",
    )  # fmt: skip
    notice = inquiry.notice
    assert (notice.state, notice.decision, notice.is_imported, notice.issued_by, notice.drafted_by) == (
        "issued", "grant", True, None, office.ppid.user,
    )  # fmt: skip
    assert (notice.issued_at, notice.cost, notice.payment, notice.held_form) == (
        day.replace(day=10),
        Decimal(15000),
        "Kas daerah",
        "softcopy",
    )
    (move,) = Move.objects.filter(subject_id=inquiry.pk)
    assert (move.step, move.from_state, move.to_state, move.user) == ("import", "", "completed", office.ppid.user)
    assert not Clock.objects.exists()
    assert not OutboxMessage.objects.exists()
    (entry,) = Entry.objects.filter(action="inquiry.import")
    assert (entry.subject_id, entry.details) == (run.pk, {"count": 1, "years": [2023]})


@pytest.mark.parametrize(
    ("other", "state", "decision", "grounds"),
    [
        ({"decision": "Ditolak", "refusal": "Pasal 17 huruf h dan b UU KIP"}, "refused", "refuse", ["17b", "17h"]),
        ({"decision": "DITOLAK SEBAGIAN", "refusal": "Pasal 6 ayat (3) huruf c"}, "completed", "partial", ["6c"]),
        ({"decision": "Ditolak", "refusal": "Rahasia"}, "refused", "refuse", []),
        ({"decision": "Tidak dikuasai", "holder": "BPS"}, "not_held", "not_held", []),
        ({"decision": "Diteruskan", "holder": "BPS", "given": ""}, "redirected", "redirect", []),
        ({"decision": "Dicabut", "noticed": "", "given": ""}, "withdrawn", None, None),
        ({"decision": "Tidak lengkap"}, "closed_incomplete", None, None),
    ],
)
def test_ends(
    office: Office, other: dict[str, str], state: str, decision: str | None, grounds: list[str] | None
) -> None:
    assert taken(office, file_of([ROW | other])).new == 1
    (inquiry,) = Inquiry.objects.all()
    notice = getattr(inquiry, "notice", None)
    assert (inquiry.state, notice and notice.decision, notice.grounds if notice else None) == (state, decision, grounds)
    if notice:
        assert notice.by_article_17 is any(code.startswith("17") for code in notice.grounds)


@pytest.mark.parametrize(
    ("other", "column", "words"),
    [
        ({"decision": ""}, "decision", "Kolom ini kosong."),
        ({"decision": "Proses"}, "decision", "“Proses” tidak dikenal. Pakai salah satu: Dikabulkan,"),
        ({"noticed": "", "given": ""}, "noticed", "Permohonan yang sudah diputus perlu tanggal"),
        ({"received": "04/08/2026"}, "received", "Tanggal ini belum tiba."),
        ({"noticed": "02/08/2023"}, "noticed", "Tanggal ini sebelum tanggal diterima (03/08/2023)."),
        ({"number": ""}, "number", "Kolom ini kosong."),
        ({"number": "9" * 81}, "number", "Teks ini lebih dari 80 karakter."),
        ({"cost": "murah"}, "cost", "“murah” bukan bilangan bulat."),
    ],
)
def test_rows_that_cannot_be_taken_over(office: Office, other: dict[str, str], column: str, words: str) -> None:
    run = taken(office, file_of([ROW | other]))
    assert (run.new, run.wrong) == (0, 1)
    assert [(line, key) for line, key, text in told(run) if words in text] == [(2, column)]
    assert not Inquiry.objects.exists()


def sheet_of(office: Office) -> Sheet:
    period = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31), "", 2023)
    return sheet(INQUIRIES, agency=office.agency, period=period, filters={}, actor=office.ppid)


def test_our_own_register_comes_back_through_both_files(office: Office) -> None:
    rows = [
        row(1),
        row(2, decision="Ditolak", refusal="Pasal 17 huruf h"),
        row(3, decision="Dicabut", noticed="", given=""),
    ]
    taken(office, file_of(rows))
    written = b"".join(to_csv(sheet_of(office)))
    other = make_office("lain")
    with to_xlsx(sheet_of(office)) as file:
        book = file.read()
    for name, content in (("r.csv", written), ("r.xlsx", book)):
        run = taken(other, content, name)
        assert (run.total, run.wrong, run.new + run.known, told(run)) == (3, 0, 3, [])
    assert b"".join(to_csv(sheet_of(other))) == written


def test_running_numbers_count_apart_and_per_year(office: Office) -> None:
    taken(office, file_of([row(1), row(2, received="05/01/2022"), row(3)]))
    taken(office, file_of([row(3), row(4)]))
    assert sorted(Inquiry.objects.values_list("number", "year", "seq")) == [
        ("001/PPID/2023", 2023, 1_000_000),
        ("002/PPID/2023", 2022, 1_000_000),
        ("003/PPID/2023", 2023, 1_000_001),
        ("004/PPID/2023", 2023, 1_000_002),
    ]


def living(office: Office) -> Inquiry:
    return actions.register(agency=office.agency, wish=WISH, requester=PERSON, token=new_token(), by=CITIZEN)


def this_year(office: Office, seq: int) -> dict[str, str]:
    with clock.frozen(MONDAY):
        first = living(office) if not Inquiry.objects.filter(agency=office.agency).exists() else None
    number = (first or Inquiry.objects.filter(agency=office.agency, seq=1).get()).number
    number = number.replace("0001", f"{seq:04d}", 1)
    return ROW | {"number": number, "received": "05/01/2026", "noticed": "06/01/2026", "given": ""}


def test_living_register_goes_on_after_numbers_of_this_year(office: Office) -> None:
    first = this_year(office, 1)
    run = taken(office, file_of([first, *(this_year(office, seq) for seq in range(2, 41))]))
    assert (run.new, run.wrong) == (39, 1)
    assert told(run) == [
        (2, "number", "Nomor ini sudah dipakai permohonan lain di register yang berjalan. Periksa nomornya.")
    ]
    assert living(office).seq == 41
    assert RegisterCounter.objects.get(agency=office.agency, register="inquiry", year=2026).last == 41


def test_a_slip_of_the_pen_does_not_move_the_living_register(office: Office) -> None:
    run = taken(office, file_of([this_year(office, 9_000)]))
    assert (run.new, [text for _line, _column, text in told(run)]) == (
        0,
        ["Nomor ini seperti nomor tahun berjalan, tetapi jauh di depan nomor terakhir (1). Periksa nomornya."],
    )
    assert living(office).seq == 2


def test_same_file_again_and_another_agency(office: Office) -> None:
    content = file_of([row(number) for number in range(1, 4)])
    taken(office, content)
    again = taken(office, content)
    assert (again.state, again.new, again.known, again.wrong) == ("checked", 0, 3, 0)
    assert taken(make_office("lain"), content).new == 3


def test_as_many_queries_for_two_hundred_rows_as_for_two(office: Office) -> None:
    costs = []
    for first, count in ((1, 2), (100, 50)):
        upload = inspect_bytes(
            file_of([row(first + n) for n in range(count)]), name="r.csv", allowed=frozenset({"csv"})
        )
        run = imports.begin(agency=office.agency, importer=OLD_REGISTER, upload=upload, by=office.ppid)
        imports.check(run=imports.map_columns(run=run, mapping=run.mapping, by=office.ppid), by=office.ppid)
        imports.work(), imports.work()
        imports.run(run=run, by=office.ppid)
        with CaptureQueriesContext(connection) as caught:
            assert imports.work(batches=1) == count
        costs.append(len(caught))
        imports.work()
    assert costs[0] == costs[1]


def test_import_is_the_systems_step_and_opens_ended_cases_only(office: Office) -> None:
    case = Inquiry(agency=office.agency, state="in_process")
    with pytest.raises(NotAllowed):
        open_ended([case], procedure.PROCEDURE, "import", by=office.ppid, subject_id=case.pk, details={})
    system = imports._on_behalf(ImportRun(agency=office.agency, confirmed_by=office.ppid.user))
    with pytest.raises(ValueError, match="in_process"):
        open_ended([case], procedure.PROCEDURE, "import", by=system, subject_id=case.pk, details={})


def test_officers_page_says_where_it_comes_from_and_makes_no_letter(office: Office) -> None:
    taken(office, file_of([ROW]))
    inquiry = Inquiry.objects.get()
    client = client_of(office.ppid)
    page = client.get(office.page("detail", inquiry)).content.decode()
    assert "10 Agustus 2023 · dari register lama" in page
    assert "Masukkan dari register lama" in page
    assert "Lihat surat (PDF)" not in page
    assert client.get(office.page("letter_preview", inquiry)).status_code == 404


def test_nobody_tracks_an_imported_request(office: Office) -> None:
    taken(office, file_of([ROW]))
    number = Inquiry.objects.get().number
    answer = Client().post(f"/{office.agency.slug}/lacak/", {"number": number, "code": "AAAAA-AAAAA"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("reason", "grounds"),
    [
        ("Pasal 17 huruf a", ["17a"]),
        ("pasal 17 ayat (1) huruf b, c dan j", ["17b", "17c", "17j"]),
        ("mengungkap rahasia pribadi (UU 14/2008 Pasal 17 huruf h); Sesuai uji.", ["17h"]),
        ("Pasal 6 ayat (3) huruf e dan Pasal 17 huruf i", ["17i", "6e"]),
        ("Pasal 18 huruf a", []),
        ("17 Agustus huruf besar", []),
        ("", []),
    ],
)
def test_grounds_in_words(reason: str, grounds: list[str]) -> None:
    assert legacy.grounds_in(reason) == grounds


def test_tick_for_not_documented_is_a_ground_of_its_own(office: Office) -> None:
    lines = [
        "Nomor;Tanggal;Nama;Informasi yang diminta;Keputusan;Alasan penolakan;Tgl jawaban;Belum didokumentasikan",
        "1/2021;4/1/2021;Ani;Peta;Ditolak;;5/1/2021;√",
        "2/2021;4/1/2021;Ani;Peta;Ditolak;Pasal 6 ayat (3) huruf e;5/1/2021;√",
        "3/2021;4/1/2021;Ani;Peta;Ditolak;Pasal 17 huruf h;5/1/2021;√",
        "4/2021;4/1/2021;Ani;Peta;Ditolak;Pasal 17 huruf h;5/1/2021;-",
    ]
    run = taken(office, "\r\n".join(lines).encode())
    assert (run.new, told(run)) == (4, [])
    found = Inquiry.objects.select_related("notice").order_by("number")
    assert [(each.number, each.notice.grounds, each.notice.by_article_17) for each in found] == [
        ("1/2021", ["6e"], False),
        ("2/2021", ["6e"], False),
        ("3/2021", ["17h", "6e"], True),
        ("4/2021", ["17h"], True),
    ]


def test_contact_and_name_are_taken_apart() -> None:
    assert legacy.split_contact("budi@contoh.example") == ("", "budi@contoh.example")
    assert legacy.split_contact("(0274) 123456") == ("(0274) 123456", "")
    assert legacy.split_name("Siti") == ("Siti", "")


def test_known_is_three_queries(office: Office, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        importing.known(office.agency, [f"{n}/X/2020" for n in range(200)])


def test_xlsx_with_titles_and_groups(office: Office) -> None:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.merge_range(0, 0, 0, 6, "REGISTER PERMOHONAN INFORMASI")
    page.write_row(2, 0, ["Nomor", "Tgl", "Pemohon", "", "Rincian informasi", "Status", "Tgl jawaban"])
    page.merge_range(2, 2, 2, 3, "Pemohon")
    page.write_row(3, 2, ["Nama", "Alamat"])
    page.write_row(4, 0, [1, 2, 3, 4, 5, 6, 7])
    page.write_row(5, 0, ["1/2021", "4/1/2021", "Ani", "Jl. A", "Data", "Selesai", "5/1/2021"])
    book.close()
    run = taken(office, out.getvalue(), "lama.xlsx")
    assert (run.heading_line, run.total, run.new, told(run)) == (4, 1, 1, [])
    assert Inquiry.objects.get().contact.address == "Jl. A"
    assert find_heading([(1, ["Nomor", "Nama"])], legacy.COLUMNS).line == 1
