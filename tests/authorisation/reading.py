"""Reading an answer as a thief would: whatever text is in it, also inside ZIP, workbook and PDF."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable

import pypdfium2


def texts(content: bytes) -> str:
    """Return everything readable in a body: the bytes themselves, members of archives, text of PDF pages; in lower case."""
    return " ".join(_parts(content)).lower()


def _parts(content: bytes) -> Iterable[str]:
    yield content.decode("utf-8", errors="replace")
    if content[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from _parts(archive.read(name))
    elif content[:4] == b"%PDF":
        yield from _pages(content)
    elif content[:2] == b"\x1f\x8b":
        yield from _parts(gzip.decompress(content))


def _pages(content: bytes) -> Iterable[str]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        # The example's smallest files are no whole PDF; their bytes were read already.
        return
    for page in document:
        yield page.get_textpage().get_text_bounded()
    document.close()
