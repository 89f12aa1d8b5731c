"""States of a letter's signature (tanda tangan surat), its code, our limits, and what a comparison of files can say."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Final

from pendopo.kernel.people.rules import Limit
from pendopo.lib.text import gettext_noop as _

# An issued letter is UNSIGNED until somebody asks for a signature; a refused request is DECLINED and may be asked again.
UNSIGNED, WAITING, DECLINED, SIGNED, REPLACED, WITHDRAWN = (
    "unsigned",
    "waiting",
    "declined",
    "signed",
    "replaced",
    "withdrawn",
)
STATES: Final[Mapping[str, tuple[str, str]]] = {
    UNSIGNED: (_("Belum ditandatangani"), "neutral"),
    WAITING: (_("Menunggu tanda tangan"), "warn"),
    DECLINED: (_("Dikembalikan"), "error"),
    SIGNED: (_("Ditandatangani"), "ok"),
    REPLACED: (_("Diganti"), "neutral"),
    WITHDRAWN: (_("Dicabut"), "error"),
}
# From these a letter can be signed, by whichever way.
SIGNABLE: Final = frozenset({UNSIGNED, WAITING})
# A file that was signed may be taken for genuine only here.
IN_FORCE: Final = frozenset({SIGNED})
WITH_CODE: Final = frozenset({SIGNED, REPLACED, WITHDRAWN})

# How the signature came about: ink on paper and scanned, a file signed elsewhere, the service connected here.
WET, EXTERNAL, SERVICE = "wet", "external", "service"
METHODS: Final[Mapping[str, str]] = {
    WET: _("Tanda tangan basah, dipindai"),
    EXTERNAL: _("Tanda tangan elektronik, dibubuhkan di luar sistem ini"),
    SERVICE: _("Tanda tangan elektronik"),
}

# 128 bits in 26 letters and digits that survive being typed: the alphabet of RFC 4648, small.
CODE_BYTES: Final = 16
CODE_FORM: Final = re.compile(r"[a-z2-7]{26}")

# Each letter is set anew and signed, about half a second each: one press stays within a few seconds.
MOST_AT_ONCE: Final = 10
LETTERS_A_PAGE: Final = 25
REASON_MAX: Final = 200
NOTE_MAX: Final = 500

CHECKS_PER_ADDRESS: Final = Limit(20, 3600)
CHECKS_PER_LETTER: Final = Limit(300, 3600)
PASSWORDS_PER_USER: Final = Limit(5, 300)

# What comparing a file with the signed letter can say, each with its tone.
SAME, BEFORE_SIGNING, CHANGED_AFTER, ALTERED, OTHER_LETTER, DIFFERENT = (
    "same",
    "before_signing",
    "changed_after",
    "altered",
    "other_letter",
    "different",
)
VERDICTS: Final[Mapping[str, tuple[str, str, str]]] = {
    SAME: (
        "success",
        _("Sama"),
        _("Berkas ini sama persis dengan surat yang tersimpan pada instansi ini, bita demi bita."),
    ),
    BEFORE_SIGNING: (
        "warning",
        _("Versi sebelum ditandatangani"),
        _("Berkas ini surat yang sama sebelum ditandatangani. Mintalah versi yang sudah ditandatangani."),
    ),
    CHANGED_AFTER: (
        "error",
        _("Telah diubah sesudah ditandatangani"),
        _("Tanda tangan elektronik ada di dalam berkas, tetapi sesudahnya ada yang ditambahkan atau diubah."),
    ),
    ALTERED: (
        "error",
        _("Telah diubah"),
        _("Tanda tangan elektronik di dalam berkas tidak cocok lagi dengan isinya. Jangan memercayai isi berkas ini."),
    ),
    OTHER_LETTER: (
        "error",
        _("Bukan surat ini"),
        _("Berkas ini memuat tanda tangan elektronik, tetapi bukan surat dengan kode ini."),
    ),
    DIFFERENT: (
        "error",
        _("Berbeda, atau telah diubah"),
        _(
            "Berkas ini bukan salinan persis surat yang tersimpan. Hasil pindai dan foto cetakan memang selalu berbeda; "
            "bandingkan nomor, hal, dan tanggalnya, atau tanyakan kepada instansi ini."
        ),
    ),
}


def code_from(secret: bytes) -> str:
    """Return the code of a signed letter for `CODE_BYTES` random bytes.

    >>> code_from(bytes(16))
    'aaaaaaaaaaaaaaaaaaaaaaaaaa'
    """
    if len(secret) != CODE_BYTES:
        raise ValueError(f"A code is made of {CODE_BYTES} bytes.")
    return base64.b32encode(secret).decode().rstrip("=").lower()


def is_code(text: str) -> bool:
    """Return whether `text` has the form of a code; another form is not even looked up."""
    return CODE_FORM.fullmatch(text) is not None
