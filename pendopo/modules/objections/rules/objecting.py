"""Keberatan: what an objection holds, how it may be answered, how its requester responds (UU 14/2008 Pasal 35–37)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE: Final = "objection"
REGISTER: Final = "objection"
# Told apart from the numbers of requests at first sight; an agency may set its own.
NUMBER_TEMPLATE: Final = "{code}-KEB-{year}-{seq:06d}"

# In person or by e-mail, electronic or not (PerKI 1/2021 Pasal 40); an oral one is written down by the desk.
WEB, WALK_IN, LETTER, EMAIL, PHONE = "web", "walk_in", "letter", "email", "phone"
CHANNELS: Final[Mapping[str, str]] = {
    WEB: _("Laman web"),
    WALK_IN: _("Datang langsung, tertulis atau lisan"),
    LETTER: _("Surat"),
    EMAIL: _("Surel"),
    PHONE: _("Telepon"),
}
STAFF_CHANNELS: Final = (WALK_IN, LETTER, EMAIL, PHONE)

GRANTED, PARTLY, REFUSED = "granted", "partly", "refused"
DECISIONS: Final[Mapping[str, str]] = {
    GRANTED: _("Keberatan dikabulkan"),
    PARTLY: _("Keberatan dikabulkan sebagian"),
    REFUSED: _("Keberatan ditolak"),
}
# What holds an order to the PPID with a time limit, and what needs written reasons (Pasal 36 ayat (3)).
ORDERING: Final = frozenset({GRANTED, PARTLY})
UPHOLDING: Final = frozenset({PARTLY, REFUSED})

SATISFIED, DISSATISFIED = "satisfied", "dissatisfied"
RESPONSES: Final[Mapping[str, str]] = {
    SATISFIED: _("Puas dengan tanggapan"),
    DISSATISFIED: _("Tidak puas dengan tanggapan"),
}

AGREED, FAILED = "agreed", "failed"
SETTLEMENTS: Final[Mapping[str, str]] = {
    AGREED: _("Tercapai kesepakatan"),
    FAILED: _("Tidak tercapai kesepakatan"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What is objected to and why (alasan keberatan dan kasus posisi); `asked` and `purpose` only without a request."""

    grounds: str
    position: str
    asked: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Proxy:
    """Who objects for the requester (kuasa), with a power of attorney; an empty name means the requester themself."""

    name: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Objector:
    """Who objects without a request before (identitas pemohon); empty strings where nothing was given."""

    kind: str
    name: str
    address: str
    nik: str = ""
    other_id: str = ""
    decree_number: str = ""
    on_behalf_of: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """An objection as it is handed in.

    With `inquiry_id` it is against what became of a request. Without, `objector` says who objects and `found_on` since
    when it is known that periodic information is missing. `received_at` is when it reached the agency, None for now.
    """

    claim: Claim
    inquiry_id: UUID | None = None
    objector: Objector | None = None
    found_on: dt.date | None = None
    proxy: Proxy = Proxy()
    channel: str = WEB
    received_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The superior's answer (tanggapan tertulis); `order` tells the PPID what to do."""

    decision: str
    reasons: str = ""
    order: str = ""


def missing_words(reply: Reply, *, has_date: bool) -> dict[str, str]:
    """Return field → sentence for what the law demands of this decision and the reply lacks.

    Written reasons where the PPID's decision is upheld, in whole or in part (Pasal 36 ayat (3)); an order with a time
    limit where the objection is granted, in whole or in part (PerKI 1/2010, kept in practice).
    """
    missing: dict[str, str] = {}
    if reply.decision not in DECISIONS:
        return {"decision": _("Pilih keputusan.")}
    if reply.decision in UPHOLDING and not reply.reasons.strip():
        missing["reasons"] = _("Tulis alasan. Undang-undang mewajibkan alasan tertulis bila putusan PPID dikukuhkan.")
    if reply.decision in ORDERING and not reply.order.strip():
        missing["order"] = _("Tulis apa yang harus diserahkan atau dilakukan PPID.")
    if reply.decision in ORDERING and not has_date:
        missing["execute_by"] = _("Tulis batas waktu pelaksanaan.")
    return missing
