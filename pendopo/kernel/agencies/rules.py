"""Choices of an agency that the law leaves open; `questions.py` tells them in words, each with its default first."""

from __future__ import annotations

from typing import Final

WEEKS: Final = (5, 6)
TIMEZONES: Final = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

# A5: receipt after hours or on a rest day counts on its own date, or on the next working day.
RECEIPT_POLICIES: Final = ("as_is", "next_working_day")
# A10: joint leave (cuti bersama) is no working day for bodies of civil servants.
CALENDAR_SCOPES: Final = ("full", "national")
# A1: from which event a notice is called late; both dates are always computed.
NOTICE_BASES: Final = ("complete", "receipt")
# A2: a check that nobody made counts as made, or waits for somebody; a repair that did not come ends the request, or waits.
MISSED_CHECKS: Final = ("complete", "wait")
MISSED_REPAIRS: Final = ("close", "wait")
# When the requester gets a letter: as it is issued, or only with a signature under it (ADR 0011).
LETTER_RELEASES: Final = ("issued", "signed")

DEFAULT_COLOURS: Final = ("#0a489f", "#083575", "#eff5fd")

DEFAULT_NUMBER_TEMPLATE: Final = "{code}-{year}-{seq:06d}"

# First words of addresses that belong to the installation; no agency may be called so. A test holds them against the
# list of addresses.
_RESERVED: Final = """
admin akses aksesibilitas akun api bahasa bantuan berkas cari demo docs en galat healthz id instansi
kalkulator-tenggat katalog keluar lupa-sandi masuk media meja metrics pola privasi readyz sandi static tema tentang verifikasi
"""
RESERVED_SLUGS: Final = frozenset(_RESERVED.split())
