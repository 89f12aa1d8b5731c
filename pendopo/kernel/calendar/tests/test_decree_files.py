"""Reading a decree's CSV as people save it."""

from __future__ import annotations

from datetime import date

import pytest

from pendopo.kernel.calendar.decree_files import DecreeRow, UnreadableFile, read_date, read_decree_file

pytestmark = pytest.mark.once

ROW = DecreeRow(2, "2026-08-17 · Proklamasi · libur nasional", date(2026, 8, 17), "Proklamasi", "national")
LEAVE = DecreeRow(3, "18/08/2026 · Proklamasi · Cuti Bersama", date(2026, 8, 18), "Proklamasi", "joint_leave")


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2026-08-17", date(2026, 8, 17)),
        ("2026-8-7", date(2026, 8, 7)),
        ("2026-08-17 00:00:00", date(2026, 8, 17)),
        ("17/08/2026", date(2026, 8, 17)),
        ("17.8.2026", date(2026, 8, 17)),
        ("17-08-2026", date(2026, 8, 17)),
        ("17 Agustus 2026", date(2026, 8, 17)),
        ("Senin, 17 AGUSTUS 2026", date(2026, 8, 17)),
        ("Jum'at 1 Mei 2026", date(2026, 5, 1)),
        ("29/02/2028", date(2028, 2, 29)),
        ("29/02/2026", None),
        ("2026-13-01", None),
        ("17/08/26", None),
        ("17 August 2026", None),
        ("46251", None),
        ("", None),
    ],
)
def test_dates(text: str, on: date | None):
    assert read_date(text) == on


PLAIN = "date,name,kind\n2026-08-17,Proklamasi,libur nasional\n18/08/2026,Proklamasi,Cuti Bersama\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace(",", ";").encode("utf-8-sig"),
        PLAIN.replace(",", "\t").encode(),
    ],
)
def test_plain_files_excel_s_and_others(content: bytes):
    assert read_decree_file(content) == [ROW, LEAVE]


def test_titles_above_the_table_other_columns_and_empty_lines():
    text = (
        "LAMPIRAN KEPUTUSAN BERSAMA;;;\r\nHARI LIBUR NASIONAL DAN CUTI BERSAMA TAHUN 2026;;;\r\n;;;\r\n"
        'No;Tanggal;Keterangan;Jenis\r\n1;2026-08-17;"Proklamasi; Kemerdekaan";Libur Nasional\r\n;;;\r\n'
        "2;18/08/2026;Proklamasi;Cuti Bersama\r\n"
    )
    assert [(row.line, row.on, row.name, row.kind, row.problem) for row in read_decree_file(text.encode())] == [
        (5, date(2026, 8, 17), "Proklamasi; Kemerdekaan", "national", ""),
        (7, date(2026, 8, 18), "Proklamasi", "joint_leave", ""),
    ]


def test_an_old_program_s_letters():
    content = "tanggal;nama;jenis\r\n16/01/2026;Isra’ Mi’raj;Libur\r\n".encode("cp1252")
    text = "16/01/2026 · Isra’ Mi’raj · Libur"
    assert read_decree_file(content) == [DecreeRow(2, text, date(2026, 1, 16), "Isra’ Mi’raj", "national")]


def test_excel_s_own_word_about_the_divider():
    assert read_decree_file(("sep=;\r\n" + PLAIN.replace(",", ";")).encode())[0].on == date(2026, 8, 17)


def test_every_wrong_row_says_why():
    text = "tanggal,nama,jenis\n" + "\n".join(
        [
            ",Tanpa tanggal,libur",
            "31/02/2026,Tidak ada,libur",
            "2026-05-01,,libur",
            f"2026-05-01,{'a' * 121},libur",
            "2026-05-01,Buruh,hari raya",
            "2026-05-01",
            "2026-05-01,Buruh,libur",
            "1/5/2026,buruh,libur",
            "2026-05-01,Buruh,cuti bersama",
            "2026-05-01,Waisak,libur",
        ]
    )
    assert [(row.line, row.problem) for row in read_decree_file(text.encode())] == [
        (2, "Tanggal kosong."),
        (3, "Tanggal ini tidak ada. Tulis misalnya 2026-08-17 atau 17/08/2026."),
        (4, "Nama kosong."),
        (5, "Nama lebih dari 120 karakter."),
        (6, "Jenis tidak dikenal. Tulis “libur nasional” atau “cuti bersama”."),
        (7, "Nama kosong."),
        (8, ""),
        (9, "Baris ini sama dengan baris di atas."),
        (10, "Tanggal ini sudah ada di atas dengan jenis lain."),
        (11, ""),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Baris judul tidak ditemukan"),
        (b"2026-08-17,Proklamasi,libur\n", "Baris judul tidak ditemukan"),
        (b"tanggal,nama,jenis\n\n,,\n", "Tidak ada baris"),
        (b"tanggal,nama,jenis\n" + b"2026-08-17,a,libur\n" * 401, "Terlalu banyak baris"),
        (b"a" * 200_001, "terlalu besar"),
        (b"PK\x03\x04....", "berkas Excel"),
        (b"\xd0\xcf\x11\xe0....", "berkas Excel"),
        (b"tanggal,nama\x00,jenis\n", "bukan teks"),
        # Broken off in the middle of a letter.
        (PLAIN.encode("utf-16")[:-1], "bukan teks"),
        # A quotation mark that nothing closes: all the rest would be one cell.
        (b'tanggal,nama,jenis\n2026-08-17,"' + b"Proklamasi\n" * 13_000, "bukan CSV yang utuh"),
    ],
)
def test_files_that_cannot_be_read(content: bytes, words: str):
    with pytest.raises(UnreadableFile, match=words):
        read_decree_file(content)
