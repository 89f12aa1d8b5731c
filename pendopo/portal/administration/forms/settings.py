"""Settings, look and numbers of an agency. Every choice that the law leaves open says what it means."""

from __future__ import annotations

import re
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency, AgencyKind
from pendopo.kernel.calendar.queries import regime_words
from pendopo.kernel.tracking.forms.fields import MAIL_MAX, TextField
from pendopo.lib.deadlines import all_regimes
from pendopo.lib.numbering import BadTemplate, check_template
from pendopo.portal.administration import rules
from pendopo.ui.contrast import theme_problems
from pendopo.ui.widgets import RadioSelect, TimeInput

_REGION: Final = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
_HEX: Final = re.compile(r"#[0-9a-f]{6}")


class SettingsForm(forms.Form):
    """Name, contact, hours, and how this agency counts."""

    name = TextField(label=_("Nama instansi"), max_length=200, missing=_("Tulis nama instansi."))
    short_name = TextField(
        label=_("Nama pendek"),
        max_length=60,
        width="l",
        help_text=_("Dipakai pada judul halaman dan surel."),
        missing=_("Tulis nama pendek instansi."),
    )
    kind = forms.ChoiceField(label=_("Jenis badan publik"), choices=AgencyKind.choices)
    region_code = TextField(
        label=_("Kode wilayah"), max_length=13, width="s", help_text=_("Kode Kemendagri, misalnya 33.04.")
    )
    address = TextField(label=_("Alamat"), max_length=300)
    phone = TextField(label=_("Telepon"), max_length=40, width="m")
    email = forms.EmailField(
        max_length=MAIL_MAX,
        label=_("Surel"),
        required=False,
        widget=forms.EmailInput({"data-width": "l"}),
        error_messages={"invalid": _("Tulis alamat surel lengkap, misalnya ppid@instansi.go.id.")},
    )
    timezone = forms.ChoiceField(
        label=_("Zona waktu"),
        choices=[
            ("Asia/Jakarta", _("WIB, Waktu Indonesia Barat")),
            ("Asia/Makassar", _("WITA, Waktu Indonesia Tengah")),
            ("Asia/Jayapura", _("WIT, Waktu Indonesia Timur")),
        ],
        help_text=_("Tenggat berakhir pada akhir hari menurut zona ini."),
        widget=forms.Select({"data-width": "l"}),
    )
    opens_at = forms.TimeField(label=_("Jam buka"), widget=TimeInput)
    closes_at = forms.TimeField(label=_("Jam tutup"), widget=TimeInput)
    week_days = forms.TypedChoiceField(
        label=_("Hari kerja dalam seminggu"),
        coerce=int,
        choices=[(5, _("5 hari: Senin–Jumat")), (6, _("6 hari: Senin–Sabtu"))],
        widget=RadioSelect,
        help_text=_("Undang-undang menghitung hari kerja; hari mana yang dikerjakan ditetapkan instansi."),
    )
    calendar_scope = forms.ChoiceField(
        label=_("Hari yang tidak dihitung"),
        choices=[("full", _("Libur nasional dan cuti bersama")), ("national", _("Libur nasional saja"))],
        widget=RadioSelect(
            hints={
                "full": _("Bawaan. Cuti bersama pegawai ASN ditetapkan dengan Keputusan Presiden."),
                "national": _(
                    "Bagi badan publik yang pegawainya bukan ASN, misalnya BUMD. Tenggat menjadi lebih cepat."
                ),
            }
        ),
        help_text=_("UU 14/2008 menyebut hari kerja dan tidak mengatur cuti bersama."),
    )
    receipt_policy = forms.ChoiceField(
        label=_("Permohonan yang masuk setelah jam tutup atau pada hari libur"),
        choices=[("as_is", _("Diterima tanggal itu juga")), ("next_working_day", _("Diterima hari kerja berikutnya"))],
        widget=RadioSelect(
            hints={
                "as_is": _("Bawaan. Tanggal paling awal, paling aman bagi instansi dan pemohon."),
                "next_working_day": _("Hitungan mulai lebih lambat. Pemohon membaca tanggal itu pada tanda terima."),
            }
        ),
        help_text=_(
            "UU 14/2008 Pasal 22 ayat (7) menghitung sejak permintaan diterima, dan tidak mengatur jam. "
            "Berlaku bagi permohonan berikutnya; tanggal terima yang sudah dicatat tidak berubah."
        ),
    )
    notice_basis = forms.ChoiceField(
        label=_("Jawaban disebut terlambat bila 10 hari kerja lewat sejak"),
        choices=[("complete", _("Permohonan dinyatakan lengkap")), ("receipt", _("Permohonan diterima"))],
        widget=RadioSelect(
            hints={
                "complete": _("Bawaan. Penerapan PerKI 1/2021, misalnya di BPS."),
                "receipt": _("Bunyi UU 14/2008 Pasal 22 ayat (7), tanpa menunggu pemeriksaan kelengkapan."),
            }
        ),
        help_text=_(
            "Kedua tanggal selalu dihitung dan ditampilkan; petugas diingatkan oleh yang lebih awal. "
            "Pilihan ini menentukan angka ketepatan waktu."
        ),
    )

    letter_release = forms.ChoiceField(
        label=_("Pemohon menerima surat"),
        choices=[("issued", _("Saat surat terbit")), ("signed", _("Setelah surat ditandatangani"))],
        widget=RadioSelect(
            hints={
                "issued": _("Bawaan. Surat langsung dapat diunduh; versi bertanda tangan menggantikannya bila ada."),
                "signed": _(
                    "Surat ditahan sampai ditandatangani. Isi keputusan tetap langsung terbaca di halaman lacak; "
                    "tandatangani pada hari yang sama."
                ),
            }
        ),
        help_text=_("Berlaku bagi surat berikutnya."),
    )
    missed_check = forms.ChoiceField(
        label=_("Bila kelengkapan tidak diperiksa sampai batas waktu"),
        choices=[("complete", _("Dianggap lengkap")), ("wait", _("Menunggu petugas"))],
        widget=RadioSelect(
            hints={
                "complete": _("Bawaan. Pemohon tidak dirugikan oleh pemeriksaan yang terlewat."),
                "wait": _("Permohonan tetap pada pemeriksaan kelengkapan sampai petugas menyatakannya."),
            }
        ),
        help_text=_("PerKI 1/2021 memberi 3 hari kerja untuk memeriksa dan tidak menyebut akibatnya."),
    )
    missed_repair = forms.ChoiceField(
        label=_("Bila pemohon tidak melengkapi sampai batas waktu"),
        choices=[("close", _("Ditutup, tetap tercatat")), ("wait", _("Menunggu petugas"))],
        widget=RadioSelect(
            hints={
                "close": _("Bawaan. Pemohon dapat mengajukan permohonan baru."),
                "wait": _("Permohonan tetap menunggu perbaikan sampai petugas menutupnya."),
            }
        ),
    )
    regime = forms.ChoiceField(
        label=_("Aturan tenggat instansi"),
        widget=RadioSelect,
        help_text=_("Berlaku bagi permohonan berikutnya; permohonan yang sudah terdaftar tidak berubah."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = all_regimes().values()
        field = cast(forms.ChoiceField, self.fields["regime"])
        field.widget = RadioSelect(hints={each.code: gettext(each.note) for each in offered})
        field.choices = [(each.code, regime_words(each)) for each in offered]

    def clean_region_code(self) -> str:
        """Return the code, or raise ValidationError for something else."""
        code = str(self.cleaned_data["region_code"])
        if code and not _REGION.fullmatch(code):
            raise forms.ValidationError(_("Tulis kode wilayah dengan titik, misalnya 33, 33.04, atau 33.04.12.2003."))
        return code

    def clean(self) -> dict[str, Any]:
        """Raise an error at the closing hour when it does not follow the opening hour."""
        given: dict[str, Any] = super().clean() or {}
        if "opens_at" in given and "closes_at" in given and given["opens_at"] >= given["closes_at"]:
            self.add_error("closes_at", _("Jam tutup harus setelah jam buka."))
        return given


class ColourField(forms.CharField):
    """A colour as six hexadecimal digits, with or without #, in any case."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"data-width": "s", "spellcheck": "false", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=9, **options)

    def to_python(self, value: Any) -> str:
        """Return #rrggbb; raise ValidationError for anything else."""
        text = "#" + str(super().to_python(value) or "").lower().removeprefix("#")
        if text != "#" and not _HEX.fullmatch(text):
            raise forms.ValidationError(_("Tulis warna sebagai enam angka heksadesimal, misalnya #0a489f."))
        return text.removesuffix("#") if text == "#" else text


class BrandingForm(forms.Form):
    """The six tokens of an agency's look."""

    brand_name = TextField(
        label=_("Nama pada kepala halaman"), max_length=80, help_text=_("Bila kosong, nama pendek instansi dipakai.")
    )
    brand_kind = TextField(
        label=_("Baris di bawahnya"),
        max_length=80,
        help_text=_("Misalnya: Pejabat Pengelola Informasi dan Dokumentasi."),
    )
    logo_text = TextField(
        label=_("Huruf pada lambang"), max_length=4, width="xs", help_text=_("Paling banyak empat huruf.")
    )
    colour_primary = ColourField(
        label=_("Warna utama"), help_text=_("Tombol dan tautan. Harus terbaca di atas putih dan warna muda.")
    )
    colour_dark = ColourField(
        label=_("Warna tua"), help_text=_("Kepala halaman; tulisan putih harus terbaca di atasnya.")
    )
    colour_light = ColourField(
        label=_("Warna muda"), help_text=_("Latar kotak; tulisan gelap harus terbaca di atasnya.")
    )

    def clean(self) -> dict[str, Any]:
        """Raise an error at each colour that people could not read."""
        given: dict[str, Any] = super().clean() or {}
        colours = [given.get(name, "") for name in ("colour_primary", "colour_dark", "colour_light")]
        if all(colours):
            for name, sentence in _faults(*colours):
                self.add_error(name, sentence)
        return given

    def colours(self) -> tuple[str, str, str] | None:
        """Return the three colours to preview, None while one of them is no colour."""
        if self.is_bound:
            found = tuple(self.cleaned_data.get(name, "") or self._typed(name) for name in _COLOURS)
        else:
            found = tuple(str(self.initial[name]) for name in _COLOURS)
        return (found[0], found[1], found[2]) if all(_HEX.fullmatch(each) for each in found) else None

    def _typed(self, name: str) -> str:
        return "#" + str(self.data.get(name, "")).strip().lower().removeprefix("#")


_COLOURS: Final = ("colour_primary", "colour_dark", "colour_light")


def _faults(primary: str, dark: str, light: str) -> list[tuple[str, str]]:
    """Return each sentence of theme_problems with the field that can mend it."""
    problems = theme_problems(primary, dark, light)
    without_primary = set(theme_problems("#000000", dark, light))
    without_dark = set(theme_problems(primary, "#000000", light))
    found = []
    for sentence in problems:
        if sentence not in without_dark:
            found.append(("colour_dark", f"{sentence} {gettext('Pilih warna yang lebih gelap.')}"))
        elif sentence not in without_primary:
            found.append(("colour_primary", f"{sentence} {gettext('Pilih warna yang lebih gelap.')}"))
        else:
            found.append(("colour_light", f"{sentence} {gettext('Pilih warna yang lebih terang.')}"))
    return found


class NumberForm(forms.Form):
    """How the numbers of one register are written."""

    code = TextField(
        label=_("Singkatan instansi"),
        max_length=20,
        width="m",
        help_text=_("Menggantikan {code} dalam pola. Huruf besar dan angka, misalnya PPID atau PPID-KOMINFO."),
        missing=_("Tulis singkatan instansi."),
    )
    template = TextField(
        label=_("Pola nomor"),
        max_length=rules.TEMPLATE_MAX,
        width="l",
        help_text=_("Bila kosong, pola bawaan {code}-{year}-{seq:06d} dipakai."),
    )

    def clean_code(self) -> str:
        """Return the code in capitals, or raise ValidationError."""
        code = str(self.cleaned_data["code"]).upper()
        if not rules.CODE.fullmatch(code):
            raise forms.ValidationError(
                _("Pakai hanya huruf, angka, titik, garis miring, garis bawah, dan tanda hubung, tanpa spasi.")
            )
        return code

    def clean(self) -> dict[str, Any]:
        """Raise an error at the template that could not be used."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("template") and "code" in given:
            try:
                check_template(given["template"], code=given["code"])
            except BadTemplate as bad:
                self.add_error("template", gettext(bad.sentence) % bad.params)
        return given


def settings_of(agency: Agency, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the agency's present values, for a form that was not sent yet."""
    return {name: getattr(agency, name) for name in names}
