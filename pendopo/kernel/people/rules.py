"""Roles and the fixed limits of logging in and tracking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FRONT_OFFICE: Final = "front_office"
BACK_OFFICE: Final = "back_office"
PPID: Final = "ppid"
SUPERIOR: Final = "superior"
AGENCY_ADMIN: Final = "agency_admin"
AUDITOR: Final = "auditor"
ROLES: Final = (FRONT_OFFICE, BACK_OFFICE, PPID, SUPERIOR, AGENCY_ADMIN, AUDITOR)

# Roles that may see who asked; the unit that holds the information sees only the question (UU 27/2022).
IDENTITY_ROLES: Final = frozenset({FRONT_OFFICE, PPID})


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries are allowed in a window of `seconds`."""

    tries: int
    seconds: int


TRACK_PER_NUMBER: Final = Limit(5, 3600)
TRACK_PER_ADDRESS: Final = Limit(20, 3600)
# One who guesses from one address is stopped soon; the account as a whole only late, so that nobody locks others out.
LOGIN_PER_NAME: Final = Limit(5, 300)
LOGIN_PER_ADDRESS: Final = Limit(10, 60)
LOGIN_PER_ACCOUNT: Final = Limit(100, 3600)
SECOND_STEP_PER_ACCOUNT: Final = Limit(5, 300)
# So many failures of an account in an hour are told to its owner, once in that hour: as soon as one address is stopped.
FAILURES_TOLD: Final = Limit(5, 3600)
RESET_PER_NAME: Final = Limit(5, 3600)
RESET_PER_ADDRESS: Final = Limit(20, 3600)
# Programs without a key; a process tells the others of so many calls at once (kernel/people/readings.py).
READ_PER_ADDRESS: Final = Limit(300, 60)
READ_TOLD_AFTER: Final = 30
# Addresses that a process counts at once; whoever has not called for longest is forgotten first.
READ_ADDRESSES: Final = 20_000

# A staff session ends after half an hour without a page; it is renewed at most once a minute. How long it may last in
# any case is the setting SESSION_COOKIE_AGE.
SESSION_IDLE_SECONDS: Final = 1800
SESSION_RENEW_SECONDS: Final = 60

# How long ago somebody may have shown who they are before their second step is changed.
CONFIRMED_SECONDS: Final = 600

PASSWORD_SHORTEST: Final = 12
PASSWORD_LONGEST: Final = 128
# How much of a password must be left when the words that everybody guesses first are taken out.
PASSWORD_OWN_SIGNS: Final = 8

NIK_LENGTH: Final = 16
# Days after the end of a case for which identity beyond the register's columns is kept; the agency's own schedule of
# archives may ask for another time.
IDENTITY_DAYS: Final = 365


def mask_nik(nik: str) -> str:
    """Return `nik` with all but the last four digits hidden, for screens and prints.

    >>> mask_nik("3304011201900001")
    '************0001'
    """
    return "*" * max(len(nik) - 4, 0) + nik[-4:]
