"""`pendopo import`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.imports.console import import_command
from pendopo.kernel.imports.tests.files import HEADINGS, csv_of, row, xlsx_of
from pendopo.kernel.people.models import Contact


def typed(*words: str) -> Result:
    return CliRunner().invoke(import_command, list(words))


def test_dry_run_then_import_then_again(agency: Agency, person: Any, tmp_path: Path) -> None:
    file = tmp_path / "buku.csv"
    file.write_bytes(csv_of([list(HEADINGS), row(1), row(2, day="x"), row(3)], separator=";", encoding="cp1252"))
    words = ("tamu", str(file), "--agency", "sukamaju", "--as", person().username)
    dry = typed(*words, "--dry-run")
    assert (dry.exit_code, dry.stdout.splitlines()) == (
        1,
        [
            "B3: day: “x” bukan tanggal. Tulis seperti 03/08/2023 atau 3 Agustus 2023.",
            "Baris baru: 2, sudah ada: 0, bermasalah: 1.",
        ],
    )
    assert not Contact.objects.exists()
    assert typed(*words).stdout.endswith("Baris baru: 2, sudah ada: 0, bermasalah: 1.\n")
    again = typed(*words)
    assert again.stderr == ""
    assert again.stdout.endswith("Baris baru: 0, sudah ada: 2, bermasalah: 1.\n")
    assert Contact.objects.count() == 2


def test_what_cannot_be_done_is_said(agency: Agency, person: Any, tmp_path: Path) -> None:
    good, bad, other = tmp_path / "baik.xlsx", tmp_path / "buruk.csv", tmp_path / "kurang.csv"
    good.write_bytes(xlsx_of([list(HEADINGS), row(1)]))
    bad.write_bytes(b"a,b\r\n1,2\r\n")
    other.write_bytes(b"Nomor,Tanggal\r\n1,2\r\n")
    ppid, front = person().username, person("front_office").username
    place = ("--agency", "sukamaju", "--as")
    assert typed("tamu", str(good), *place, ppid).exit_code == 0
    for file, name, who, code, words in (
        (bad, "tamu", ppid, 2, "Baris judul kolom tidak ditemukan"),
        (good, "tamu", front, 2, "Peran Anda tidak mencakup impor ini."),
        (good, "lain", ppid, 1, "Nothing is imported under the name lain."),
        (good, "tamu", "siapa", 1, "no account is called siapa"),
        (other, "tamu", ppid, 1, "No heading was recognised for: Nama tamu."),
    ):
        answer = typed(name, str(file), *place, who)
        assert (answer.exit_code, words in answer.output) == (code, True), answer.output
