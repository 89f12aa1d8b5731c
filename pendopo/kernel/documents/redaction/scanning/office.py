"""What DOCX, XLSX, ODT and ODS tell beside what they show: hidden sheets, rows and words, comments, changes, names."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from pendopo.kernel.documents.redaction.scanning import patterns
from pendopo.kernel.documents.redaction.scanning.findings import Findings

_MOST_XML: Final = 60 * 1024 * 1024
_NAMES: Final = frozenset({"creator", "lastModifiedBy", "initial-creator", "manager", "Manager", "Company"})
_PROPERTIES: Final = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
_COMMENT_FILES: Final = re.compile(r"(?:^|/)(?:comments|threadedComments?)[^/]*(?:/[^/]+)?\.xml$")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def scan_office(content: bytes, extension: str, found: Findings) -> None:
    """Add what an office file holds; the caller's upload was parsed in full before it was stored."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        for name in _PROPERTIES:
            if name in names:
                _scan_properties(_xml(archive, name), found)
        for name in names:
            if _COMMENT_FILES.search(name):
                text = " ".join(_xml(archive, name).itertext())
                found.name(patterns.COMMENT, "", text)
                found.read(text, "komentar")
            if "/embeddings/" in name or name.startswith("ObjectReplacements/"):
                found.add(patterns.EMBEDDED, "")
        if extension == "xlsx":
            _scan_workbook(archive, names, found)
        elif extension == "docx":
            for name in names:
                if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", name):
                    _scan_word(_xml(archive, name), found)
        else:
            _scan_open_document(_xml(archive, "content.xml"), found)


def _xml(archive: zipfile.ZipFile, name: str) -> ET.Element:
    """Return a part of the file; raise ValueError for one that is too large or declares entities, which are bombs."""
    with archive.open(name) as part:
        text = part.read(_MOST_XML + 1)
    if len(text) > _MOST_XML or b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\x00" in text[:64]:
        raise ValueError(f"{name} is no plain XML.")
    return ET.fromstring(text)  # noqa: S314 - without document type and entities


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _attribute(element: ET.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")


def _scan_properties(root: ET.Element, found: Findings) -> None:
    for element in root.iter():
        if _local(element.tag) in _NAMES and element.text:
            found.name(patterns.NAME, "keterangan berkas", element.text)
        elif element.text:
            found.read(element.text, "keterangan berkas")


def _scan_workbook(archive: zipfile.ZipFile, names: list[str], found: Findings) -> None:
    shared = _shared_strings(archive, names)
    targets = {}
    if "xl/_rels/workbook.xml.rels" in names:
        for relation in _xml(archive, "xl/_rels/workbook.xml.rels"):
            targets[relation.get("Id", "")] = "xl/" + relation.get("Target", "").removeprefix("/xl/").lstrip("/")
    for sheet in _xml(archive, "xl/workbook.xml").iter():
        if _local(sheet.tag) != "sheet":
            continue
        title = sheet.get("name", "")
        if sheet.get("state", "visible") != "visible":
            found.add(patterns.HIDDEN_SHEET, f"lembar {title}")
        path = targets.get(_attribute(sheet, "id"), "")
        if path in names:
            _scan_sheet(_xml(archive, path), f"lembar {title}", shared, found)


def _shared_strings(archive: zipfile.ZipFile, names: list[str]) -> list[str]:
    if "xl/sharedStrings.xml" not in names:
        return []
    root = _xml(archive, "xl/sharedStrings.xml")
    return ["".join(part.text or "" for part in item.iter() if _local(part.tag) == "t") for item in root]


def _scan_sheet(root: ET.Element, place: str, shared: list[str], found: Findings) -> None:
    for element in root.iter():
        tag = _local(element.tag)
        hidden = element.get("hidden") in {"1", "true"}
        if tag == "row" and hidden:
            found.add(patterns.HIDDEN_ROWS, f"{place}, baris {element.get('r', '?')}")
        elif tag == "col" and hidden:
            found.add(patterns.HIDDEN_ROWS, f"{place}, kolom {element.get('min', '?')}")
        elif tag == "c":
            found.read(_cell_text(element, shared), f"{place}, sel {element.get('r', '?')}")


def _cell_text(cell: ET.Element, shared: list[str]) -> str:
    value = "".join(part.text or "" for part in cell.iter() if _local(part.tag) in {"v", "t"})
    if cell.get("t") == "s" and value.isdigit() and int(value) < len(shared):
        return shared[int(value)]
    return value


def _scan_word(root: ET.Element, found: Findings) -> None:
    for paragraph in root.iter(f"{_W}p"):
        found.read("".join(part.text or "" for part in paragraph.iter() if part.tag in {f"{_W}t", f"{_W}delText"}), "")
    for run in root.iter(f"{_W}r"):
        if run.find(f"{_W}rPr/{_W}vanish") is not None:
            found.name(patterns.HIDDEN_TEXT, "", "".join(part.text or "" for part in run.iter(f"{_W}t")))
    removed = "".join(part.text or "" for part in root.iter(f"{_W}delText"))
    if removed or next(root.iter(f"{_W}ins"), None) is not None:
        found.name(patterns.CHANGES, "", removed or "+")


def _scan_open_document(root: ET.Element, found: Findings) -> None:
    for place, element in _placed(root):
        tag = _local(element.tag)
        if tag in {"p", "h"}:
            found.read("".join(element.itertext()), place)
        elif tag == "annotation":
            found.name(patterns.COMMENT, place, " ".join(element.itertext()))
        elif tag == "tracked-changes":
            found.name(patterns.CHANGES, place, " ".join(element.itertext()) or "+")
        elif tag in {"table-row", "table-column"} and _attribute(element, "visibility") == "collapse":
            found.add(patterns.HIDDEN_ROWS, place)
        elif tag == "style" and _attribute(element, "family") == "table" and _is_hidden_style(element):
            found.add(patterns.HIDDEN_SHEET, "")


def _placed(root: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Yield every element with the table that it came after, which is a sheet in a spreadsheet."""
    place = ""
    for element in root.iter():
        if _local(element.tag) == "table":
            place = f"lembar {_attribute(element, 'name')}"
        yield place, element


def _is_hidden_style(style: ET.Element) -> bool:
    return any(_attribute(part, "display") == "false" for part in style)
