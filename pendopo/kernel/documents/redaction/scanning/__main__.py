"""The confined process of a search: a file on the input, its findings as JSON on the output.

Arguments: memory limit, extension.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Final

from pendopo.kernel.documents.confined import limit_memory
from pendopo.kernel.documents.redaction.scanning import patterns
from pendopo.kernel.documents.redaction.scanning.findings import Findings

_GPS = 0x8825
# What `warm.py` reads beforehand.
READS_WITH: Final = (
    "pendopo.kernel.documents.redaction.scanning.office",
    "pendopo.kernel.documents.redaction.scanning.pdf",
)


def scan_picture(content: bytes, found: Findings) -> None:
    """Add the place where a picture was taken; files of the time before uploads were cleaned may still tell it."""
    from PIL import Image

    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
        if _GPS in picture.getexif():
            found.add(patterns.PLACE_TAKEN, "")


def scan_table(content: bytes, found: Findings) -> None:
    """Add what stands in a CSV file, row by row."""
    for number, row in enumerate(content.decode("utf-8-sig", "replace").splitlines(), start=1):
        found.read(row, f"baris {number}")


def scan(content: bytes, extension: str) -> list[dict[str, object]]:
    """Return all findings of a file; raise what its parser raises."""
    found = Findings()
    if extension == "pdf":
        from pendopo.kernel.documents.redaction.scanning.pdf import scan_pdf

        scan_pdf(content, found)
    elif extension in {"jpg", "jpeg", "png"}:
        scan_picture(content, found)
    elif extension == "csv":
        scan_table(content, found)
    else:
        from pendopo.kernel.documents.redaction.scanning.office import scan_office

        scan_office(content, extension, found)
    return found.told()


if __name__ == "__main__":  # pragma: no cover - measured through scan()
    limit_memory(int(sys.argv[1]))
    sys.stdout.buffer.write(json.dumps(scan(sys.stdin.buffer.read(), sys.argv[2])).encode())
