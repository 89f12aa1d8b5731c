"""Registering on behalf (permohonan yang dicatat petugas): what came by desk, telephone, letter, e-mail, social media."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.documents.forms import MultipleDocumentField
from pendopo.kernel.tracking.forms.asking import ReceivedForm
from pendopo.kernel.tracking.forms.fields import MailField, NikField, PhoneField, TextField, choices_of, day_field
from pendopo.modules.information.forms.officers_fields import BlockField, TickField
from pendopo.modules.information.rules import request
from pendopo.modules.information.rules.limits import DETAILS_MAX, PURPOSE_MAX
from pendopo.ui.widgets import RadioSelect

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


class RegisterForm(ReceivedForm):
    """One page for the desk. Identity may be incomplete: the request is registered, then completion is asked for."""

    parts = _SECTIONS
    channel = forms.ChoiceField(
        label=_("Saluran"),
        choices=[(value, label) for value, label in choices_of(request.CHANNELS) if value in request.STAFF_CHANNELS],
        widget=RadioSelect,
        error_messages={"required": _("Pilih saluran permohonan.")},
    )
    received_on = day_field(
        _("Tanggal diterima"),
        _("Tulis tanggal diterima."),
        help_text=_("Saat permohonan sampai di instansi, boleh sebelum hari ini. Tenggat dihitung dari sini."),
    )
    kind = forms.ChoiceField(label=_("Jenis pemohon"), choices=_KINDS, widget=RadioSelect, initial=request.PERSON)
    name = TextField(label=_("Nama lengkap pemohon"), missing=_("Tulis nama pemohon."), max_length=200)
    on_behalf_of = TextField(
        label=_("Bertindak untuk"), help_text=_("Nama kelompok atau pemberi kuasa."), max_length=200
    )
    nik = NikField(
        label=_("NIK"),
        required=False,
    )
    other_id = TextField(
        label=_("Identitas lain"), help_text=_("Bila tidak punya NIK: jenis dan nomornya."), max_length=100
    )
    decree_number = TextField(label=_("Nomor pengesahan badan hukum"), max_length=100)
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
    occupation = TextField(label=_("Pekerjaan"), max_length=100, width="l")
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

    def clean(self) -> dict[str, Any]:
        """Put the moment of receipt together; let the way of delivery fit the rest."""
        given = super().clean() or {}
        self.check_moment(given)
        obtain, delivery = given.get("obtain_way"), given.get("delivery_way")
        if given.get("channel") in request.ORAL and not given.get("read_back"):
            self.add_error("read_back", gettext("Bacakan isian ini kepada pemohon, lalu tandai bila sudah dibenarkan."))
        if delivery == request.BY_EMAIL and not given.get("email") and not self.has_error("email"):
            self.add_error("email", gettext("Tulis alamat surel, karena informasi disampaikan lewat surel."))
        if obtain == request.HARDCOPY and delivery in {request.ONLINE, request.BY_EMAIL}:
            self.add_error("delivery_way", gettext("Salinan cetak hanya dapat diambil, dipos, atau dikirim kurir."))
        return given

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

    def registration(self) -> dict[str, Any]:
        """Return what `actions.register` is told from this form, files apart; valid forms only."""
        names = ("token", "channel", "help_given", "read_back")
        given = {name: self.cleaned_data[name] for name in names}
        return {**given, "wish": self.wish(), "requester": self.requester(), "received_at": self.received_at}
