"""Permohonan informasi: what a request must hold (UU 14/2008 Pasal 22 ayat (2); PerKI 1/2021 as copied by agencies)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from pendopo.kernel.tracking import rules as tracking
from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE: Final = "inquiry"
REGISTER: Final = "inquiry"

# Ways in which a request reaches the agency (UU Pasal 22 ayat (1): written or unwritten).
WEB, WALK_IN, PHONE, LETTER, EMAIL, SOCIAL_MEDIA = "web", "walk_in", "phone", "letter", "email", "social_media"
CHANNELS: Final[Mapping[str, str]] = {
    WEB: _("Laman web"),
    WALK_IN: _("Datang langsung"),
    PHONE: _("Telepon"),
    LETTER: _("Surat"),
    EMAIL: _("Surel"),
    SOCIAL_MEDIA: _("Media sosial"),
}
STAFF_CHANNELS: Final = (WALK_IN, PHONE, LETTER, EMAIL, SOCIAL_MEDIA)
# What was asked by word of mouth is written down by the officer and confirmed by the requester (question A3; UU 14/2008
# Pasal 22 ayat (3): requests that are not written are recorded too).
ORAL: Final = frozenset({WALK_IN, PHONE})

# Column 11 of the register: see/know, or ask for a copy.
VIEW, SOFTCOPY, HARDCOPY = "view", "softcopy", "hardcopy"
OBTAIN_WAYS: Final[Mapping[str, str]] = {
    SOFTCOPY: _("Mendapat salinan elektronik (softcopy)"),
    HARDCOPY: _("Mendapat salinan cetak (hardcopy)"),
    VIEW: _("Melihat, membaca, mendengarkan, atau mencatat di tempat"),
}
ONLINE, BY_EMAIL, PICK_UP, POST, COURIER = "online", "email", "pick_up", "post", "courier"
DELIVERY_WAYS: Final[Mapping[str, str]] = {
    ONLINE: _("Diunduh dari halaman lacak"),
    BY_EMAIL: _("Surel"),
    PICK_UP: _("Diambil langsung"),
    POST: _("Pos"),
    COURIER: _("Kurir"),
}

# Accommodation for people with special needs (PerKI 1/2021 Pasal 41 ayat (2): staff help to fill in forms).
ACCOMMODATIONS: Final[Mapping[str, str]] = {
    "none": _("Tidak ada"),
    "writing": _("Dibantu menulis atau membaca formulir"),
    "audio": _("Informasi dalam bentuk suara"),
    "braille": _("Informasi dalam huruf braille"),
    "sign": _("Juru bahasa isyarat"),
    "mobility": _("Akses kursi roda atau bantuan berjalan"),
    "other": _("Kebutuhan lain"),
}

PERSON, GROUP, LEGAL_ENTITY = "person", "group", "legal_entity"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for and how it should be given."""

    details: str
    purpose: str
    obtain_way: str
    delivery_way: str
    accommodation: str = "none"


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks (identitas pemohon), with the identity fields of the law; empty strings where nothing was given."""

    kind: str
    name: str
    address: str
    nik: str = ""
    decree_number: str = ""
    other_id: str = ""
    phone: str = ""
    email: str = ""
    occupation: str = ""
    on_behalf_of: str = ""


def missing_identity(requester: Requester) -> dict[str, str]:
    """Return field → sentence for every identity element that is still needed; empty when complete."""
    return tracking.missing_identity(asdict(requester))


# Why a NIK may be opened (UU 27/2022 Pasal 31: processing is recorded). A fixed list: the auditor reads the reason in
# the trail, where no free text may bring personal data.
NIK_REASONS: Final[Mapping[str, str]] = {
    "match": _("Mencocokkan dengan KTP atau berkas identitas"),
    "correct": _("Memeriksa penulisan NIK bersama pemohon"),
    "authority": _("Memeriksa surat kuasa"),
    "duplicate": _("Memastikan apakah dua permohonan berasal dari orang yang sama"),
    "dispute": _("Menyiapkan berkas keberatan atau sengketa informasi"),
    "ordered": _("Memenuhi perintah tertulis PPID, atasan PPID, atau lembaga yang berwenang"),
}

# What may be missing at the completeness check, named in the letter to the requester.
REPAIR_ITEMS: Final[Mapping[str, str]] = {
    "identity": _("Salinan identitas (KTP atau identitas lain yang sah)"),
    "authority": _("Surat kuasa dan salinan identitas pemberi kuasa"),
    "deed": _("Akta pendirian dan pengesahan badan hukum"),
    "address": _("Alamat atau kontak yang dapat dihubungi"),
    "subject": _("Rincian informasi yang lebih jelas"),
    "purpose": _("Tujuan penggunaan informasi"),
}
REPAIR_ROUNDS: Final = 1
