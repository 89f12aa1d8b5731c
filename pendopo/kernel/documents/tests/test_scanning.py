"""What the last look before release finds, and what it leaves alone."""

from __future__ import annotations

import io
import json
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from pendopo.kernel.documents.redaction.scanning import find_personal
from pendopo.kernel.documents.redaction.scanning.__main__ import scan
from pendopo.kernel.documents.redaction.scanning.patterns import KINDS, masked, personal_in
from pendopo.kernel.documents.tests import samples
from pendopo.kernel.documents.tests.redaction_corpus import CORPUS, SECRET, page_of, saved, text_at


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NIK 3174015502900077.", [("nik", "3174••••••••••77")]),
        ("3174 0155 0290 0077", [("nik", "3174••••••••••77")]),
        ("2023 2024 2025 2026", []),  # years, no day of birth
        ("317401-550290-0077", [("nik", "3174••••••••••77")]),
        ("Rekening 1234567890123456", []),  # month 90
        ("3174013202900077", []),  # day 32
        ("3174017202900077", []),  # day 72: women have 40 more, and no month has 32 days
        ("93174015502900077", []),  # seventeen digits
        ("1111111111111111", []),
        ("Hubungi 0812-3456-7890", [("phone", "08••••••••90")]),
        ("+62 812 3456 7890 atau (021) 5551234", [("phone", "62•••••••••90"), ("phone", "02••••••34")]),
        ("081234567890", [("phone", "08••••••••90")]),
        ("Nomor 08/2026 dan Rp081.000", []),
        ("surel siti.aminah@contoh.go.id;", [("email", "s••••@contoh.go.id")]),
        ("akun @contoh dan a@b", []),
        ("Anggaran 2026: Rp412.500.000", []),
    ],
)
def test_patterns(text: str, found: list[tuple[str, str]]) -> None:
    assert list(personal_in(text)) == found


@pytest.mark.parametrize(("text", "shown"), [("Budi Santoso", "Bu••••••"), ("Al", "Al"), ("", ""), ("Ani", "An•")])
def test_samples_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def kinds(content: bytes, extension: str) -> dict[str, str]:
    """Return kind → place of what was found."""
    return {str(told["kind"]): str(told["place"]) for told in scan(content, extension)}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("already under a black rectangle", {"covered_text": "hal. 1"}),
        ("white text", {"hidden_text": "hal. 1"}),
        ("invisible text", {"hidden_text": "hal. 1"}),
        ("sticky note", {"comment": "hal. 1"}),
        ("attachment", {"embedded_file": ""}),
        ("properties", {"author": "keterangan berkas"}),
        ("hidden layer", {"hidden_layer": "", "hidden_text": "hal. 1"}),
        ("earlier revision", {"earlier_revision": ""}),
        ("scan with hidden words", {}),
        ("plain text", {}),
        ("turned by 90", {}),
        ("link", {}),
        ("ligatures", {}),
    ],
)
def test_pdfs(name: str, wanted: dict[str, str]) -> None:
    assert kinds(CORPUS[name](SECRET).content, "pdf") == wanted


def test_pdf_says_page_and_how_often() -> None:
    made = pikepdf.new()
    page_of(made, text_at("Tidak ada"))
    page = page_of(made, text_at("NIK 3174015502900077") + text_at("3174015502900077", 100, 500))
    field = Dictionary(Type=Name("/Annot"), Subtype=Name("/Widget"), FT=Name("/Tx"), T="a", V="siti@contoh.id",
                       Rect=Array([10, 10, 50, 30]))  # fmt: skip
    page.Annots = Array([made.make_indirect(field)])
    made.Root.AcroForm = Dictionary(Fields=page.Annots)
    assert scan(saved(made), "pdf") == [
        {"kind": "nik", "place": "hal. 2", "sample": "3174••••••••••77", "count": 2},
        {"kind": "email", "place": "hal. 2", "sample": "s••••@contoh.id", "count": 1},
    ]


def test_black_annotation_above_text_is_found_too() -> None:
    made = pikepdf.new()
    page = page_of(made, text_at("Budi Santoso"))
    cover = made.make_stream(b"0 g 0 0 300 30 re f")
    cover.update(Dictionary(Type=Name("/XObject"), Subtype=Name("/Form"), BBox=Array([0, 0, 300, 30])))
    note = Dictionary(
        Type=Name("/Annot"), Subtype=Name("/Square"), Rect=Array([90, 690, 390, 720]), F=4, AP=Dictionary(N=cover)
    )
    page.Annots = Array([made.make_indirect(note)])
    assert [(told["kind"], told["sample"]) for told in scan(saved(made), "pdf")] == [
        ("covered_text", "Bu••"), ("covered_text", "Sa•••••"),
    ]  # fmt: skip


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Siti Aminah</dc:creator>'
    "<cp:lastModifiedBy>Budi</cp:lastModifiedBy></cp:coreProperties>"
)


def _docx(body: str, **more: str) -> bytes:
    entries = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", **more}
    return samples.archive({"[Content_Types].xml": "<Types/>", **entries})


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<w:p><w:r><w:t>NIK 31740155</w:t></w:r><w:r><w:t>02900077</w:t></w:r></w:p>", {"nik": ""}),
        ("<w:p><w:del><w:r><w:delText>Budi</w:delText></w:r></w:del></w:p>", {"tracked_changes": ""}),
        ("<w:p><w:ins><w:r><w:t>Budi</w:t></w:r></w:ins></w:p>", {"tracked_changes": ""}),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Budi</w:t></w:r></w:p>", {"hidden_text": ""}),
        ("<w:p><w:r><w:t>Biasa</w:t></w:r></w:p>", {}),
    ],
)
def test_word(body: str, wanted: dict[str, str]) -> None:
    assert kinds(_docx(body), "docx") == wanted


def test_word_beside_its_text() -> None:
    content = _docx(
        "<w:p/>",
        **{
            "docProps/core.xml": CORE,
            "word/comments.xml": f"<w:comments {W}><w:comment><w:p><w:r><w:t>Hapus ini</w:t></w:r></w:p></w:comment></w:comments>",
            "word/footer1.xml": f"<w:ftr {W}><w:p><w:r><w:t>0812-3456-7890</w:t></w:r></w:p></w:ftr>",
            "word/embeddings/a.bin": "x",
        },
    )
    assert kinds(content, "docx") == {"author": "keterangan berkas", "comment": "", "phone": "", "embedded_file": ""}


S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def test_workbook() -> None:
    content = samples.archive({
        "xl/workbook.xml": f'<workbook {S}><sheets><sheet name="Data" sheetId="1" r:id="r1"/>'
        '<sheet name="Gaji" sheetId="2" state="hidden" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {S}><si><t>siti@contoh.id</t></si></sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet {S}><cols><col min="3" max="3" hidden="1"/></cols><sheetData>'
        '<row r="4" hidden="1"><c r="A4"><v>12</v></c></row><row r="5"><c r="B5" t="s"><v>0</v></c></row></sheetData></worksheet>',
        "xl/worksheets/sheet2.xml": f'<worksheet {S}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>3174015502900077</t></is></c>'
        "</row></sheetData></worksheet>",
        "xl/threadedComments/threadedComment1.xml": "<a><text>Cek lagi</text></a>",
    })  # fmt: skip
    assert [(told["kind"], told["place"]) for told in scan(content, "xlsx")] == [
        ("comment", ""),
        ("hidden_rows", "lembar Data, kolom 3"),
        ("hidden_rows", "lembar Data, baris 4"),
        ("email", "lembar Data, sel B5"),
        ("hidden_sheet", "lembar Gaji"),
        ("nik", "lembar Gaji, sel A1"),
    ]


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style")
)


def test_open_document() -> None:
    content = samples.archive({
        "content.xml": f'<office:document-content {SPACES}><style:style style:family="table"><style:table-properties table:display="false"/>'
        '</style:style><table:table table:name="Gaji"><table:table-row table:visibility="collapse"/><text:p>3174015502900077</text:p>'
        "<office:annotation>Cek</office:annotation></table:table><text:tracked-changes>Budi</text:tracked-changes></office:document-content>",
        "meta.xml": "<meta><initial-creator>Siti</initial-creator></meta>",
    })  # fmt: skip
    assert kinds(content, "ods") == {
        "author": "keterangan berkas",
        "hidden_sheet": "",
        "hidden_rows": "lembar Gaji",
        "nik": "lembar Gaji",
        "comment": "lembar Gaji",
        "tracked_changes": "lembar Gaji",
    }


def test_table() -> None:
    assert kinds(b"nama,nik\nSiti,3174015502900077\n", "csv") == {"nik": "baris 2"}


def test_picture_with_its_place() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG", exif=exif)
    assert kinds(out.getvalue(), "jpg") == {"place_taken": ""}
    assert kinds(samples.picture("PNG"), "png") == {}


@pytest.mark.parametrize(("content", "extension"), [(b"", "pdf"), (b"PK", "docx"), (b"%PDF-1.7 rusak", "pdf")])
def test_what_cannot_be_read_is_told(content: bytes, extension: str) -> None:
    assert find_personal(content, extension) == [{"kind": "unreadable", "place": "", "sample": "", "count": 1}]


def test_search_through_its_confined_process() -> None:
    assert [told["kind"] for told in find_personal(b"a@contoh.id\n", "csv")] == ["email"]


def test_findings_are_bounded_and_hold_no_whole_value() -> None:
    rows = "\n".join(f"3174015502{number:06d}" for number in range(500)).encode()
    found = scan(rows, "csv")
    assert len(found) == 100
    assert all("3174015502" not in json.dumps(told) for told in found)
    assert {str(told["kind"]) for told in found} <= set(KINDS)


def test_entities_are_no_way_in() -> None:
    bomb: Any = samples.archive({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    with pytest.raises(ValueError, match="no plain XML"):
        scan(bomb, "docx")
