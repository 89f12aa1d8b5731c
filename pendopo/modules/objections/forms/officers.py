"""Input of the officers' steps, each form named like its step."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel import clock
from pendopo.kernel.documents.forms import DocumentField, MultipleDocumentField
from pendopo.kernel.documents.rules import ANSWER_EXTENSIONS
from pendopo.kernel.tracking.forms.asking import ReceivedForm
from pendopo.kernel.tracking.forms.fields import (
    CodeField,
    LaterDateField,
    PhoneField,
    PlainForm,
    TextField,
    choices_of,
    day_field,
)
from pendopo.modules.objections.forms.citizen import ObjectorForm, past_day
from pendopo.modules.objections.forms.fields import ground_choices
from pendopo.modules.objections.rules import limits, objecting
from pendopo.modules.objections.rules.grounds import GROUNDS, WITHOUT_REQUEST
from pendopo.modules.objections.rules.objecting import Claim, Filing, Proxy, Reply, missing_words
from pendopo.ui.widgets import CheckboxSelectMultiple, RadioSelect

_SECTIONS: Final = (
    (_("Penerimaan"), ("channel", "received_on", "received_time")),
    (_("Yang dikeberatkan"), ("inquiry_number", "grounds", "position")),
    (_("Kuasa, bila ada"), ("proxy_name", "proxy_address", "proxy_phone", "files")),
)
# Only where there was no request before: ground b.
_PERIODIC: Final = (
    "asked", "purpose", "found_on", "kind", "name", "on_behalf_of", "nik", "other_id", "decree_number", "address",
    "phone", "email",
)  # fmt: skip


class RegisterForm(ReceivedForm, ObjectorForm):
    """One page for the desk: an objection brought in person, by letter, by e-mail or told on the telephone."""

    parts = _SECTIONS
    channel = forms.ChoiceField(
        label=_("Saluran"),
        choices=[each for each in choices_of(objecting.CHANNELS) if each[0] in objecting.STAFF_CHANNELS],
        widget=RadioSelect,
        error_messages={"required": _("Pilih saluran keberatan.")},
    )
    received_on = day_field(
        _("Tanggal diterima"),
        _("Tulis tanggal diterima."),
        help_text=_("Saat keberatan sampai di instansi, boleh sebelum hari ini. Tenggat dihitung dari sini."),
    )
    inquiry_number = CodeField(
        label=_("Nomor pendaftaran permohonan"),
        help_text=_("Kosongkan hanya bila keberatan tentang informasi berkala yang tidak disediakan (alasan b)."),
        required=False,
        max_length=80,
        widget=forms.TextInput({"data-width": "m", "autocomplete": "off"}),
    )
    grounds = forms.MultipleChoiceField(
        label=_("Alasan keberatan"),
        choices=ground_choices(GROUNDS),
        widget=CheckboxSelectMultiple,
        error_messages={"required": _("Pilih paling sedikit satu alasan.")},
    )
    position = TextField(
        label=_("Kasus posisi"),
        help_text=_("Tulis sebagaimana disampaikan pemohon."),
        missing=_("Tulis kasus posisi."),
        max_length=limits.POSITION_MAX,
        rows=6,
    )
    asked = TextField(
        label=_("Informasi berkala yang tidak disediakan"), later=True, max_length=limits.ASKED_MAX, rows=3
    )
    purpose = TextField(label=_("Tujuan penggunaan informasi"), later=True, max_length=limits.PURPOSE_MAX, rows=2)
    found_on = LaterDateField(label=_("Diketahui pemohon pada tanggal"))
    proxy_name = TextField(label=_("Nama kuasa"), max_length=200)
    proxy_address = TextField(label=_("Alamat kuasa"), max_length=500, rows=2)
    proxy_phone = PhoneField(label=_("Telepon kuasa"), required=False, max_length=40)
    files = MultipleDocumentField(
        label=_("Surat keberatan, surat kuasa, atau bukti lain"), required=False, limit=limits.FILES_MAX
    )

    def periodic(self) -> list[Any]:
        """Return the fields that are needed only without a request."""
        return [self[name] for name in _PERIODIC]

    @property
    def asks_periodic(self) -> bool:
        """Return whether those fields must be open."""
        return any(self[name].errors or (name != "kind" and self[name].value()) for name in _PERIODIC)

    def clean(self) -> dict[str, Any]:
        """Put the moment of receipt together; ask who objects only where no request tells it."""
        given: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        self.check_moment(given)
        if given.get("proxy_name") and not given.get("proxy_address"):
            self.add_error("proxy_address", gettext("Tulis alamat kuasa."))
        if not given.get("inquiry_number") and not self.has_error("inquiry_number"):
            self._check_periodic(given)
        return given

    def _check_periodic(self, given: dict[str, Any]) -> None:
        if set(given.get("grounds", [])) - {WITHOUT_REQUEST}:
            sentence = gettext("Tulis nomor permohonan. Tanpa permohonan hanya alasan b yang dapat dipakai.")
            self.add_error("inquiry_number", sentence)
            return
        if not given.get("asked"):
            self.add_error("asked", gettext("Tulis informasi yang tidak tersedia."))
        if given.get("found_on") is None and not self.has_error("found_on"):
            self.add_error("found_on", gettext("Tulis tanggal pemohon mengetahuinya."))
        elif given.get("found_on"):
            try:
                past_day(given["found_on"], clock.now().astimezone(timezone.get_current_timezone()).date())
            except ValidationError as refused:
                self.add_error("found_on", refused)
        self.ask_identity(given)

    def filing(self, inquiry_id: UUID | None) -> Filing:
        """Return what was handed in; valid forms only."""
        given = self.cleaned_data
        grounds = "".join(given["grounds"])
        return Filing(
            Claim(grounds, given["position"], given.get("asked", ""), given.get("purpose", "")),
            inquiry_id=inquiry_id,
            objector=None if inquiry_id else self.objector(),
            found_on=given.get("found_on"),
            proxy=Proxy(given["proxy_name"], given["proxy_address"], given["proxy_phone"]),
            channel=given["channel"],
            received_at=given["received_at"],
        )


class SettleForm(PlainForm):
    """How the talk ended, with its minutes."""

    outcome = forms.ChoiceField(
        label=_("Hasil musyawarah"),
        choices=choices_of(objecting.SETTLEMENTS),
        widget=RadioSelect,
        error_messages={"required": _("Pilih hasil musyawarah.")},
    )
    on = day_field(_("Tanggal musyawarah"), _("Tulis tanggal musyawarah."))
    note = TextField(
        label=_("Isi kesepakatan atau pokok pembicaraan"),
        help_text=_("Dibaca pemohon di halaman lacak."),
        missing=_("Tulis isi kesepakatan atau pokok pembicaraan."),
        max_length=limits.NOTE_MAX,
        rows=4,
    )
    minutes = DocumentField(
        label=_("Berita acara"), allowed=ANSWER_EXTENSIONS, error_messages={"required": _("Unggah berita acara.")}
    )

    def __init__(self, *given: Any, first: dt.date, today: dt.date) -> None:
        """Take the first and last date on which the talk can have been."""
        super().__init__(*given)
        self.first, self.today = first, today

    def clean_on(self) -> dt.date:
        """Refuse a day before the objection, and one that has not come."""
        on: dt.date = self.cleaned_data["on"]
        if not self.first <= on <= self.today:
            raise ValidationError(_("Pilih tanggal sejak keberatan diterima sampai hari ini."), code="range")
        return on


class AnswerForm(PlainForm):
    """The superior's decision, its reasons, and the order with its time limit."""

    decision = forms.ChoiceField(
        label=_("Putusan"),
        choices=choices_of(objecting.DECISIONS),
        widget=RadioSelect,
        error_messages={"required": _("Pilih putusan.")},
    )
    reasons = TextField(
        label=_("Pertimbangan"),
        help_text=_("Wajib bila keberatan ditolak atau dikabulkan sebagian."),
        later=True,
        max_length=limits.NOTE_MAX,
        rows=6,
    )
    order = TextField(
        label=_("Perintah kepada PPID"),
        help_text=_("Wajib bila dikabulkan: informasi yang diserahkan, atau yang harus dilakukan."),
        later=True,
        max_length=limits.NOTE_MAX,
        rows=4,
    )
    execute_by = LaterDateField(label=_("Dilaksanakan paling lambat"), help_text=_("Wajib bila dikabulkan."))

    def __init__(self, *given: Any, today: dt.date, usual: dt.date) -> None:
        """Take the agency's local date and the date that is proposed."""
        super().__init__(*given)
        self.today = today
        self.fields["execute_by"].initial = usual

    def clean(self) -> dict[str, Any]:
        """Ask for what the law demands of this decision."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("decision") not in objecting.ORDERING:
            given["execute_by"] = None
        by = given.get("execute_by")
        if by is not None and not self.today <= by <= self.today + dt.timedelta(days=limits.EXECUTION_DAYS_MAX):
            self.add_error("execute_by", gettext("Pilih tanggal mulai hari ini, paling lama satu tahun lagi."))
        if given.get("decision"):
            for field, sentence in missing_words(self.reply(), has_date=by is not None).items():
                if not self.has_error(field):
                    self.add_error(field, gettext(sentence))
        return given

    def reply(self) -> Reply:
        """Return the answer; what does not belong to its decision is left out."""
        given = self.cleaned_data
        decision = given.get("decision", "")
        order = given.get("order", "") if decision in objecting.ORDERING else ""
        return Reply(decision, given.get("reasons", ""), order)


class ExecuteForm(PlainForm):
    """What was handed over or done."""

    note = TextField(
        label=_("Yang diserahkan atau dilakukan"),
        help_text=_("Dibaca pemohon di halaman lacak."),
        missing=_("Tulis apa yang diserahkan atau dilakukan."),
        max_length=limits.NOTE_MAX,
        rows=4,
    )
    files = MultipleDocumentField(
        label=_("Berkas untuk pemohon"),
        help_text=_("Pemohon langsung dapat mengunduhnya. Hitamkan dahulu bagian yang tetap dikecualikan."),
        required=False,
        allowed=ANSWER_EXTENSIONS,
    )


class NoteForm(PlainForm):
    """An internal note."""

    text = TextField(
        label=_("Catatan"),
        missing=_("Tulis catatan."),
        help_text=_("Hanya dibaca petugas. Pemohon tidak melihatnya."),
        max_length=limits.NOTE_MAX,
        rows=5,
    )


class StaffRespondForm(PlainForm):
    """What the requester said at the desk, in a letter or on the telephone."""

    response = forms.ChoiceField(
        label=_("Tanggapan pemohon"),
        choices=choices_of(objecting.RESPONSES),
        widget=RadioSelect,
        error_messages={"required": _("Pilih tanggapan pemohon.")},
    )
    note = TextField(
        label=_("Bentuk dan tanggal pernyataan"),
        missing=_("Tulis bagaimana pemohon menyatakannya."),
        max_length=limits.NOTE_MAX,
        rows=3,
    )


class StaffWithdrawForm(PlainForm):
    """How the requester said so."""

    reason = TextField(
        label=_("Pernyataan pemohon"),
        missing=_("Tulis bagaimana pemohon menyatakan pencabutan."),
        help_text=_("Sebutkan bentuk dan tanggal pernyataannya, misalnya surat tertanggal 3 Agustus 2026."),
        max_length=limits.NOTE_MAX,
        rows=3,
    )
