"""Registering on behalf (permohonan yang dicatat petugas): what came by desk, telephone, letter, e-mail, social media."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel import clock
from pendopo.kernel.documents.forms import MultipleDocumentField
from pendopo.kernel.tracking.forms.fields import MailField, NikField, PhoneField, PlainForm, choices_of
from pendopo.modules.information.forms.officers_fields import BlockField, LineField, TickField
from pendopo.modules.information.rules import request
from pendopo.modules.information.rules.limits import DETAILS_MAX, PURPOSE_MAX
from pendopo.ui.widgets import DateInput, RadioSelect, TimeInput

# A letter found in a drawer may be months old; anything older is a slip in the year.
OLDEST_DAYS: Final = 366
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}")
_KINDS: Final = (
    (request.PERSON, _("Perorangan")),
    (request.GROUP, _("Kelompok orang")),
    (request.LEGAL_ENTITY, _("Badan hukum")),
)
# The sections of the page: heading, fields.
_SECTIONS: Final = (
    (_("Penerimaan"), ("channel", "received_on", "received_time")),
    (
        _("Pemohon"),
        (
            "kind",
            "name",
            "on_behalf_of",
            "nik",
            "other_id",
            "decree_number",
            "address",
            "phone",
            "email",
            "occupation",
            "files",
        ),
    ),
    (_("Permohonan"), ("details", "purpose", "obtain_way", "delivery_way")),
    (_("Bantuan dan pembenaran"), ("accommodation", "help_given", "read_back")),
)


class RegisterForm(PlainForm):
    """One page for the desk. Identity may be incomplete: the request is registered, then completion is asked for."""

    channel = forms.ChoiceField(
        label=_("Saluran"),
        choices=[(value, label) for value, label in choices_of(request.CHANNELS) if value in request.STAFF_CHANNELS],
        widget=RadioSelect,
        error_messages={"required": _("Pilih saluran permohonan.")},
    )
    received_on = forms.DateField(
        label=_("Tanggal diterima"),
        help_text=_("Saat permohonan sampai di instansi, boleh sebelum hari ini. Tenggat dihitung dari sini."),
        widget=DateInput,
        error_messages={
            "required": _("Tulis tanggal diterima."),
            "invalid": _("Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-08-03."),
        },
    )
    received_time = forms.TimeField(
        label=_("Jam diterima"),
        widget=TimeInput,
        error_messages={
            "required": _("Tulis jam diterima."),
            "invalid": _("Tulis jam sebagai jam:menit, misalnya 10:05."),
        },
    )
    kind = forms.ChoiceField(label=_("Jenis pemohon"), choices=_KINDS, widget=RadioSelect, initial=request.PERSON)
    name = LineField(label=_("Nama lengkap pemohon"), missing=_("Tulis nama pemohon."), max_length=200)
    on_behalf_of = LineField(
        label=_("Bertindak untuk"), help_text=_("Nama kelompok atau pemberi kuasa."), max_length=200
    )
    nik = NikField(
        label=_("NIK"),
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "data-width": "m"}),
    )
    other_id = LineField(
        label=_("Identitas lain"), help_text=_("Bila tidak punya NIK: jenis dan nomornya."), max_length=100
    )
    decree_number = LineField(label=_("Nomor pengesahan badan hukum"), max_length=100)
    address = BlockField(label=_("Alamat"), max_length=500, rows=2)
    phone = PhoneField(
        label=_("Nomor telepon"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"type": "tel", "data-width": "m"}),
    )
    email = MailField(
        label=_("Alamat surel"), required=False, max_length=254, widget=forms.EmailInput({"data-width": "l"})
    )
    occupation = LineField(label=_("Pekerjaan"), max_length=100, width="l")
    files = MultipleDocumentField(
        label=_("Salinan identitas, surat kuasa, atau surat permohonan"), required=False, limit=5
    )
    details = BlockField(
        label=_("Informasi yang diminta"),
        missing=_("Tulis informasi yang diminta."),
        help_text=_("Tulis sebagaimana disampaikan pemohon."),
        max_length=DETAILS_MAX,
        rows=6,
    )
    purpose = BlockField(label=_("Tujuan penggunaan informasi"), max_length=PURPOSE_MAX, rows=2)
    obtain_way = forms.ChoiceField(
        label=_("Cara memperoleh informasi"),
        choices=choices_of(request.OBTAIN_WAYS),
        widget=RadioSelect,
        error_messages={"required": _("Pilih cara memperoleh informasi.")},
    )
    delivery_way = forms.ChoiceField(
        label=_("Cara penyampaian"),
        choices=choices_of(request.DELIVERY_WAYS),
        widget=RadioSelect,
        error_messages={"required": _("Pilih cara penyampaian.")},
    )
    accommodation = forms.ChoiceField(
        label=_("Kebutuhan khusus pemohon"),
        choices=choices_of(request.ACCOMMODATIONS),
        initial="none",
        widget=forms.Select({"data-width": "l"}),
    )
    help_given = BlockField(
        label=_("Bantuan yang diberikan petugas"),
        help_text=_("Misalnya: dibantu menulis formulir, dibacakan isinya."),
        max_length=500,
        rows=2,
    )
    read_back = TickField(
        label=_("Isian sudah dibacakan kepada pemohon dan dibenarkannya"),
        help_text=_("Wajib bila permohonan disampaikan langsung atau lewat telepon."),
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def sections(self) -> list[tuple[Any, list[Any]]]:
        """Return the page's sections: heading and fields."""
        return [(heading, [self[name] for name in names]) for heading, names in _SECTIONS]

    def clean_token(self) -> str:
        """Refuse a token that this program did not make."""
        token = str(self.cleaned_data["token"])
        if not _TOKEN.fullmatch(token):
            raise ValidationError(_("Muat ulang halaman ini, lalu kirim sekali lagi."), code="token")
        return token

    def clean(self) -> dict[str, Any]:
        """Put the moment of receipt together; let the way of delivery fit the rest."""
        given = super().clean() or {}
        on, at = given.get("received_on"), given.get("received_time")
        if on and at:
            self._check_moment(on, at)
        obtain, delivery = given.get("obtain_way"), given.get("delivery_way")
        if given.get("channel") in request.ORAL and not given.get("read_back"):
            self.add_error("read_back", gettext("Bacakan isian ini kepada pemohon, lalu tandai bila sudah dibenarkan."))
        if delivery == request.BY_EMAIL and not given.get("email") and not self.has_error("email"):
            self.add_error("email", gettext("Tulis alamat surel, karena informasi disampaikan lewat surel."))
        if obtain == request.HARDCOPY and delivery in {request.ONLINE, request.BY_EMAIL}:
            self.add_error("delivery_way", gettext("Salinan cetak hanya dapat diambil, dipos, atau dikirim kurir."))
        return given

    def _check_moment(self, on: dt.date, at: dt.time) -> None:
        moment = dt.datetime.combine(on, at, tzinfo=timezone.get_current_timezone())
        now = clock.now()
        if moment > now:
            late = "received_on" if on > now.astimezone(timezone.get_current_timezone()).date() else "received_time"
            self.add_error(late, gettext("Waktu diterima tidak boleh sesudah sekarang. Periksa tanggal dan jamnya."))
        elif moment < now - dt.timedelta(days=OLDEST_DAYS):
            self.add_error("received_on", gettext("Tanggal ini lebih dari satu tahun yang lalu. Periksa tahunnya."))
        self.cleaned_data["received_at"] = moment

    def wish(self) -> request.Wish:
        """Return what is asked for; valid forms only."""
        given = self.cleaned_data
        names = ("details", "purpose", "obtain_way", "delivery_way", "accommodation")
        return request.Wish(**{name: given[name] for name in names})

    def requester(self) -> request.Requester:
        """Return who asks; valid forms only."""
        given = self.cleaned_data
        names = (
            "kind", "name", "address", "nik", "decree_number", "other_id", "phone", "email", "occupation", "on_behalf_of",
        )  # fmt: skip
        return request.Requester(**{name: given[name] for name in names})

    @property
    def received_at(self) -> dt.datetime:
        """Return when the request reached the agency; valid forms only."""
        return cast(dt.datetime, self.cleaned_data["received_at"])
