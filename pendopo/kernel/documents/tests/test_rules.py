"""Names, kinds and sizes are refused in words that say the remedy."""

from __future__ import annotations

import pytest

from pendopo.kernel.documents import rules
from pendopo.kernel.documents.models import Purpose
from pendopo.kernel.documents.rules import FileRefused

pytestmark = pytest.mark.once

BAD_NAMES = {
    "": "name_empty",
    "   ": "name_empty",
    "a\x00.pdf": "name_control",
    "a\n.pdf": "name_control",
    "a␀.pdf": "name_control",
    "a\u200b.pdf": "name_control",
    "gaji\u202efdp.exe": "name_direction",
    "a\u200f.pdf": "name_direction",
    "../../etc/passwd.pdf": "name_path",
    "C:\\Users\\a.pdf": "name_path",
    "a\u2215b.pdf": "name_path",
    "a\u29f5b.pdf": "name_path",
    "..": "name_path",
    "a?.pdf": "name_character",
    "<a>.pdf": "name_character",
    ".htaccess": "name_edge",
    "a.pdf.": "name_edge",
    " a.pdf": "name_edge",
    "con.pdf": "name_reserved",
    "LPT1.tar.pdf": "name_reserved",
    "Nul": "name_reserved",
    "a" * 117 + ".pdf": "name_long",
}


@pytest.mark.parametrize(("name", "code"), BAD_NAMES.items())
def test_bad_names_are_refused(name: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        rules.check_name(name)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")
    assert "%(" not in refused.value.message


@pytest.mark.parametrize(
    "name",
    ["KTP Siti Aminah.pdf", "laporan (1) – akhir.v2.docx", "surat_1.PDF", "a" * 116 + ".pdf", "école.png", "conan.pdf"],
)
def test_ordinary_names_pass(name: str) -> None:
    rules.check_name(name)


def test_extension_is_compared_without_case() -> None:
    assert rules.check_extension("A.PDF", rules.ATTACHMENT_EXTENSIONS).media_type == "application/pdf"
    assert rules.check_extension("a.jpeg", rules.ATTACHMENT_EXTENSIONS).media_type == "image/jpeg"


@pytest.mark.parametrize("name", ["a.exe", "a", "a.pdf.svg", "a.html", "a.csv", "a.ods", ".pdf"])
def test_other_kinds_are_refused_for_attachments(name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        rules.check_extension(name, rules.ATTACHMENT_EXTENSIONS)
    assert refused.value.code == "type_not_allowed"
    assert "Simpan sebagai PDF, JPG, PNG, Word (DOCX), Excel (XLSX), ODT" in refused.value.message


def test_answers_may_also_be_csv_and_ods() -> None:
    added = rules.ANSWER_EXTENSIONS - rules.ATTACHMENT_EXTENSIONS
    assert added == {"csv", "ods"}


def test_size_and_count_limits() -> None:
    rules.check_size(1)
    rules.check_size(10 * 1024 * 1024)
    rules.check_count(10)
    codes = []
    for check, value in ((rules.check_size, 0), (rules.check_size, 10 * 1024 * 1024 + 1), (rules.check_count, 11)):
        with pytest.raises(FileRefused) as refused:
            check(value)
        codes.append((refused.value.code, refused.value.message))
    assert codes == [
        ("empty", "Berkas ini kosong (0 bita). Buka berkas untuk memastikan isinya, lalu unggah lagi."),
        (
            "too_large",
            (
                "Berkas ini lebih besar dari 10 MB. "
                "Perkecil berkas, misalnya dengan memindai pada mutu lebih rendah atau membaginya."
            ),
        ),
        ("too_many", "Paling banyak 10 berkas. Hapus sebagian, atau gabungkan menjadi satu PDF."),
    ]


def test_every_purpose_has_its_kinds() -> None:
    assert set(rules.EXTENSIONS_BY_PURPOSE) == set(Purpose.values)
