"""More hostile files: what runs, fetches, hides or blows up in ways that samples.py does not show; and double natures.

Everything is made here when it is needed, so that no virus scanner objects to the source.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from PIL import Image, PngImagePlugin

from pendopo.kernel.documents.tests import samples
from pendopo.kernel.documents.tests.quine import quine
from pendopo.kernel.documents.tests.samples import Hostile, archive, open_document, open_xml, pdf

Name, Dictionary, Array = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{LAUGHS}]><l>&l9;</l>'
XXE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><d>&f;</d>'


def hostile() -> Hostile:
    """Return label → (name, content, code of the refusal that is due)."""
    return {**_names(), **_pdfs(), **_pictures(), **_archives(), **_tables()}


def _names() -> Hostile:
    good = pdf()
    return {
        "name: parent folders": ("../../x.pdf", good, "name_path"),
        "name: absolute": ("/etc/cron.d/x.pdf", good, "name_path"),
        "name: Windows share": ("\\\\host\\x.pdf", good, "name_path"),
        "name: NUL": ("a\x00.pdf", good, "name_control"),
        "name: line feed": ("a\r\nX-Header: 1.pdf", good, "name_control"),
        "name: turned by RTL": ("gaji\u202efdp.exe.pdf", good, "name_direction"),
        "name: device of Windows": ("CON.pdf", good, "name_reserved"),
        "name: 300 characters": ("a" * 300 + ".pdf", good, "name_long"),
        "name: markup": ("<img src=x onerror=alert(1)>.pdf", good, "name_character"),
    }


def _page_opens(action: dict[str, object]) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        made.pages[0].AA = Dictionary(O=Dictionary(action))

    return change


def _chained(made: pikepdf.Pdf) -> None:
    site = Dictionary(S=Name("/URI"), URI="http://contoh.id")
    made.Root.OpenAction = Dictionary(S=Name("/Named"), N=Name("/NextPage"), Next=Array([site]))


def _xfa(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=made.make_stream(b"<xdp><script>app.alert(1)</script></xdp>"))


def _played(made: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name("/Annot"), Subtype=Name("/RichMedia"), Rect=[0, 0, 9, 9])
    made.pages[0].Annots = Array([made.make_indirect(note)])


def _disguised_script() -> bytes:
    """Return a PDF whose /JavaScript is written with an escaped letter."""
    made = pdf(samples._opening({"/S": Name("/JavaScript"), "/JS": "app.alert(1)"}))
    assert b"/JavaScript" in made
    return made.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS")


def _table_loop() -> bytes:
    """Return a PDF whose cross-reference table says that the one before it is itself."""
    body = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 3/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return body + table % (len(body), len(body))


def _page_tree_loop() -> bytes:
    made = pdf()
    return made.replace(b"/Kids [ 3 0 R ]", b"/Kids [ 2 0 R ]") if b"/Kids [ 3 0 R ]" in made else _kids_of_itself(made)


def _kids_of_itself(made: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(made)) as opened:
        pages = opened.Root.Pages
        pages.Kids = Array([pages])
        out = io.BytesIO()
        opened.save(out)
        return out.getvalue()


def _nested_arrays(depth: int) -> bytes:
    nest = b"[" * depth + b"]" * depth
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Deep " + nest + b">>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\n"
        b"endobj\ntrailer\n<</Size 4/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )


def _pdfs() -> Hostile:
    site = {"/S": Name("/URI"), "/URI": "http://contoh.id"}
    return {
        "pdf: a page opens a site": ("a.pdf", pdf(_page_opens(site)), "active_content"),
        "pdf: a page opens a file of a share": (
            "a.pdf",
            pdf(_page_opens({"/S": Name("/GoToR"), "/F": "\\\\host\\x", "/D": Array([0])})),
            "active_content",
        ),
        "pdf: opens a site at the end of a chain": ("a.pdf", pdf(_chained), "active_content"),
        "pdf: XFA form with a script": ("a.pdf", pdf(_xfa), "active_content"),
        "pdf: rich media": ("a.pdf", pdf(_played), "active_content"),
        "pdf: javascript in disguise": ("a.pdf", _disguised_script(), "active_content"),
        "pdf: table before itself": ("a.pdf", _table_loop(), "damaged"),
        "pdf: page tree in a circle": ("a.pdf", _page_tree_loop(), "damaged"),
        "pdf: 100,000 arrays in each other": ("a.pdf", _nested_arrays(100_000), "damaged"),
    }


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    middle = b"".join(chunk(*each) for each in chunks)
    rows = chunk(b"IDAT", zlib.compress(b"\x00\x01\x02\x03"))
    return b"\x89PNG\r\n\x1a\n" + head + middle + rows + chunk(b"IEND", b"")


def _pictures() -> Hostile:
    much = zlib.compress(bytes(100_000_000), 9)
    return {
        "png: text of 100 MB": ("a.png", _png((b"zTXt", b"k\x00\x00" + much)), "damaged"),
        "png: text of 100 MB (iTXt)": ("a.png", _png((b"iTXt", b"k\x00\x01\x00\x00\x00" + much)), "damaged"),
        "png: colours of 100 MB": ("a.png", _png((b"iCCP", b"k\x00\x00" + much)), "damaged"),
        "png: chunk longer than the file": (
            "a.png",
            _png()[:33] + struct.pack(">I", 0x7FFFFFFF) + b"tEXt" + _png()[33:],
            "damaged",
        ),
        "tiff as jpg": ("a.jpg", b"II*\x00" + b"\x00" * 600, "wrong_type"),
        "tiff": ("a.tiff", b"II*\x00" + b"\x00" * 600, "type_not_allowed"),
        "jpg: 65,500 × 65,500": ("a.jpg", _jpeg_that_claims(65_500, 65_500), "too_many_pixels"),
    }


def _jpeg_that_claims(width: int, height: int) -> bytes:
    made = bytearray(samples.picture("JPEG"))
    where = made.index(b"\xff\xc0")
    struct.pack_into(">HH", made, where + 5, height, width)
    return bytes(made)


def _recursive(levels: int) -> bytes:
    inner = archive({"a.txt": "x"})
    for _ in range(levels):
        inner = archive({"a.zip": inner})
    return open_xml(more={"word/media/a.dat": inner})


def _quine(main: str, name: str) -> bytes:
    shell = {"[Content_Types].xml": samples._types(main), "_rels/.rels": samples.RELATIONS, "word/document.xml": "<d/>"}
    made = quine(name, shell)
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        assert (opened.namelist()[-1], opened.read(name)) == (name, made)
    return made


def _overlapping(count: int) -> bytes:
    """Return a DOCX whose directory names the same megabyte again and again, each time as another part."""
    content = bytearray(open_xml(more={"word/big.xml": b" " * 1_000_000}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as opened:
        big = opened.getinfo("word/big.xml")
        start = opened.start_dir
    entries = content[start : content.rfind(b"PK\x05\x06")]
    where = entries.rfind(b"PK\x01\x02", 0, entries.rfind(b"word/big.xml"))
    one = bytes(entries[where : where + 46 + len(big.filename)])
    more = b"".join(one.replace(b"word/big.xml", f"word/{n:03d}.xml".encode()) for n in range(count))
    whole = bytes(entries) + more
    end = bytearray(content[content.rfind(b"PK\x05\x06") :])
    total = struct.unpack_from("<H", end, 10)[0] + count
    struct.pack_into("<HHI", end, 8, total, total, len(whole))
    return bytes(content[:start]) + whole + bytes(end)


def _archives() -> Hostile:
    wide = BILLION_LAUGHS.encode("utf-16")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    sheet = '<Types><Override PartName="/xl/macrosheets/s.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/></Types>'
    fetched = f'<d {XLINK}><draw:image xlink:href="file://host/x.png"/></d>'
    scripted = f'<d {XLINK}><l xlink:href="vnd.sun.star.script:x.py$f?language=Python"/></d>'
    return {
        "docx: reads a file of the reader": ("a.docx", open_xml(more={"word/comments.xml": XXE}), "unsafe_archive"),
        "xlsx: billion laughs": (
            "a.xlsx",
            open_xml(samples.XLSX_MAIN, more={"xl/sharedStrings.xml": BILLION_LAUGHS}),
            "unsafe_archive",
        ),
        "odt: billion laughs": ("a.odt", open_document(more={"styles.xml": BILLION_LAUGHS}), "unsafe_archive"),
        "docx: billion laughs in UTF-16": ("a.docx", open_xml(more={"word/b.xml": wide}), "unsafe_archive"),
        "docx: entities behind 256 KB": (
            "a.docx",
            open_xml(more={"word/b.xml": random.Random(1).randbytes(140_000).hex() + XXE}),
            "unsafe_archive",
        ),
        "docx: 20 archives in each other": ("a.docx", _recursive(20), "nested"),
        "docx: that unpacks to itself, for ever": ("a.docx", _quine(samples.DOCX_MAIN, "word/media/a.docx"), "nested"),
        "xlsx: whose table is itself, for ever": (
            "a.xlsx",
            _quine(samples.XLSX_MAIN, "xl/sharedStrings.xml"),
            "nested",
        ),
        "docx: zip that unpacks to itself": ("a.docx", quine("a.docx"), "nested"),
        "docx: itself inside": ("a.docx", open_xml(more={"word/media/a.dat": open_xml()}), "nested"),
        "docx: one megabyte 900 times": ("a.docx", _overlapping(900), "bomb"),
        "docx: packed object": ("a.docx", open_xml(more={"word/embeddings/o.bin": ole}), "nested"),
        "docx: starts a program (DDE)": (
            "a.docx",
            open_xml(more={"word/footer1.xml": "<w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>"}),
            "macro",
        ),
        "docx: ActiveX": ("a.docx", open_xml(more={"word/activeX/activeX1.xml": "<a/>"}), "macro"),
        "xlsx: macros of Excel 4": ("a.xlsx", archive({"[Content_Types].xml": sheet}), "macro"),
        "odt: script behind a link": ("a.odt", open_document(more={"styles.xml": scripted}), "macro"),
        "odt: picture of a share": ("a.odt", open_document(more={"styles.xml": fetched}), "outside_content"),
    }


def _tables() -> Hostile:
    return {
        "csv: UTF-16": ("a.csv", "nama,jumlah\r\n".encode("utf-16"), "wrong_type"),
        "csv: a cell of 200,000 signs": ("a.csv", b'"' + b"a" * 200_000 + b'"\n', "damaged"),
        "csv: a page of the web": ("a.csv", b"<!doctype html><script>alert(1)</script>", "wrong_type"),
    }


# label → (name, content, what must not be in what is kept)
def neutralised() -> dict[str, tuple[str, bytes, bytes]]:
    """Return files that pass, and lose on the way what was hostile in them; the last part is what must be gone."""
    photo = Image.new("RGB", (40, 30))
    exif = Image.Exif()
    exif.get_ifd(0x8825)[29] = "2026:08:03 rumah-saya"
    located, text = io.BytesIO(), PngImagePlugin.PngInfo()
    photo.save(located, "JPEG", exif=exif)
    text.add_text("Comment", "<script>alert(1)</script>")
    written = io.BytesIO()
    photo.save(written, "PNG", pnginfo=text)
    plain = samples.picture("JPEG")
    comment = b"*/=1;alert(1)/*"
    told = plain[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + plain[2:]
    return {
        "jpg: place where it was taken": ("foto.jpg", located.getvalue(), b"rumah-saya"),
        "jpg: script in a comment": ("foto.jpg", told, comment),
        "jpg: archive behind it": ("foto.jpg", plain + archive({"a.exe": "MZ"}), b"PK\x03\x04"),
        "png: page of the web in a comment": ("foto.png", written.getvalue(), b"<script>"),
    }


def double_natured() -> dict[str, tuple[str, bytes]]:
    """Return files that are good and something else too: kept as they are, and handed out so that nothing runs them."""
    return {
        "pdf: script behind the end": ("a.pdf", pdf() + b"\n/*<script>alert(1)</script>*/\n"),
        "csv: script in a cell": ("a.csv", b'nama\n"<script>alert(1)</script>"\n'),
        "csv: formula in a cell": ("a.csv", b"nama\n=cmd|' /C calc'!A0\n"),
    }
