"""Where and with what a picture was taken (EXIF, GPS, XMP, comments) is left out; the picture itself stays bit by bit.

Telephones write the place into every photograph; whoever publishes it as an answer, or hands in their identity card,
means to give the picture alone. Nothing is decoded and compressed anew: segments and chunks are copied or left out.
Colour profile and orientation stay, because the picture would look wrong without them. The caller has parsed the
picture in full already.
"""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from typing import Final

from PIL import Image

from pendopo.kernel.documents.inspection.picture import FORMATS

_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = 1

# JPEG (ITU-T T.81, table B.1): markers that stand alone, the end, the scan, and the applications' segments.
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_END: Final = 0xD9
_SCAN: Final = 0xDA
_JFIF: Final = 0xE0
_COMMENT: Final = 0xFE
_APPLICATIONS: Final = range(0xE0, 0xF0)
# Segments of applications without which colours are wrong, by how they begin.
_COLOURS: Final = {0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_MARKER: Final = re.compile(rb"\xff+([^\x00\xff])")
_AFTER_SCAN: Final = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")

# PNG (third edition): every critical chunk, those that say how to show the picture, and those of a moving one.
_PNG_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI acTL fcTL fdAT".split()
)
_PNG_BEGIN: Final = b"\x89PNG\r\n\x1a\n"


def without_metadata(content: bytes, media_type: str) -> bytes:
    """Return the picture without what it tells beside itself; the same bytes when it tells nothing.

    Of several pictures in one JPEG file (telephones add previews) only the first is kept.
    """
    orientation = _orientation(content, media_type)
    if media_type == "image/png":
        return _png(content, orientation)
    return _jpeg(content, orientation)


def _orientation(content: bytes, media_type: str) -> int:
    """Return how the picture is to be turned, 1 to 8 (EXIF 2.3, tag 0x0112); 1 when that is not told legibly."""
    with Image.open(BytesIO(content), formats=FORMATS[media_type]) as picture:
        found = picture.getexif().get(_ORIENTATION, _UPRIGHT)
    return found if isinstance(found, int) and 1 <= found <= 8 else _UPRIGHT


def _exif(orientation: int) -> bytes:
    """Return an EXIF block (TIFF, big-endian) that holds the orientation and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


def _jpeg(content: bytes, orientation: int) -> bytes:
    head, kept = [b"\xff\xd8"], []
    place = 2
    while (marker := _MARKER.search(content, place)) and marker[1][0] != _END:
        code, place = marker[1][0], marker.end()
        if code in _ALONE:
            continue
        after = place + int.from_bytes(content[place : place + 2], "big")
        segment = b"\xff" + marker[1] + content[place:after]
        place = after
        if code == _JFIF and segment[4:9] == b"JFIF\x00":
            # Bytes 16 and 17 announce a preview; cut off with it.
            head.append(b"\xff\xe0\x00\x10" + segment[4:16] + b"\x00\x00")
        elif _stays(code, segment):
            kept.append(segment)
        if code == _SCAN:
            end = _AFTER_SCAN.search(content, place)
            place = end.start() if end else len(content)
            kept.append(content[after:place])
    if orientation != _UPRIGHT:
        block = b"Exif\x00\x00" + _exif(orientation)
        head.append(b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block)
    return b"".join([*head, *kept, b"\xff\xd9"])


def _stays(code: int, segment: bytes) -> bool:
    if code in _APPLICATIONS:
        return code in _COLOURS and segment[4:].startswith(_COLOURS[code])
    return code != _COMMENT


def _png(content: bytes, orientation: int) -> bytes:
    kept = [_PNG_BEGIN]
    place, name = len(_PNG_BEGIN), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, place)
        after = place + 12 + length
        if name in _PNG_KEPT:
            kept.append(content[place:after])
        if name == b"IHDR" and orientation != _UPRIGHT:
            chunk = b"eXIf" + _exif(orientation)
            kept.append(struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)))
        place = after
    return b"".join(kept)
