"""The pages on which a citizen asks for information: what, who, how, and the confirmation."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.tracking.forms.asking import KeptFilesForm, TrapForm
from pendopo.kernel.tracking.forms.fields import (
    AskedLaterField,
    KeptFilesField,
    MailField,
    NikField,
    PhoneField,
    PlainField,
    PlainForm,
    choices_of,
)
from pendopo.modules.information.rules import limits, request
from pendopo.ui.widgets import RadioSelect

# Power of attorney, identity cards of those who gave it, deed and approval: five pieces cover every kind of requester.
FILES_MAX: Final = 5
# Three pages take a person longer than this many seconds, also with everything prepared for pasting.
SHORTEST_SECONDS: Final = 3


def purpose_field(**more: Any) -> PlainField:
    """Return the question what the information is for, asked first and again at the repair; `more` goes to the field."""
    return PlainField(
        block=True,
        label=_("Untuk apa informasi ini digunakan?"),
        max_length=limits.PURPOSE_MAX,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Tulis tujuan penggunaan informasi, satu kalimat saja cukup.")},
        **more,
    )


class WishForm(TrapForm):
    """What is asked for, and what for (rincian informasi dan tujuan penggunaan)."""

    details = PlainField(
        block=True,
        label=_("Informasi apa yang Anda perlukan?"),
        help_text=_("Sebutkan sejelas mungkin: nama dokumen atau data, tahun, dan wilayahnya."),
        max_length=limits.DETAILS_MAX,
        error_messages={"required": _("Tulis informasi yang Anda perlukan.")},
    )
    purpose = purpose_field(
        help_text=_("Tulis dengan kata Anda sendiri, misalnya penelitian atau kebutuhan pribadi. Isinya tidak dinilai.")
    )


_KIND_LABELS: list[tuple[str, Any]] = [
    (request.PERSON, _("Perorangan")),
    (request.GROUP, _("Kelompok orang")),
    (request.LEGAL_ENTITY, _("Badan hukum")),
]
_KIND_HINTS = {
    request.PERSON: _("Anda meminta untuk diri sendiri."),
    request.GROUP: _("Anda mewakili beberapa orang. Isi juga nama kelompok."),
    request.LEGAL_ENTITY: _("Perusahaan, yayasan, atau perkumpulan berbadan hukum. Isi juga nomor pengesahannya."),
}


class RequesterForm(KeptFilesForm):
    """Who asks (identitas pemohon), with the fields of the law for persons, groups and legal entities."""

    kind = forms.ChoiceField(
        label=_("Anda meminta sebagai"),
        choices=_KIND_LABELS,
        widget=RadioSelect(hints=_KIND_HINTS),
        initial=request.PERSON,
        error_messages={"required": _("Pilih jenis pemohon."), "invalid_choice": _("Pilih jenis pemohon dari daftar.")},
    )
    name = AskedLaterField(
        label=_("Nama lengkap"),
        help_text=_("Seperti pada KTP. Untuk badan hukum: nama badan hukum."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    nik = NikField(
        label=_("NIK"),
        help_text=_("16 angka pada KTP. Tidak diperlukan untuk badan hukum."),
    )
    other_id = PlainField(
        label=_("Identitas lain"),
        help_text=_("Hanya bila tidak punya NIK: jenis dan nomornya, misalnya paspor atau surat keterangan."),
        max_length=100,
        required=False,
    )
    on_behalf_of = AskedLaterField(
        label=_("Nama kelompok"), help_text=_("Wajib bila Anda meminta untuk kelompok orang."), max_length=200
    )
    decree_number = AskedLaterField(
        label=_("Nomor pengesahan badan hukum"),
        help_text=_("Wajib bila Anda meminta untuk badan hukum. Ada pada keputusan Kementerian Hukum."),
        max_length=100,
    )
    address = AskedLaterField(
        label=_("Alamat"),
        help_text=_("Jalan, nomor, desa atau kelurahan, kecamatan, kabupaten atau kota."),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "autocomplete": "street-address"}),
    )
    phone = PhoneField(
        label=_("Nomor telepon"),
        help_text=_("Isi telepon atau surel, satu saja cukup."),
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "data-width": "m"}),
    )
    email = MailField(
        label=_("Alamat surel"),
        help_text=_("Kabar perkembangan dikirim ke sini."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "data-width": "l"}),
    )
    occupation = PlainField(
        label=_("Pekerjaan"), max_length=100, required=False, widget=forms.TextInput({"data-width": "l"})
    )
    files = KeptFilesField(
        label=_("Salinan identitas atau surat kuasa"),
        limit=FILES_MAX,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Say which identity element of the law is missing, beside its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field, sentence in request.missing_identity(self.requester()).items():
            if not self.has_error(field) and not (field == "phone" and self.has_error("email")):
                self.add_error(field, gettext(sentence))
        return cleaned

    def requester(self) -> request.Requester:
        """Return what was typed as the rules read it; fields with an error are empty."""
        wanted = {field.name for field in fields(request.Requester)}
        answers = {name: value for name, value in self.cleaned_data.items() if name in wanted}
        return request.Requester(**{"kind": "", "name": "", "address": ""} | answers)

    def answers(self) -> dict[str, str]:
        """Return the answers as the draft keeps them."""
        return asdict(self.requester())

    @property
    def asks_other_kinds(self) -> bool:
        """Return whether the fields of groups and legal entities must be open: they are needed, filled or wrong."""
        names = ("on_behalf_of", "decree_number")
        return self["kind"].value() in {request.GROUP, request.LEGAL_ENTITY} or any(
            self[name].errors or self[name].value() for name in names
        )

    @property
    def asks_other_id(self) -> bool:
        """Return whether the field for another identity document must be open."""
        return bool(self["other_id"].errors or self["other_id"].value())


_PICKED_UP_ONLY = frozenset({request.PICK_UP, request.POST, request.COURIER})


class WayForm(PlainForm):
    """How the information is obtained and delivered, and which help is needed (cara memperoleh informasi)."""

    obtain_way = forms.ChoiceField(
        label=_("Bagaimana Anda ingin memperoleh informasi?"),
        choices=choices_of(request.OBTAIN_WAYS),
        widget=RadioSelect(hints={request.HARDCOPY: _("Biaya penggandaan diberitahukan lebih dahulu.")}),
        error_messages={
            "required": _("Pilih cara memperoleh informasi."),
            "invalid_choice": _("Pilih cara dari daftar."),
        },
    )
    delivery_way = forms.ChoiceField(
        label=_("Bagaimana informasi dikirim?"),
        help_text=_("Tidak perlu dipilih bila Anda datang melihat di tempat."),
        choices=choices_of(request.DELIVERY_WAYS),
        widget=RadioSelect(hints={request.ONLINE: _("Paling cepat. Anda memakai nomor dan kode lacak.")}),
        error_messages={"invalid_choice": _("Pilih cara dari daftar.")},
    )
    accommodation = forms.ChoiceField(
        label=_("Apakah Anda memerlukan bantuan khusus?"),
        choices=choices_of(request.ACCOMMODATIONS),
        initial="none",
        widget=forms.Select({"data-width": "l"}),
        error_messages={"required": _("Pilih bantuan dari daftar."), "invalid_choice": _("Pilih bantuan dari daftar.")},
    )

    def __init__(self, *args: Any, has_email: bool, **kwargs: Any) -> None:
        """Take whether the requester has given an e-mail address."""
        super().__init__(*args, **kwargs)
        self.has_email = has_email
        if self.is_bound and self.data.get("obtain_way") == request.VIEW:
            self.fields["delivery_way"].required = False
        self.fields["delivery_way"].error_messages["required"] = gettext("Pilih cara pengiriman.")

    def clean(self) -> dict[str, Any]:
        """Let the two ways fit together: paper is not downloaded, looking means coming."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        obtain, delivery = cleaned.get("obtain_way"), cleaned.get("delivery_way")
        if obtain == request.VIEW:
            cleaned["delivery_way"] = request.PICK_UP
        elif obtain == request.HARDCOPY and delivery and delivery not in _PICKED_UP_ONLY:
            self.add_error(
                "delivery_way",
                gettext("Salinan cetak hanya dapat diambil, dipos, atau dikirim kurir. Pilih salah satunya."),
            )
        elif delivery == request.BY_EMAIL and not self.has_email:
            self.add_error(
                "delivery_way",
                gettext("Anda belum menulis alamat surel. Kembali ke data pemohon, atau pilih cara lain."),
            )
        return cleaned


class CheckAnswersForm(PlainForm):
    """The statement under which a request is sent."""

    statement = forms.BooleanField(
        label=_("Data yang saya tulis benar, dan saya telah membaca pemberitahuan tentang data pribadi di atas."),
        error_messages={"required": _("Centang pernyataan ini untuk mengirim permohonan.")},
    )
