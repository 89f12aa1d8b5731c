"""Full parse of a photograph or scan: the right format, not too many pixels, whole to the last row."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final

from PIL import Image

from pendopo.kernel.documents.rules import MAX_PIXELS, FileRefused, Kind
from pendopo.lib.text import gettext_noop

# Phones write JPEG with a second picture inside; Pillow opens it as JPEG and calls it MPO afterwards.
FORMATS: Final = {"image/jpeg": ("JPEG",), "image/png": ("PNG",)}
_PNG_END: Final = b"IEND\xaeB`\x82"

_DAMAGED = gettext_noop("Gambar ini rusak atau terpotong. Buka di perangkat Anda, simpan ulang, lalu unggah lagi.")
_TOO_MANY_PIXELS = gettext_noop(
    "Gambar ini lebih besar dari %(max)s megapiksel. Perkecil ukurannya atau pindai pada 200–300 dpi, lalu unggah lagi."
)
_TRAILING = gettext_noop(
    "Gambar ini membawa isi lain di belakangnya. Buka gambar, simpan ulang sebagai PNG, lalu unggah lagi."
)


def check_picture(content: bytes, kind: Kind) -> None:
    """Raise FileRefused `damaged`, `too_many_pixels` or `trailing_content`; None when all is well."""
    if kind.media_type == "image/png" and not content.rstrip(b"\x00\r\n").endswith(_PNG_END):
        code, sentence = ("trailing_content", _TRAILING) if _PNG_END in content else ("damaged", _DAMAGED)
        raise FileRefused(code, sentence)
    formats = FORMATS[kind.media_type]
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures; the limit below is lower and ours.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=formats) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    raise FileRefused("too_many_pixels", _TOO_MANY_PIXELS, {"max": str(MAX_PIXELS // 1_000_000)})
                picture.verify()
            with Image.open(BytesIO(content), formats=formats) as picture:
                picture.load()
    except Image.DecompressionBombError as bomb:
        raise FileRefused("too_many_pixels", _TOO_MANY_PIXELS, {"max": str(MAX_PIXELS // 1_000_000)}) from bomb
    except (OSError, SyntaxError, ValueError, EOFError) as broken:
        raise FileRefused("damaged", _DAMAGED) from broken
