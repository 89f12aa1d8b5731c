"""Units, accounts and roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.people import rules as people
from pendopo.kernel.people.models import Role
from pendopo.kernel.tracking.forms.fields import MAIL_MAX, TextField
from pendopo.portal.administration import rules
from pendopo.portal.signin.rules import RESET_REASONS
from pendopo.ui.widgets import RadioSelect

_DUTIES = {
    people.FRONT_OFFICE: _("Mendaftarkan permohonan, memeriksa kelengkapan, melihat identitas pemohon."),
    people.BACK_OFFICE: _("Menyiapkan jawaban bagi unitnya; tidak melihat identitas pemohon."),
    people.PPID: _("Memutus dan menerbitkan pemberitahuan tertulis."),
    people.SUPERIOR: _("Melihat seluruh permohonan dan register, memutus keberatan."),
    people.AGENCY_ADMIN: _("Mengatur instansi, unit, akun, dan kalender; tidak melihat permohonan."),
    people.AUDITOR: _("Membaca permohonan, register, dan jejak audit tanpa identitas pemohon."),
}


class UnitChoiceField(forms.ChoiceField):
    """A unit or none; whether one is needed is the form's question, so nothing says "(opsional)" beside it."""

    default_error_messages = {"invalid_choice": _("Unit ini tidak ada atau sudah nonaktif. Pilih unit dari daftar.")}

    def validate(self, value: str) -> None:
        """Raise ValidationError for a unit that is not in the list."""
        if value:
            super().validate(value)

    def offer(self, units: Mapping[str, Unit], none: Any) -> None:
        """Offer these units by key, after `none`."""
        self.choices = [("", none), *((key, unit.name) for key, unit in units.items())]


class UnitForm(forms.Form):
    """The name of a unit."""

    name = TextField(label=_("Nama unit"), max_length=200, missing=_("Tulis nama unit."))


class RoleForm(forms.Form):
    """A role, and the unit it answers for."""

    role = forms.ChoiceField(
        label=_("Peran"),
        choices=Role.choices,
        widget=RadioSelect(hints=_DUTIES),
        error_messages={"required": _("Pilih peran.")},
    )
    unit = UnitChoiceField(
        label=_("Unit kerja"),
        help_text=_("Diisi hanya untuk PPID Pelaksana."),
        widget=forms.Select({"data-width": "l"}),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in units}
        cast(UnitChoiceField, self.fields["unit"]).offer(self.units, _("Tanpa unit"))

    def clean(self) -> dict[str, Any]:
        """Raise an error at the unit when the role needs one, or has no use for it."""
        given: dict[str, Any] = super().clean() or {}
        if "role" in given and "unit" in given:
            if given["role"] == people.BACK_OFFICE and not given["unit"]:
                self.add_error("unit", _("Pilih unit tempat PPID Pelaksana ini bertugas."))
            if given["role"] != people.BACK_OFFICE and given["unit"]:
                self.add_error("unit", _("Peran ini berlaku untuk seluruh instansi. Pilih “Tanpa unit”."))
        return given

    @property
    def chosen_unit(self) -> Unit | None:
        """Return the unit of a valid form, None for a role of the whole agency."""
        return self.units.get(self.cleaned_data["unit"])


class AccountForm(RoleForm):
    """A new account with its first role."""

    name = TextField(label=_("Nama lengkap"), max_length=150, missing=_("Tulis nama lengkap."))
    username = TextField(
        label=_("Nama pengguna"),
        max_length=60,
        help_text=_("Dipakai untuk masuk. Huruf kecil, angka, titik, atau tanda hubung; paling sedikit tiga."),
        missing=_("Tulis nama pengguna."),
        widget=forms.TextInput(
            {"data-width": "m", "autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    email = forms.EmailField(
        max_length=MAIL_MAX,
        label=_("Surel"),
        required=False,
        widget=forms.EmailInput({"data-width": "l"}),
        error_messages={"invalid": _("Tulis alamat surel lengkap, misalnya nama@instansi.go.id.")},
    )

    field_order = ["name", "username", "email", "role", "unit"]

    def clean_username(self) -> str:
        """Return the name in small letters, or raise ValidationError."""
        username = str(self.cleaned_data["username"]).lower()
        if not rules.USERNAME.fullmatch(username):
            raise forms.ValidationError(
                _("Pakai 3 sampai 60 huruf kecil, angka, titik, garis bawah, atau tanda hubung, tanpa spasi.")
            )
        return username


class ExistingAccountForm(RoleForm):
    """A role for somebody who has an account already, here or in another agency."""

    username = TextField(
        label=_("Nama pengguna"),
        max_length=150,
        help_text=_("Tulis persis seperti yang dipakai orang itu untuk masuk."),
        missing=_("Tulis nama pengguna."),
        widget=forms.TextInput(
            {"data-width": "m", "autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )

    field_order = ["username", "role", "unit"]


class ResetForm(forms.Form):
    """Why a colleague's second step is taken away."""

    reason = forms.ChoiceField(
        label=_("Alasan"),
        choices=[(key, _(label)) for key, label in RESET_REASONS.items()],
        widget=RadioSelect(),
        error_messages={"required": _("Pilih alasannya.")},
    )
