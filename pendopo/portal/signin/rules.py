"""Fixed words of signing in: reasons for a reset, names of factors, what a browser calls itself."""

from __future__ import annotations

import re
from typing import Final

from pendopo.lib.text import gettext_noop as _

# Why an admin takes a colleague's second step away; a choice, so that no person's story enters the audit trail.
RESET_REASONS: Final = {
    "lost": _("Ponsel atau kunci keamanan hilang"),
    "replaced": _("Perangkat diganti dan kode cadangan tidak ada"),
    "suspected": _("Diduga dipakai orang lain"),
    "handed_over": _("Jabatan berganti"),
}

FACTORS: Final = {
    "totp": _("Aplikasi pembuat kode"),
    "webauthn": _("Kunci sandi (passkey)"),
    "recovery_codes": _("Kode cadangan"),
    "provider": _("Dijamin SSO instansi"),
    "": _("Tanpa langkah kedua"),
}

PASSKEY_NAME_MAX: Final = 60
MOST_PASSKEYS: Final = 10

# What stands in a browser's self-description → what people call it; the first that fits.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_PRIVATE: Final = re.compile(r"(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:|fe80:|::1$)")


def device(user_agent: str) -> tuple[str, str]:
    """Return browser and system as people call them, empty where they are not known.

    >>> device("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    ('Firefox', 'Linux')
    """
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return browser, system


def is_private_network(address: str) -> bool:
    """Tell whether an address lies within an office's own network."""
    return _PRIVATE.match(address) is not None


def coarse(address: str) -> str:
    """Return the network an address lies in, as it is shown: the last part is not kept.

    >>> coarse("203.0.113.0")
    '203.0.113.x'
    """
    return address if ":" in address else f"{address.rpartition('.')[0]}.x"
