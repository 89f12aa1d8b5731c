"""One form for writing an entry, and small ones for the steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.documents.forms import MultipleDocumentField
from pendopo.kernel.documents.rules import EXTENSIONS_BY_PURPOSE
from pendopo.kernel.tracking.forms.fields import PlainForm, TextField, choices_of, translated
from pendopo.modules.dip.actions import Attached
from pendopo.modules.dip.forms.fields import LinksField, TagsField
from pendopo.modules.dip.models import EntryFile, EntryVersion
from pendopo.modules.dip.rules import kinds, limits
from pendopo.modules.dip.rules.categories import CATEGORIES
from pendopo.modules.dip.rules.contents import NAMES, Contents
from pendopo.ui.widgets import CheckboxSelectMultiple, RadioSelect

_ACCESS = {"has_audio": _("Audio"), "has_visual": _("Visual"), "has_braille": _("Braille")}


def _categories() -> list[tuple[Any, Any]]:
    groups: list[tuple[Any, Any]] = [("", _("Belum ditentukan"))]
    for code, label in kinds.CLASSES.items():
        items = [(each.code, translated(each.label)) for each in CATEGORIES.values() if each.entry_class == code]
        groups.append((translated(label), items))
    return groups


class WriteForm(PlainForm):
    """The columns of an entry, its files and links; the rules judge what fits together."""

    # fmt: off
    title = TextField(label=_("Judul"), max_length=limits.TITLE_MAX, missing=_("Tulis judul informasi."))
    summary = TextField(
        label=_("Ringkasan isi informasi"), rows=4, max_length=limits.SUMMARY_MAX,
        missing=_("Tulis ringkasan isi informasi."), help_text=_("Dibaca masyarakat. Jangan memuat data pribadi."),
    )
    entry_class = forms.ChoiceField(
        label=_("Klasifikasi"), widget=RadioSelect, choices=choices_of(kinds.CLASSES),
        error_messages={"required": _("Pilih klasifikasi informasi.")},
    )
    category = forms.ChoiceField(label=_("Jenis informasi"), required=False)
    unit = forms.ChoiceField(label=_("Unit yang menguasai"), required=False)
    holder = TextField(label=_("Pejabat yang menguasai"), max_length=limits.LINE_MAX)
    responsible = TextField(
        label=_("Penanggung jawab pembuatan atau penerbitan"), max_length=limits.LINE_MAX, later=True,
        help_text=_("Wajib terisi sebelum diterbitkan."),
    )
    made_when = TextField(
        label=_("Waktu pembuatan"), max_length=60, later=True,
        help_text=_("Wajib terisi sebelum diterbitkan. Misalnya 5 Januari 2026, atau Januari 2026."),
    )
    made_where = TextField(label=_("Tempat pembuatan"), max_length=100)
    info_year = forms.IntegerField(
        label=_("Tahun informasi"), required=False, widget=forms.NumberInput({"data-width": "s"}),
        error_messages={"invalid": _("Tulis tahun dengan empat angka.")},
        help_text=_("Tahun yang diterangkan informasi ini."),
    )
    form = forms.ChoiceField(
        label=_("Bentuk informasi yang tersedia"), widget=RadioSelect, choices=choices_of(kinds.FORMS),
        initial=kinds.SOFT, error_messages={"required": _("Pilih bentuk informasi.")},
    )
    access = forms.MultipleChoiceField(
        label=_("Format aksesibel"), widget=CheckboxSelectMultiple, choices=list(_ACCESS.items()), required=False,
        help_text=_("Centang bila tersedia bagi penyandang disabilitas."),
    )
    retention = TextField(
        label=_("Jangka waktu penyimpanan"), max_length=limits.LINE_MAX, later=True,
        help_text=_("Wajib terisi sebelum diterbitkan, menurut jadwal retensi arsip. Misalnya 5 tahun, lalu permanen."),
    )
    cycle = forms.ChoiceField(label=_("Siklus pemutakhiran"), choices=choices_of(kinds.CYCLES), initial=kinds.ON_CHANGE)
    tags = TagsField(label=_("Kata kunci"), max_length=500, help_text=_("Pisahkan dengan koma."))
    links = LinksField(
        label=_("Tautan"), rows=3, max_length=6000,
        help_text=_("Satu tautan setiap baris: alamat, lalu namanya. Contoh: https://contoh.go.id/apbd.pdf APBD 2026"),
    )
    files = MultipleDocumentField(
        label=_("Berkas"), required=False, allowed=EXTENSIONS_BY_PURPOSE["material"], limit=limits.FILES_MAX
    )
    dropped = forms.MultipleChoiceField(label=_("Keluarkan berkas"), widget=CheckboxSelectMultiple, required=False)
    change = TextField(
        label=_("Apa yang berubah"), max_length=limits.CHANGE_MAX,
        help_text=_("Tampil dalam riwayat bagi masyarakat, misalnya: angka triwulan III ditambahkan."),
    )
    # fmt: on

    def __init__(
        self,
        *given: Any,
        units: Sequence[Unit],
        this_year: int,
        needs_unit: bool,
        version: EntryVersion | None = None,
        kept: Sequence[EntryFile] = (),
    ) -> None:
        """Offer `units`, none only where `needs_unit` is false; start from `version` and its files."""
        super().__init__(*given, initial=_initial(version, kept) if version else {})
        self.this_year = this_year
        self.units = {str(unit.pk): unit for unit in units}
        named = [(key, unit.name) for key, unit in self.units.items()]
        unit_field = cast(forms.ChoiceField, self.fields["unit"])
        unit_field.choices = named if needs_unit else [("", _("PPID (tanpa unit)")), *named]
        unit_field.required = needs_unit
        cast(forms.ChoiceField, self.fields["category"]).choices = _categories()
        files = [(str(each.document.pk), each.document.name) for each in kept if each.document]
        if files:
            cast(forms.MultipleChoiceField, self.fields["dropped"]).choices = files
        else:
            del self.fields["dropped"]
        if version is None or version.number == 1:
            del self.fields["change"]

    def clean(self) -> dict[str, Any]:
        """Let the rules judge; fields that could not be read are not judged twice."""
        given = super().clean() or {}
        wrong = set(self.errors)
        for name, problem in self.contents().problems(self.this_year).items():
            if name not in wrong:
                self.add_error(name, ValidationError(gettext(problem.template) % problem.params, code="rules"))
        return given

    def contents(self) -> Contents:
        """Return the answers as the rules read them."""
        given = self.cleaned_data
        texts = {name: given[name] for name in NAMES if name in given and name != "info_year"}
        ticked = set(given.get("access", []))
        flags = {name: name in ticked for name in _ACCESS}
        return Contents(
            **{"title": "", "summary": "", "entry_class": "", **texts, **flags}, info_year=given.get("info_year")
        )

    def chosen_unit(self) -> Unit | None:
        """Return the unit; valid forms only."""
        return self.units.get(self.cleaned_data["unit"])

    def attached(self) -> Attached:
        """Return links, new files and files to leave out; valid forms only."""
        given = self.cleaned_data
        return Attached(given["links"], given["files"], [UUID(key) for key in given.get("dropped", [])])


def _initial(version: EntryVersion, kept: Sequence[EntryFile]) -> dict[str, Any]:
    return {
        **{name: getattr(version, name) for name in NAMES},
        "tags": ", ".join(version.tags),
        "unit": str(version.unit_id or ""),
        "access": [name for name in _ACCESS if getattr(version, name)],
        "links": "\n".join(f"{each.url} {each.label}".strip() for each in kept if each.url),
        "change": version.change,
    }


class NoteForm(PlainForm):
    """A note for colleagues, which may stay empty."""

    note = TextField(label=_("Catatan untuk PPID"), rows=2, max_length=limits.TEXT_MAX)


class ReasonForm(PlainForm):
    """Why a step is taken; colleagues read it."""

    note = TextField(label=_("Alasan"), rows=3, max_length=limits.TEXT_MAX, missing=_("Tulis alasannya."))


class WithdrawForm(PlainForm):
    """Why information is taken out of the list; everybody reads it."""

    reason = TextField(
        label=_("Alasan penarikan"), rows=3, max_length=limits.TEXT_MAX, missing=_("Tulis alasan penarikan."),
        help_text=_("Dibaca masyarakat pada halaman informasi ini. Jangan mengulang isi yang ditarik."),
    )  # fmt: skip


class DecreeForm(PlainForm):
    """Where the decree is set."""

    place = TextField(
        label=_("Tempat penetapan"), max_length=80, missing=_("Tulis tempat penetapan, misalnya Jakarta.")
    )
