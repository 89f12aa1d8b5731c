"""What a validator of PDF/A that is not ours (of pikepdf, by the rules of veraPDF) has against a file."""

from __future__ import annotations

import io
import re
from typing import Final

# It judges level B, of which level A is the stricter one; and it knows no extension schema, by which a file's description
# may claim PDF/UA and a number of pages (ISO 19005-2, 6.6.2.3.3).
_OTHER_LEVEL: Final = "ISO_19005_2:6.6.4-3 pdfaid:conformance is 'A', expected 'B'"
_EXTENSION: Final = re.compile(
    r"ISO_19005_2:6\.6\.2\.3\.1-1 XMP (namespace|property) "
    r"(pdfaExtension|pdfaSchema|pdfaProperty|pdfuaid:part|\w+=http://ns\.adobe\.com/xap/1\.0/t/pg/|\w+:NPages).* is not permitted"
)
# It approves only what it knows, and says so: a history inside the description, fonts with a matrix of their own, items of
# the outline that point into the structure, and the form and permissions in which a signature stands (6.4.3 allows them).
_UNKNOWN: Final = frozenset(
    {
        "ISO_19005_2:6.6.2.3.1-2",
        "pikepdf:font-program",
        "pikepdf:schema-OutlineItem",
        "pikepdf:schema-Catalog",
    }
)


def against_archiving(pdf: bytes) -> set[str]:
    """Return what speaks against the file being PDF/A-2: rule and finding; empty for one that may be archived."""
    from pikepdf.pdfa import validate_written

    return {
        told
        for found in validate_written(io.BytesIO(pdf), "2b").findings
        if (told := f"{found.rule} {found.message}") != _OTHER_LEVEL
        and not _EXTENSION.fullmatch(told)
        and found.rule not in _UNKNOWN
    }
