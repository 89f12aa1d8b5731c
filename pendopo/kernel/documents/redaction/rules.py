"""What a black box is (penghitaman), how large a file may be to be redacted, and the sentences that say no.

A box is measured in per cent of the page as people see it: turned, cropped, its upper left corner at (0, 0).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pendopo.kernel.documents.rules import MAX_NAME_LENGTH, FileRefused
from pendopo.lib.text import gettext_noop

MAX_PAGES: Final = 100
MAX_BOXES: Final = 500
# One search may blacken this many places; a word that stands more often is no secret.
MAX_FOUND: Final = 300
SHORTEST_SEARCH: Final = 3
LONGEST_REASON: Final = 120
SMALLEST_SIDE: Final = Decimal("0.2")
HUNDRED: Final = Decimal(100)

# Dots per inch of the copy, and the quality of its pictures; the first pair whose file is small enough is taken.
LEVELS: Final = ((200, 85), (150, 80), (150, 55))
LOWEST_DPI: Final = 72
MOST_PIXELS: Final = 40_000_000
# No picture format of a PDF takes a longer side.
MOST_SIDE: Final = 30_000
# A page smaller than a postage stamp is enlarged, so that boxes and mark can be seen.
SMALLEST_SIDE_PIXELS: Final = 200

REDACTABLE: Final = frozenset({"pdf", "jpg", "jpeg", "png"})
OTHER_REASON: Final = "other"

TOO_LONG = gettext_noop(
    "Berkas ini lebih dari %(max)s halaman. Bagi menjadi beberapa PDF, lalu hitamkan tiap bagiannya."
)
PAGE_TOO_LARGE = gettext_noop(
    "Halaman %(page)s terlalu besar untuk dijadikan gambar. Cetak ulang pada kertas A0 atau lebih kecil."
)
UNREADABLE = gettext_noop(
    "Halaman berkas ini tidak dapat digambar karena rusak atau terlalu rumit. "
    "Cetak ulang sebagai PDF biasa, unggah, lalu hitamkan."
)
NOT_A_PAGE = gettext_noop("Halaman %(page)s tidak ada dalam berkas ini.")
COPY_TOO_LARGE = gettext_noop(
    "Salinannya lebih besar dari %(max)s MB. Bagi berkas ini menjadi beberapa PDF, lalu hitamkan tiap bagiannya."
)
NOT_PROVEN = gettext_noop(
    "Salinan tidak disimpan: pemeriksaan ulang tidak dapat memastikan bahwa semua bagian benar-benar hilang "
    "(%(what)s). Berkas asli tidak berubah. Hubungi admin dan sebutkan keterangan ini."
)
NOT_REDACTABLE = gettext_noop(
    "Hanya PDF, JPG, dan PNG yang dapat dihitamkan di sini. Simpan berkas ini sebagai PDF di aplikasi asalnya, "
    "unggah PDF itu, lalu hitamkan."
)
NO_BOXES = gettext_noop("Belum ada kotak. Gambar kotak pada bagian yang dikecualikan dahulu.")
TOO_MANY_BOXES = gettext_noop("Paling banyak %(max)s kotak dalam satu berkas. Gabungkan kotak, atau bagi berkasnya.")
FOUND_TOO_OFTEN = gettext_noop(
    "Tulisan itu ada di lebih dari %(max)s tempat. Cari tulisan yang lebih khusus, atau gambar kotaknya."
)
NAME_TELLS = gettext_noop("Nama berkas memuat kata yang dihitamkan (%(word)s). Beri nama lain.")
STALE_PREVIEW = gettext_noop(
    "Kotak diubah setelah pratinjau ini dibuka. Periksa pratinjau terbaru, lalu tekan sekali lagi bila sudah benar."
)


@dataclass(frozen=True, slots=True)
class Box:
    """A black box (kotak): its page from 1, its place in per cent of that page, its number and its reason."""

    page: int
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    number: int = 0
    reason: str = ""

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom (inclusive) on a picture of the page, one pixel wider on every side."""
        left = math.floor(self.x * width / HUNDRED) - 1
        top = math.floor(self.y * height / HUNDRED) - 1
        right = math.ceil((self.x + self.width) * width / HUNDRED)
        bottom = math.ceil((self.y + self.height) * height / HUNDRED)
        return max(left, 0), max(top, 0), min(right, width - 1), min(bottom, height - 1)

    def as_json(self) -> dict[str, object]:
        """Return the box as plain JSON."""
        place = {name: str(getattr(self, name)) for name in ("x", "y", "width", "height")}
        return {"page": self.page, **place, "number": self.number, "reason": self.reason}

    @classmethod
    def from_json(cls, told: Mapping[str, object]) -> Box:
        """Return the box that `as_json` wrote down."""
        place = {name: Decimal(str(told[name])) for name in ("x", "y", "width", "height")}
        return cls(page=int(str(told["page"])), **place, number=int(str(told["number"])), reason=str(told["reason"]))


def within_page(x: Decimal, y: Decimal, width: Decimal, height: Decimal) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Return the box cut to the page; a box drawn beyond the edge ends at the edge.

    >>> within_page(Decimal(-5), Decimal(95), Decimal(20), Decimal(20))
    (Decimal('0'), Decimal('95'), Decimal('15'), Decimal('5'))
    """
    zero = Decimal(0)
    left, top = max(x, zero), max(y, zero)
    return left, top, max(min(x + width, HUNDRED) - left, zero), max(min(y + height, HUNDRED) - top, zero)


def is_visible_box(width: Decimal, height: Decimal) -> bool:
    """Say whether a box is large enough to have been meant."""
    return width >= SMALLEST_SIDE and height >= SMALLEST_SIDE


def folded(text: str) -> str:
    """Return `text` as it is compared: ligatures opened, case and blanks of no meaning."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).casefold().strip()


def words_of(text: str) -> set[str]:
    """Return the words of `text` that are telling enough to be looked for: three letters or digits and more."""
    return {
        word for word in re.findall(r"[\w@.+-]+", folded(text)) if len(re.sub(r"\W|_", "", word)) >= SHORTEST_SEARCH
    }


def copy_name(name: str) -> str:
    """Return the suggested name of the copy of a file.

    >>> copy_name("daftar gaji.jpg")
    'daftar gaji (dihitamkan).pdf'
    """
    stem = name.rpartition(".")[0] or name
    ending = " (dihitamkan).pdf"
    return stem[: MAX_NAME_LENGTH - len(ending)].rstrip(" .") + ending


def check_copy_name(name: str, secrets: Iterable[str]) -> None:
    """Raise FileRefused `name_tells` when the copy's name holds a word that stands under a box."""
    stem = name.rpartition(".")[0]
    told = sorted(words_of(stem.replace("_", " ").replace("-", " ")) & set(secrets))
    if told:
        raise FileRefused("name_tells", NAME_TELLS, {"word": told[0]})


def scale_for(width: float, height: float, dpi: int, page: int) -> float:
    """Return pixels per point for a page of that size in points.

    Large pages get fewer dots, never less than 72 per inch. Raises FileRefused `page_too_large`.
    """
    area = max(width * height, 1.0)
    scale = min(dpi / 72, math.sqrt(MOST_PIXELS / area))
    if scale < LOWEST_DPI / 72 or max(width, height) * scale > MOST_SIDE:
        raise FileRefused("page_too_large", PAGE_TOO_LARGE, {"page": str(page)})
    return max(scale, SMALLEST_SIDE_PIXELS / max(width, height, 1.0))
