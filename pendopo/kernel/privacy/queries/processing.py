"""Register kegiatan pemrosesan (UU 27/2022 Pasal 31): read from the declarations beside the models, never written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.personal import OFFICER_FIELDS, OWN, PersonalField, declarations
from pendopo.kernel.privacy.queries.periods import Kept, kept_by
from pendopo.kernel.privacy.rules.periods import PERIODS

# The Indonesian term stands in the first line of a model's docstring: "A public information request (permohonan …)".
_TERM: Final = re.compile(r"\(([a-z][^()]{2,60})\)")
_MASKS: Final = {"hidden": "disembunyikan", "last4": "empat angka terakhir"}


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the register: fields of one table that share purpose, basis, period and mask."""

    key: str
    table: str
    fields: str
    whose: str
    purpose: str
    basis: str
    kept: str
    mask: str

    @property
    def pk(self) -> str:
        """Return what tells the line from the others."""
        return self.key


def activities(agency: Agency) -> list[Activity]:
    """Return the register of one agency, with its own periods. One query."""
    kept = kept_by(agency)
    found = [line for label, fields in sorted(declarations().items()) for line in _of(label, fields, kept)]
    return [*found, *_officers()]


def _of(label: str, fields: Iterable[PersonalField], kept: Mapping[str, Kept]) -> list[Activity]:
    bundles: dict[tuple[str, ...], list[str]] = {}
    model = _model(label)
    for each in fields:
        told = (_whose(each), each.purpose, each.basis, _kept_words(each, kept), _mask(each, model))
        bundles.setdefault(told, []).append(each.field)
    return [Activity(f"{label}:{names[0]}", term_of(label), ", ".join(names), *told) for told, names in bundles.items()]


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def term_of(label: str) -> str:
    """Return the Indonesian term of a table, its label where it has none."""
    model = _model(label)
    # Django writes a docstring of its own where a library has none; it is no term.
    ours = model is not None and model.__module__.startswith("pendopo.")
    found = _TERM.search((model.__doc__ or "").split("\n\n")[0]) if ours else None
    return f"{found[1]} ({label})" if found else label


def _whose(field: PersonalField) -> str:
    return _("petugas") if field.whose == "officer" else _("pemohon dan pengguna layanan")


def _mask(field: PersonalField, model: type[models.Model] | None) -> str:
    if field.sealed or (model is not None and isinstance(model._meta.get_field(field.field), models.BinaryField)):
        return f"{_('terenkripsi')}, {_(_MASKS[field.mask])}" if field.mask in _MASKS else _("terenkripsi")
    return _("hanya sidiknya") if field.field.endswith("digest") else _(_MASKS.get(field.mask, field.mask))


def _kept_words(field: PersonalField, kept: Mapping[str, Kept]) -> str:
    if field.kept == OWN:
        if field.retention_days:
            return _("%(days)s hari, lalu dihapus otomatis") % {"days": field.retention_days}
        return _("selama diperlukan, lalu dihapus otomatis") if field.whose == "subject" else _("selama akun ada")
    return period_words(kept[field.kept])


def period_words(found: Kept, *, for_everybody: bool = False) -> str:
    """Return how long an agency keeps something: days, since when, and by what; for everybody without our own marks."""
    starts, period = _(PERIODS[found.period.code].starts), found.period
    if for_everybody and not found.basis:
        if found.days is None:
            return _("selama register disimpan menurut ketentuan kearsipan")
        return _("%(days)s hari %(starts)s") % {"days": found.days, "starts": starts}
    basis = found.basis or _("bawaan, keyakinan %(mark)s") % {"mark": period.mark}
    if found.days is None:
        return _("sampai ditetapkan lain (%(basis)s)") % {"basis": basis}
    return _("%(days)s hari %(starts)s (%(basis)s)") % {"days": found.days, "starts": starts, "basis": basis}


def _officers() -> list[Activity]:
    tables = sorted(
        term_of(model._meta.label)
        for model in apps.get_models()
        if any(field.name in OFFICER_FIELDS for field in model._meta.local_fields)
    )
    return [
        Activity(
            "officers", _("semua tabel langkah"), ", ".join(sorted(OFFICER_FIELDS)), _("petugas"),
            _("Menunjukkan siapa yang bertanggung jawab atas suatu langkah (%(n)s tabel)") % {"n": len(tables)},
            "UU 27/2022 Pasal 31; UU 25/2009", _("selama register disimpan"), _("tampak bagi petugas"),
        )
    ]  # fmt: skip


def undeclared(model: type[models.Model]) -> list[str]:
    """Return the fields of a model that could hold personal data and that nobody declared; choices hold none."""
    declared = {each.field for each in declarations().get(model._meta.label, ())} | OFFICER_FIELDS
    return [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, _HOLDERS) and not field.choices and field.name not in declared
    ]


_HOLDERS: Final = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.FileField,
    models.GenericIPAddressField,
)
