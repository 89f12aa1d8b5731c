"""The pages on which a citizen objects: the grounds, the story, who objects, and the confirmation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.people.models import ContactKind
from pendopo.kernel.tracking.forms.asking import KeptFilesForm, TrapForm
from pendopo.kernel.tracking.forms.fields import (
    KeptFilesField,
    MailField,
    NikField,
    PhoneField,
    PlainForm,
    TextField,
    day_field,
)
from pendopo.kernel.tracking.rules import OLDEST_DAYS, missing_identity
from pendopo.modules.objections.forms.fields import ground_choices
from pendopo.modules.objections.rules import limits
from pendopo.modules.objections.rules.grounds import Standing
from pendopo.modules.objections.rules.objecting import Objector, Proxy
from pendopo.ui.formats import long_date
from pendopo.ui.widgets import CheckboxSelectMultiple, RadioSelect

SELF, BY_PROXY = "self", "proxy"


class GroundsForm(PlainForm):
    """Why the requester objects: those of the seven grounds that are there now."""

    grounds = forms.MultipleChoiceField(
        label=_("Mengapa Anda berkeberatan?"),
        help_text=_("Pilih semua yang sesuai."),
        error_messages={"required": _("Pilih paling sedikit satu alasan.")},
    )

    def __init__(self, *given: Any, standings: Sequence[Standing], **options: Any) -> None:
        """Offer the grounds that stand now, each with its last day."""
        super().__init__(*given, **options)
        there = [line for line in standings if line.found_at is not None]
        hints = {line.ground.letter: _until(line) for line in there}
        field = self.fields["grounds"]
        field.widget = CheckboxSelectMultiple(hints=hints)
        field.choices = ground_choices(hints)  # type: ignore[attr-defined]

    def letters(self) -> str:
        """Return the chosen letters."""
        return "".join(self.cleaned_data["grounds"])


def _until(line: Standing) -> str:
    if line.until is None:
        return ""
    words = {"date": long_date(line.until)}
    if line.is_late:
        return gettext("Waktunya lewat pada %(date)s. Tetap dapat diajukan dan diberi catatan terlambat.") % words
    return gettext("Dapat diajukan sampai %(date)s.") % words


class PeriodicForm(TrapForm):
    """Which periodic information is missing, and since when that is known (ground b, without a request)."""

    asked = TextField(
        label=_("Informasi berkala apa yang tidak tersedia?"),
        help_text=_("Misalnya laporan keuangan tahunan, ringkasan kinerja, atau profil badan publik."),
        missing=_("Tulis informasi yang tidak tersedia."),
        max_length=limits.ASKED_MAX,
        rows=4,
    )
    purpose = TextField(
        label=_("Untuk apa informasi ini digunakan?"),
        missing=_("Tulis tujuan penggunaan informasi, satu kalimat saja cukup."),
        max_length=limits.PURPOSE_MAX,
        rows=2,
    )
    found_on = day_field(_("Kapan Anda mengetahuinya?"), _("Tulis tanggal Anda mengetahuinya."))

    def __init__(self, *given: Any, today: dt.date, **options: Any) -> None:
        """Take the agency's local date."""
        super().__init__(*given, **options)
        self.today = today

    def clean_found_on(self) -> dt.date:
        """Refuse a day that has not come, and one so long ago that the year must be wrong."""
        return past_day(self.cleaned_data["found_on"], self.today)


def past_day(day: dt.date, today: dt.date) -> dt.date:
    """Return `day` if it lies between a year ago and `today`; raise ValidationError otherwise."""
    if day > today:
        raise forms.ValidationError(gettext("Tanggal ini belum tiba. Pilih hari ini atau sebelumnya."), code="future")
    if day < today - dt.timedelta(days=OLDEST_DAYS):
        raise forms.ValidationError(
            gettext("Tanggal ini lebih dari satu tahun yang lalu. Periksa tahunnya."), code="old"
        )
    return day


class StoryForm(KeptFilesForm):
    """The position (kasus posisi), and who speaks for the requester, with a power of attorney."""

    position = TextField(
        label=_("Ceritakan apa yang terjadi"),
        help_text=_("Kasus posisi: apa yang Anda minta, apa yang Anda terima, dan mengapa Anda berkeberatan."),
        missing=_("Tulis apa yang terjadi, beberapa kalimat saja cukup."),
        max_length=limits.POSITION_MAX,
        rows=7,
    )
    speaker = forms.ChoiceField(
        label=_("Siapa yang mengajukan?"),
        choices=[(SELF, _("Saya sendiri")), (BY_PROXY, _("Saya kuasa pemohon"))],
        widget=RadioSelect(hints={BY_PROXY: _("Lampirkan surat kuasa khusus bermeterai cukup.")}),
        initial=SELF,
        error_messages={"required": _("Pilih siapa yang mengajukan.")},
    )
    proxy_name = TextField(label=_("Nama kuasa"), later=True, max_length=200)
    proxy_address = TextField(label=_("Alamat kuasa"), later=True, max_length=500, rows=2)
    proxy_phone = PhoneField(
        label=_("Telepon kuasa"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"type": "tel", "data-width": "m"}),
    )
    files = KeptFilesField(label=_("Surat kuasa dan bukti lain"), limit=limits.FILES_MAX, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask a proxy for name, address and the power of attorney (PerKI 1/2021 Pasal 39 ayat (4))."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("speaker") == BY_PROXY:
            if not given.get("proxy_name") and not self.has_error("proxy_name"):
                self.add_error("proxy_name", gettext("Tulis nama kuasa."))
            if not given.get("proxy_address") and not self.has_error("proxy_address"):
                self.add_error("proxy_address", gettext("Tulis alamat kuasa."))
            left = [each for each in self.stored if each["id"] not in given.get("remove", [])]
            if not left and not self.accepted_files() and not self.has_error("files"):
                self.add_error("files", gettext("Lampirkan surat kuasa."))
        return given

    def answers(self) -> dict[str, str]:
        """Return the answers as the draft keeps them; what belongs to a proxy only where there is one."""
        names = ("position", "speaker", "proxy_name", "proxy_address", "proxy_phone")
        kept = {name: str(self.cleaned_data.get(name, "")) for name in names}
        if kept["speaker"] != BY_PROXY:
            kept |= {"proxy_name": "", "proxy_address": "", "proxy_phone": ""}
        return kept

    @property
    def asks_proxy(self) -> bool:
        """Return whether the fields of a proxy must be open."""
        return self["speaker"].value() == BY_PROXY


def proxy_of(answers: Mapping[str, str]) -> Proxy:
    """Return the proxy out of the answers of the story's page."""
    return Proxy(answers["proxy_name"], answers["proxy_address"], answers["proxy_phone"])


KINDS: Final = [(kind.value, kind.label) for kind in ContactKind]
_OBJECTOR: Final = (
    "kind", "name", "address", "nik", "other_id", "decree_number", "on_behalf_of", "phone", "email",
)  # fmt: skip


class ObjectorForm(PlainForm):
    """Who objects without a request before (identitas lengkap pemohon)."""

    kind = forms.ChoiceField(
        label=_("Anda berkeberatan sebagai"),
        choices=KINDS,
        widget=RadioSelect,
        initial=ContactKind.PERSON.value,
        error_messages={"required": _("Pilih jenis pemohon.")},
    )
    name = TextField(label=_("Nama lengkap"), help_text=_("Seperti pada KTP."), later=True, max_length=200)
    on_behalf_of = TextField(
        label=_("Nama kelompok atau badan hukum"),
        help_text=_("Bila Anda bukan perorangan."),
        later=True,
        max_length=200,
    )
    nik = NikField(
        label=_("NIK"),
        help_text=_("16 angka pada KTP. Tidak diperlukan untuk badan hukum."),
    )
    other_id = TextField(
        label=_("Identitas lain"), help_text=_("Bila tidak punya NIK: jenis dan nomornya."), later=True, max_length=100
    )
    decree_number = TextField(
        label=_("Nomor pengesahan badan hukum"), help_text=_("Hanya untuk badan hukum."), later=True, max_length=100
    )
    address = TextField(label=_("Alamat"), later=True, max_length=500, rows=3)
    phone = PhoneField(
        label=_("Nomor telepon"),
        help_text=_("Isi telepon atau surel, satu saja cukup."),
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "data-width": "m"}),
    )
    email = MailField(
        label=_("Alamat surel"), max_length=254, widget=forms.EmailInput({"autocomplete": "email", "data-width": "l"})
    )

    def clean(self) -> dict[str, Any]:
        """Say which element of the identity is missing, beside its field."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self.ask_identity(given)
        return given

    def ask_identity(self, given: Mapping[str, Any]) -> None:
        """Add an error for each element of the identity that is missing."""
        for field, sentence in missing_identity(given).items():
            if not self.has_error(field) and not (field == "phone" and self.has_error("email")):
                self.add_error(field, gettext(sentence))

    def objector(self) -> Objector:
        """Return who objects; valid forms only."""
        return Objector(**{name: str(self.cleaned_data.get(name) or "") for name in _OBJECTOR})


class CheckAnswersForm(PlainForm):
    """The statement under which an objection is sent."""

    statement = forms.BooleanField(
        label=_("Yang saya tulis benar, dan saya telah membaca pemberitahuan tentang data pribadi di atas."),
        error_messages={"required": _("Centang pernyataan ini untuk mengirim keberatan.")},
    )


class OwnWithdrawForm(PlainForm):
    """Why the own objection ends; nobody has to say."""

    reason = TextField(label=_("Mengapa Anda mencabutnya?"), max_length=limits.NOTE_MAX, rows=3)


class RespondForm(PlainForm):
    """What the requester says of the answer."""

    note = TextField(label=_("Ada yang ingin Anda sampaikan?"), max_length=limits.NOTE_MAX, rows=3)
