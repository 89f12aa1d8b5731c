"""Files for the tests: good ones of every kind, and a set of hostile ones."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pikepdf
from PIL import Image

DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DOCM_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, **save: object) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **save)
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind)
    return out.getvalue()


def png_header_only(width: int, height: int) -> bytes:
    """Return a PNG that announces many pixels and holds next to none: a bomb for whoever decodes it."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(entries: Mapping[str | zipfile.ZipInfo, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in entries.items():
            zipped.writestr(name, content)
    return out.getvalue()


def _types(main: str) -> str:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


def open_xml(main: str = DOCX_MAIN, more: Mapping[str | zipfile.ZipInfo, bytes | str] | None = None) -> bytes:
    return archive(
        {
            "[Content_Types].xml": _types(main),
            "_rels/.rels": RELATIONS,
            "word/document.xml": "<document>Isi surat yang biasa saja.</document>",
            **(more or {}),
        }
    )


MANIFEST = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">%s</manifest>'


def open_document(kind: str = "text", *, manifest: str = "", more: Mapping[str, bytes | str] | None = None) -> bytes:
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": MANIFEST % manifest,
            "content.xml": "<content>Isi yang biasa saja.</content>",
            **(more or {}),
        }
    )


def relations(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )


def good() -> dict[str, bytes]:
    """Return one harmless file of every kind on the allow-list, by name."""
    hyperlink = relations("hyperlink", "https://contoh.id")
    return {
        "Permohonan Siti – KTP.pdf": pdf(),
        "huruf bernama EF.pdf": pdf(_font_called_ef),
        "tersimpan rapat.PDF": pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "foto ktp.jpg": picture("JPEG"),
        "foto.jpeg": picture("JPEG"),
        "pindai.png": picture("PNG"),
        "surat.docx": open_xml(more={"word/_rels/document.xml.rels": hyperlink}),
        "anggaran.xlsx": open_xml(XLSX_MAIN),
        "surat.odt": open_document(),
        "tabel.ods": open_document("spreadsheet"),
        "tabel.csv": '\ufeffnama,jumlah\r\n"Siti, A",12\r\n'.encode(),
        # As spreadsheet programs write it where a comma is the decimal sign.
        "titik-koma.csv": b'"nama";"jumlah"\r\n"Siti, A";"12,5"\r\n',
    }


def _opening(action: dict[str, object]) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = pikepdf.Dictionary(action)

    return change


def _javascript_name(made: pikepdf.Pdf) -> None:
    script = made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)"))
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", script])))


def _launching_note(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name("/Launch"), F="cmd.exe")
    note = pikepdf.Dictionary(Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/Link"), Rect=[0, 0, 9, 9], A=action)
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])


def _attached(made: pikepdf.Pdf) -> None:
    made.attachments["a.exe"] = b"MZ program"


def _file_pinned_to_a_page(made: pikepdf.Pdf) -> None:
    carried = pikepdf.Dictionary(EF=pikepdf.Dictionary(F=made.make_stream(b"MZ program")))
    note = pikepdf.Dictionary(Subtype=pikepdf.Name("/FileAttachment"), Rect=[0, 0, 9, 9], FS=carried)
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])


def _truncated(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _object_stream_bomb() -> bytes:
    """Return a PDF whose one object stream unpacks to 1 GB out of 1 MB."""
    # The same compressed million again and again, and the checksum of it all by its formula: a quick giant.
    packer, times, size = zlib.compressobj(9, wbits=-15), 1_000, 1_000_000
    blank = 32
    million = packer.compress(bytes([blank]) * size) + packer.flush(zlib.Z_FULL_FLUSH)
    total = times * size
    checksum = ((total + blank * total * (total + 1) // 2) % 65_521 << 16) | (1 + blank * total) % 65_521
    packed = b"\x78\xda" + million * times + packer.flush() + checksum.to_bytes(4, "big")
    head = b"%PDF-1.7\n"
    first = b"1 0 obj\n<</Type/Catalog/Pages 3 0 R>>\nendobj\n"
    stream = (
        b"2 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\n"
    )
    body = head + first + stream
    rows = struct.pack(">BIB", 0, 0, 255) + struct.pack(">BIB", 1, len(head), 0)
    rows += struct.pack(">BIB", 1, len(head + first), 0) + struct.pack(">BIB", 2, 2, 0)
    rows += struct.pack(">BIB", 1, len(body), 0)
    table = b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>\nstream\n" % len(rows)
    return body + table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def _symlink() -> zipfile.ZipInfo:
    link = zipfile.ZipInfo("word/link.xml")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    return link


def _nul_entry() -> bytes:
    content = open_xml(more={"word/aXb.xml": "x"})
    return content.replace(b"word/aXb.xml", b"word/a\x00b.xml")


def _lying_size() -> bytes:
    """Return a DOCX in which one entry unpacks to more than it announces."""
    content = bytearray(open_xml(more={"word/big.xml": b"a" * 5000}))
    where = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/big.xml"))
    struct.pack_into("<I", content, where + 24, 10)
    return bytes(content)


def _short_entry() -> bytes:
    """Return a DOCX in which one entry unpacks to less than it announces."""
    content = bytearray(open_xml(more={"word/big.xml": b"a" * 5000}))
    where = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/big.xml"))
    struct.pack_into("<I", content, where + 24, 6000)
    return bytes(content)


def _pages(count: int) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        del made.pages[0]
        for _ in range(count):
            made.add_blank_page()

    return change


def _deep(made: pikepdf.Pdf) -> None:
    nest: object = 1
    for _ in range(150):
        nest = pikepdf.Array([nest])
    made.Root.Deep = nest


def _font_called_ef(made: pikepdf.Pdf) -> None:
    fonts = pikepdf.Dictionary(EF=pikepdf.Dictionary(Type=pikepdf.Name("/Font")), JS=pikepdf.Dictionary())
    made.pages[0].Resources = pikepdf.Dictionary(Font=fonts)


def _encrypted_entry() -> bytes:
    content = bytearray(open_xml())
    where = content.find(b"PK\x01\x02")
    content[where + 8] |= 1
    return bytes(content)


# label → (name, content, code of the refusal that is due)
Hostile = dict[str, tuple[str, bytes, str]]


def _pretended() -> Hostile:
    """Return files that are not what their name says, or too little or too much."""
    return {
        "empty": ("kosong.pdf", b"", "empty"),
        "20 MB": ("besar.pdf", pdf() + b"\x00" * 20_000_000, "too_large"),
        "program as pdf": ("laporan.pdf", b"MZ\x90\x00" + b"\x00" * 600, "wrong_type"),
        "linux program as jpg": ("foto.jpg", b"\x7fELF" + b"\x00" * 600, "wrong_type"),
        "script as csv": ("data.csv", b"#!/bin/sh\nrm -rf /\n", "wrong_type"),
        "html as pdf": ("laporan.pdf", b"<!doctype html><script>alert(1)</script>", "wrong_type"),
        "svg as png": ("gambar.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "wrong_type"),
        "svg": ("gambar.svg", b"<svg/>", "type_not_allowed"),
        "program": ("setup.exe", b"MZ", "type_not_allowed"),
        "double extension": ("foto.jpg.exe", b"MZ", "type_not_allowed"),
        "no extension": ("laporan", pdf(), "type_not_allowed"),
        "gif as jpg": ("foto.jpg", b"GIF89a/*" + b"\x00" * 99, "wrong_type"),
        "png as jpg": ("foto.jpg", picture("PNG"), "wrong_type"),
        "junk before pdf": ("a.pdf", b"<script>1</script>" + pdf(), "wrong_type"),
    }


def _hostile_pdfs() -> Hostile:
    """Return PDF files that run, carry, hide or break something."""
    encryption = pikepdf.Encryption(user="rahasia", owner="rahasia")
    owner_only = pikepdf.Encryption(user="", owner="rahasia")
    script = {"/S": pikepdf.Name("/JavaScript"), "/JS": "app.alert(1)"}
    packed = pikepdf.ObjectStreamMode.generate
    return {
        "pdf: javascript at opening": ("a.pdf", pdf(_opening(script)), "active_content"),
        "pdf: javascript in object stream": (
            "a.pdf",
            pdf(_opening(script), object_stream_mode=packed),
            "active_content",
        ),
        "pdf: javascript by name": ("a.pdf", pdf(_javascript_name), "active_content"),
        "pdf: launch": ("a.pdf", pdf(_launching_note), "active_content"),
        "pdf: opens a site": (
            "a.pdf",
            pdf(_opening({"/S": pikepdf.Name("/URI"), "/URI": "http://contoh.id"})),
            "active_content",
        ),
        "pdf: attachment": ("a.pdf", pdf(_attached), "embedded_file"),
        "pdf: file pinned to a page": ("a.pdf", pdf(_file_pinned_to_a_page), "embedded_file"),
        "pdf: locked": ("a.pdf", pdf(encryption=encryption), "encrypted"),
        "pdf: locked for the owner": ("a.pdf", pdf(encryption=owner_only), "encrypted"),
        "pdf: truncated": ("a.pdf", _truncated(pdf()), "damaged"),
        "pdf: only its head": ("a.pdf", b"%PDF-1.7\nbukan pdf\n%%EOF\n", "damaged"),
        "pdf: object stream bomb": ("a.pdf", _object_stream_bomb(), "damaged"),
        "pdf: no page": ("a.pdf", pdf(_pages(0)), "damaged"),
        "pdf: 2,001 pages": ("a.pdf", pdf(_pages(2_001)), "bomb"),
        "pdf: 150 levels deep": ("a.pdf", pdf(_deep), "damaged"),
    }


def _hostile_pictures() -> Hostile:
    """Return broken, huge and double pictures."""
    return {
        "jpg: truncated": ("a.jpg", picture("JPEG", (400, 300))[:-4000], "damaged"),
        "jpg: only its head": ("a.jpg", b"\xff\xd8\xff" + b"bukan gambar" * 60, "damaged"),
        "png: truncated": ("a.png", picture("PNG", (400, 300))[:-4000], "damaged"),
        "png: 40,000 × 40,000": ("a.png", png_header_only(40_000, 40_000), "too_many_pixels"),
        "png: 25.01 megapixels": ("a.png", png_header_only(5_001, 5_001), "too_many_pixels"),
        "png: archive behind it": ("a.png", picture("PNG") + archive({"a": "b"}), "trailing_content"),
    }


def _hostile_archives() -> Hostile:
    """Return office files whose archive is a trick."""
    doc = open_xml()
    many = {f"word/{number}.xml": "x" for number in range(2001)}
    return {
        "docx: truncated": ("a.docx", doc[:-30], "damaged"),
        "docx: locked (OLE)": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "encrypted"),
        "docx: encrypted entry": ("a.docx", _encrypted_entry(), "encrypted"),
        "docx: plain zip": ("a.docx", archive({"a.txt": "halo"}), "wrong_type"),
        "docx: is an xlsx": ("a.docx", open_xml(XLSX_MAIN), "wrong_type"),
        "docx: macro file renamed": ("a.docx", open_xml(DOCM_MAIN), "macro"),
        "docx: macros": ("a.docx", open_xml(more={"word/vbaProject.bin": b"x"}), "macro"),
        "docx: zip bomb": ("a.docx", open_xml(more={"word/media/a.bin": b"\x00" * 30_000_000}), "bomb"),
        "docx: 2,001 entries and more": ("a.docx", open_xml(more=many), "bomb"),
        "docx: nested zip": ("a.docx", open_xml(more={"word/media/a.bin": archive({"a": "b"})}), "nested"),
        "docx: nested document": ("a.docx", open_xml(more={"word/embeddings/b.xlsx": "x"}), "nested"),
        "docx: program inside": ("a.docx", open_xml(more={"word/media/a.png": b"MZ\x90"}), "nested"),
        "docx: parent path": ("a.docx", open_xml(more={"../../etc/cron.d/x": "x"}), "unsafe_archive"),
        "docx: absolute path": ("a.docx", open_xml(more={"/etc/passwd": "x"}), "unsafe_archive"),
        "docx: symlink": ("a.docx", open_xml(more={_symlink(): "/etc/passwd"}), "unsafe_archive"),
        "docx: NUL in a path": ("a.docx", _nul_entry(), "unsafe_archive"),
        "docx: same name twice": ("a.docx", open_xml(more={"WORD/DOCUMENT.XML": "x"}), "unsafe_archive"),
        "docx: script before it": ("a.docx", doc[:4] + b"x" + doc[4:], "damaged"),
        "docx: page behind it": ("a.docx", doc + b"<script>1</script>", "unsafe_archive"),
        "docx: lying size": ("a.docx", _lying_size(), "damaged"),
        "docx: short entry": ("a.docx", _short_entry(), "damaged"),
        "docx: endless list of parts": (
            "a.docx",
            archive({"[Content_Types].xml": random.Random(1).randbytes(3_000_000).hex()}),
            "bomb",
        ),
        "docx: entities": (
            "a.docx",
            archive({"[Content_Types].xml": '<!DOCTYPE a [<!ENTITY b "c">]><Types>&b;</Types>'}),
            "unsafe_archive",
        ),
        "docx: remote template": (
            "a.docx",
            open_xml(more={"word/_rels/settings.xml.rels": relations("attachedTemplate", "http://contoh.id/a.dotm")}),
            "outside_content",
        ),
        "odt: is an ods": ("a.odt", open_document("spreadsheet"), "wrong_type"),
        "odt: locked": ("a.odt", open_document(manifest="<encryption-data/>"), "encrypted"),
        "odt: macros": ("a.odt", open_document(more={"Basic/script-lc.xml": "<a/>"}), "macro"),
        "odt: without content": (
            "a.odt",
            archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
            "wrong_type",
        ),
    }


def _hostile_tables() -> Hostile:
    """Return CSV files that are none."""
    return {
        "csv: open quote": ("a.csv", b'nama,"alamat\n', "damaged"),
        "csv: bytes": ("a.csv", b"nama\xff\xfe,1\n", "wrong_type"),
        "csv: NUL": ("a.csv", b"nama\x00,1\n", "wrong_type"),
    }


def hostile() -> Hostile:
    """Return the whole set."""
    return {**_pretended(), **_hostile_pdfs(), **_hostile_pictures(), **_hostile_archives(), **_hostile_tables()}
