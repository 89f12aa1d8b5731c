"""What may be told about a respondent, how an answer came in, and the segments that follow from both.

A trait is kept as one character; NOT_SAID where nothing was told, which every question allows. The lists of education and
occupation are those of the questionnaire of PermenPANRB 14/2017 (V); diploma is what local forms add (V), bands of age
and the question of disability are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.lib.text import gettext_noop as _

NOT_SAID: Final = "0"


@dataclass(frozen=True, slots=True)
class Trait:
    """Something optional about a respondent (profil responden): `values` are code → (key, label)."""

    key: str
    label: str
    values: Mapping[str, tuple[str, str]]

    def code(self, key: str) -> str:
        """Return the character that stands for a value's key; NOT_SAID for an empty one, KeyError for an unknown one."""
        if not key:
            return NOT_SAID
        return {name: code for code, (name, _label) in self.values.items()}[key]


TRAITS: Final = (
    Trait("gender", _("Jenis kelamin"), {"1": ("male", _("Laki-laki")), "2": ("female", _("Perempuan"))}),
    Trait(
        "age",
        _("Usia"),
        {
            "1": ("under_20", _("Di bawah 20 tahun")),
            "2": ("20s", _("20–29 tahun")),
            "3": ("30s", _("30–39 tahun")),
            "4": ("40s", _("40–49 tahun")),
            "5": ("50s", _("50–59 tahun")),
            "6": ("60_up", _("60 tahun ke atas")),
        },
    ),
    Trait(
        "education",
        _("Pendidikan"),
        {
            "1": ("sd", _("SD")),
            "2": ("smp", _("SMP")),
            "3": ("sma", _("SMA")),
            "4": ("diploma", _("Diploma")),
            "5": ("s1", _("S1")),
            "6": ("s2", _("S2")),
            "7": ("s3", _("S3")),
        },
    ),
    Trait(
        "occupation",
        _("Pekerjaan"),
        {
            "1": ("pns", _("PNS")),
            "2": ("tni", _("TNI")),
            "3": ("polri", _("POLRI")),
            "4": ("private", _("Swasta")),
            "5": ("self_employed", _("Wirausaha")),
            "6": ("other", _("Lainnya")),
        },
    ),
    Trait("disability", _("Disabilitas"), {"1": ("yes", _("Penyandang disabilitas")), "2": ("no", _("Bukan"))}),
)
BY_KEY: Final[Mapping[str, Trait]] = {trait.key: trait for trait in TRAITS}

# How an answer came in (cara pengisian). Whoever holds a link sent after a finished case was certainly served.
CHANNELS: Final[Mapping[str, tuple[str, str]]] = {
    "T": ("token", _("Tautan pribadi setelah layanan")),
    "K": ("kiosk", _("Layar di loket")),
    "P": ("paper", _("Kertas")),
    "L": ("link", _("Tautan terbuka")),
    "I": ("import", _("Berkas impor")),
}
# Of LINK nobody knows whether who answers was served at all: weaker evidence, and said so beside every figure.
TOKEN, KIOSK, PAPER, LINK, IMPORT = CHANNELS

# The segment of everybody, and the one that is no trait.
ALL: Final = ""
CHANNEL: Final = "channel"


def said(answers: Mapping[str, str]) -> str:
    """Return what was told as characters in the order of TRAITS; `answers` are trait → key of a value.

    Raises KeyError for an unknown trait or value.

    >>> said({"gender": "female", "education": "s1"})
    '20500'
    """
    if unknown := set(answers) - set(BY_KEY):
        raise KeyError(sorted(unknown)[0])
    return "".join(trait.code(answers.get(trait.key, "")) for trait in TRAITS)


def told(characters: str) -> dict[str, str]:
    """Return trait → key of the value for what was told; the reverse of `said`.

    >>> told("20500")
    {'gender': 'female', 'education': 's1'}
    """
    pairs = zip(TRAITS, characters, strict=True)
    return {trait.key: trait.values[code][0] for trait, code in pairs if code != NOT_SAID}


def segment(key: str, value: str) -> str:
    """Return the name of the segment of respondents with this value of a trait, or of a channel.

    >>> segment("gender", "female")
    'gender=female'
    """
    return f"{key}={value}"


def segments_of(key: str) -> dict[str, str]:
    """Return the segments of a trait or of CHANNEL with their labels; raise KeyError for an unknown key."""
    values = CHANNELS if key == CHANNEL else BY_KEY[key].values
    return {segment(key, value): label for value, label in values.values()}
