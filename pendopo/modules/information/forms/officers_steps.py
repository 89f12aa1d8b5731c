"""Input of the steps from registration to hand-over, each form named like its step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.calendar.queries import regime_words
from pendopo.kernel.documents.forms import MultipleDocumentField
from pendopo.kernel.documents.models import Visibility
from pendopo.kernel.documents.rules import ANSWER_EXTENSIONS
from pendopo.kernel.people.models import Contact
from pendopo.kernel.tracking.forms.fields import (
    MailField,
    NikField,
    PhoneField,
    PlainForm,
    TextField,
    choices_of,
    day_field,
)
from pendopo.lib.deadlines import Regime
from pendopo.modules.information.forms.officers_fields import BlockField, TickField
from pendopo.modules.information.rules.grounds import EXTENSION_REASONS
from pendopo.modules.information.rules.limits import DETAILS_MAX, NOTE_MAX, PURPOSE_MAX
from pendopo.modules.information.rules.request import NIK_REASONS, REPAIR_ITEMS
from pendopo.ui.formats import medium_date
from pendopo.ui.widgets import CheckboxSelectMultiple, RadioSelect


class DeclareIncompleteForm(PlainForm):
    """What is missing, and a word to the requester."""

    items = forms.MultipleChoiceField(
        label=_("Yang perlu dilengkapi pemohon"),
        choices=choices_of(REPAIR_ITEMS),
        widget=CheckboxSelectMultiple,
        error_messages={"required": _("Pilih paling sedikit satu hal yang perlu dilengkapi.")},
    )
    note = BlockField(
        label=_("Penjelasan untuk pemohon"),
        help_text=_(
            "Dibaca pemohon dalam surat dan di halaman lacak. Jelaskan apa yang kurang dan cara melengkapinya."
        ),
        max_length=NOTE_MAX,
    )


class StaffRepairForm(PlainForm):
    """Corrections that the requester brought to the desk; empty boxes change nothing."""

    addition = BlockField(label=_("Tambahan rincian informasi yang diminta"), max_length=DETAILS_MAX)
    purpose = BlockField(label=_("Tujuan penggunaan informasi"), max_length=PURPOSE_MAX, rows=2)
    name = TextField(label=_("Nama lengkap"), max_length=200)
    on_behalf_of = TextField(label=_("Bertindak untuk"), max_length=200)
    nik = NikField(
        label=_("NIK"),
        required=False,
    )
    decree_number = TextField(label=_("Nomor pengesahan badan hukum"), max_length=100)
    other_id = TextField(label=_("Identitas lain"), max_length=100)
    address = BlockField(label=_("Alamat"), max_length=500, rows=2)
    phone = PhoneField(label=_("Nomor telepon"), required=False, widget=forms.TextInput({"data-width": "m"}))
    email = MailField(label=_("Alamat surel"), required=False)
    files = MultipleDocumentField(label=_("Salinan identitas atau surat kuasa"), required=False, limit=5)

    def __init__(self, *given: Any, contact: Contact) -> None:
        """Show what is known of the requester; the NIK stays closed."""
        self.known = {
            name: getattr(contact, name)
            for name in ("name", "on_behalf_of", "decree_number", "other_id", "address", "phone", "email")
        }
        super().__init__(*given, initial=self.known)
        if contact.nik_digest:
            self.fields["nik"].help_text = _("Sudah tercatat: %(nik)s. Isi hanya bila perlu diganti.") % {
                "nik": contact.masked_nik
            }

    def clean(self) -> dict[str, Any]:
        """Refuse a form that changes nothing."""
        given = super().clean() or {}
        told = self.changes() or given.get("addition") or given.get("purpose") or given.get("files")
        if not self.errors and not told:
            raise ValidationError(_("Belum ada yang dilengkapi. Isi paling sedikit satu bagian."), code="nothing")
        return given

    def changes(self) -> dict[str, str]:
        """Return the contact's fields that were changed; what was emptied stays as it was."""
        # What comes back as it was shown is no change, also where tidying writes it otherwise, as with telephones.
        touched = [name for name in (*self.known, "nik") if self.data.get(name, "") != self.known.get(name, "")]
        typed = {name: self.cleaned_data.get(name, "") for name in touched}
        return {name: value for name, value in typed.items() if value and value != self.known.get(name, "")}


class SetRegimeForm(PlainForm):
    """Which set of periods holds, and why."""

    regime = forms.ChoiceField(
        label=_("Aturan tenggat"), widget=RadioSelect, error_messages={"required": _("Pilih aturan tenggat.")}
    )
    reason = BlockField(
        label=_("Alasan"),
        help_text=_("Misalnya: yang diminta adalah informasi tahapan pemilu."),
        missing=_("Tulis alasannya. Alasan ini dicatat pada cara hitung tenggat."),
        max_length=NOTE_MAX,
        rows=3,
    )

    def __init__(self, *given: Any, regimes: Iterable[Regime]) -> None:
        """Take the regimes that may be chosen."""
        super().__init__(*given)
        offered = list(regimes)
        field = cast(forms.ChoiceField, self.fields["regime"])
        field.widget = RadioSelect(hints={each.code: gettext(each.note) for each in offered})
        field.choices = [(each.code, regime_words(each)) for each in offered]


def unit_field(units: Iterable[Unit], label: Any) -> forms.ChoiceField:
    """Return the choice of a unit; `units` are those that may be chosen."""
    choices = [("", _("Pilih unit")), *((str(unit.pk), unit.name) for unit in units)]
    return forms.ChoiceField(label=label, choices=choices, error_messages={"required": _("Pilih unit.")})


class _UnitForm(PlainForm):
    """Base of forms that choose a unit; the cleaned value is the unit itself."""

    unit_label: Any = _("Unit")

    def __init__(self, *given: Any, units: Iterable[Unit]) -> None:
        """Take the units that may be chosen."""
        super().__init__(*given)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields = {"unit": unit_field(self.units.values(), self.unit_label), **self.fields}

    def clean_unit(self) -> Unit:
        """Return the chosen unit."""
        return self.units[self.cleaned_data["unit"]]


class AssignForm(_UnitForm):
    """The unit that holds the information, and a word to it."""

    unit_label = _("Unit yang menguasai informasi")
    note = BlockField(label=_("Pesan untuk unit"), max_length=NOTE_MAX, rows=3)
    # The unit that had it when the page was opened: a hand-over by a colleague meanwhile is not undone unseen.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, units: Iterable[Unit], holder: str) -> None:
        """Take the units that may be chosen, and the key of the one that has the request now."""
        super().__init__(*given, units=units)
        self.initial["seen"] = holder


class AskUnitForm(_UnitForm):
    """A question to another unit with an internal deadline."""

    unit_label = _("Unit yang diminta memberi bahan")
    question = BlockField(
        label=_("Bahan yang diperlukan"),
        missing=_("Tulis bahan yang diperlukan."),
        help_text=_("Unit melihat pertanyaan ini dan isi permohonan, tidak identitas pemohon."),
        max_length=NOTE_MAX,
    )
    due_on = day_field(_("Ditunggu sampai tanggal"), required=False)

    def __init__(self, *given: Any, units: Iterable[Unit], today: dt.date, last: dt.date, usual: dt.date) -> None:
        """Take the first and last date that may be chosen, and the one when none is: `usual`, by the agency's calendar."""
        super().__init__(*given, units=units)
        self.today, self.last = today, last
        self.fields["due_on"].help_text = gettext("Bila kosong: %(date)s, atau sesudahnya bila unit itu libur.") % {
            "date": medium_date(usual)
        }

    def clean_due_on(self) -> dt.date | None:
        """Refuse a date in the past and one far away."""
        due_on: dt.date | None = self.cleaned_data["due_on"]
        if due_on is not None and not self.today <= due_on <= self.last:
            raise ValidationError(_("Pilih tanggal mulai hari ini, paling lama satu tahun lagi."), code="range")
        return due_on


class SupplyForm(PlainForm):
    """A unit's answer, with files."""

    answer = BlockField(
        label=_("Jawaban unit"),
        missing=_("Tulis jawaban, atau sebutkan bahwa bahan terlampir."),
        max_length=NOTE_MAX,
    )
    files = MultipleDocumentField(label=_("Berkas bahan"), required=False, allowed=ANSWER_EXTENSIONS)


class NoteForm(PlainForm):
    """An internal note."""

    text = BlockField(
        label=_("Catatan"),
        missing=_("Tulis catatan."),
        help_text=_("Hanya dibaca petugas. Pemohon tidak melihatnya."),
        max_length=NOTE_MAX,
    )


class ExtendForm(PlainForm):
    """One of the two lawful reasons, explained."""

    reason = forms.ChoiceField(
        label=_("Alasan perpanjangan"),
        choices=choices_of(EXTENSION_REASONS),
        widget=RadioSelect,
        error_messages={"required": _("Pilih alasan perpanjangan.")},
    )
    note = BlockField(
        label=_("Penjelasan tertulis untuk pemohon"),
        missing=_("Tulis penjelasan. Undang-undang mewajibkan alasan tertulis."),
        max_length=NOTE_MAX,
    )


class SendBackForm(PlainForm):
    """What has to be changed in the draft."""

    note = BlockField(
        label=_("Yang perlu diperbaiki"), missing=_("Tulis apa yang perlu diperbaiki."), max_length=NOTE_MAX
    )


class RecordPaymentForm(PlainForm):
    """The receipt of the payment."""

    note = TextField(
        label=_("Nomor dan tanggal bukti pembayaran"),
        missing=_("Tulis nomor dan tanggal bukti pembayaran."),
        max_length=200,
    )


class DeliverForm(PlainForm):
    """How the information was handed over."""

    note = BlockField(
        label=_("Cara dan penerima"),
        missing=_("Tulis cara penyerahan dan kepada siapa."),
        help_text=_("Misalnya: diambil langsung oleh pemohon di meja layanan, atau nomor resi pengiriman."),
        max_length=NOTE_MAX,
        rows=3,
    )


class StaffWithdrawForm(PlainForm):
    """How the requester said so."""

    reason = BlockField(
        label=_("Pernyataan pemohon"),
        missing=_("Tulis bagaimana pemohon menyatakan pencabutan."),
        help_text=_("Sebutkan bentuk dan tanggal pernyataannya, misalnya surat tertanggal 3 Agustus 2026."),
        max_length=NOTE_MAX,
        rows=3,
    )


class RevealNikForm(PlainForm):
    """Why the NIK has to be seen."""

    reason = forms.ChoiceField(
        label=_("Alasan membuka NIK"),
        choices=choices_of(NIK_REASONS),
        widget=RadioSelect,
        help_text=_("Alasan dicatat bersama nama Anda dan waktunya."),
        error_messages={"required": _("Pilih alasan membuka NIK.")},
    )


class SetFileVisibilityForm(PlainForm):
    """Who sees a file of the answer."""

    visibility = forms.ChoiceField(
        label=_("Siapa yang dapat melihat berkas ini"), choices=Visibility, widget=RadioSelect
    )
    public_on = day_field(
        _("Umum mulai tanggal"), required=False, help_text=_("Isi hanya untuk pilihan “Umum mulai tanggal”.")
    )

    checked = TickField(
        label=_("Sudah diperiksa: temuan pada pemeriksaan data pribadi boleh dibuka"),
        help_text=_("Nama Anda dan waktunya dicatat."),
    )

    def __init__(self, *given: Any, settled: bool = True, **options: Any) -> None:
        """Ask for the tick unless nothing was found in the file, or somebody has looked at it: `settled`."""
        super().__init__(*given, **options)
        if settled:
            del self.fields["checked"]

    def clean(self) -> dict[str, Any]:
        """Ask for date and tick where they belong, and drop the date elsewhere."""
        given = super().clean() or {}
        opened = given.get("visibility") not in {None, Visibility.PRIVATE}
        if opened and "checked" in self.fields and not given.get("checked"):
            self.add_error("checked", gettext("Lihat temuannya, lalu centang “Sudah diperiksa” bila boleh dibuka."))
        if given.get("visibility") != Visibility.PUBLIC_ON:
            given["public_on"] = None
        elif given.get("public_on") is None and "public_on" not in self.errors:
            self.add_error("public_on", gettext("Tulis tanggal mulai berkas ini terbuka untuk umum."))
        return given


class RemoveFileForm(PlainForm):
    """Why a file is taken away."""

    reason = TextField(
        label=_("Alasan menghapus"),
        missing=_("Tulis alasan menghapus berkas."),
        help_text=_("Isi berkas dihapus dan tidak dapat dikembalikan. Nama petugas, waktu, dan alasan tetap tercatat."),
        max_length=300,
    )
