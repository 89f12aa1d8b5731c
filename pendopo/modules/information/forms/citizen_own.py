"""What a citizen types about the own request: what was missing, the withdrawal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.models import Contact
from pendopo.kernel.tracking.forms.fields import (
    KeptFilesField,
    MailField,
    NikField,
    PhoneField,
    PlainField,
    PlainForm,
)
from pendopo.modules.information.forms.citizen import FILES_MAX, purpose_field
from pendopo.modules.information.rules import limits

# Which fields of the contact each missing item lets the requester correct (rules.request.REPAIR_ITEMS).
CORRECTABLE: Final[dict[str, tuple[str, ...]]] = {
    "identity": ("nik", "other_id"),
    "authority": ("on_behalf_of",),
    "deed": ("decree_number",),
    "address": ("address", "phone", "email"),
    "subject": (),
    "purpose": (),
}
_WITH_FILES: Final = frozenset({"identity", "authority", "deed"})


class OwnRepairForm(PlainForm):
    """What was missing (perbaikan permohonan): only the fields that the letter asked for."""

    addition = PlainField(
        block=True,
        label=_("Keterangan tambahan"),
        help_text=_("Ditambahkan pada permohonan Anda, tanpa menghapus yang sudah tertulis."),
        max_length=limits.NOTE_MAX,
        required=False,
    )
    purpose = purpose_field()
    nik = NikField(
        label=_("NIK"),
        help_text=_("16 angka pada KTP."),
        required=False,
    )
    other_id = PlainField(
        label=_("Identitas lain"),
        help_text=_("Bila tidak punya NIK: jenis dan nomornya."),
        max_length=100,
        required=False,
    )
    on_behalf_of = PlainField(label=_("Nama kelompok atau pemberi kuasa"), max_length=200, required=False)
    decree_number = PlainField(label=_("Nomor pengesahan badan hukum"), max_length=100, required=False)
    address = PlainField(
        label=_("Alamat"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "autocomplete": "street-address"}),
        error_messages={"required": _("Tulis alamat lengkap agar surat jawaban dapat dikirim.")},
    )
    phone = PhoneField(
        label=_("Nomor telepon"),
        help_text=_("Isi telepon atau surel, satu saja cukup."),
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "data-width": "m"}),
    )
    email = MailField(
        label=_("Alamat surel"), max_length=254, widget=forms.EmailInput({"autocomplete": "email", "data-width": "l"})
    )
    files = KeptFilesField(label=_("Berkas yang diminta"), limit=FILES_MAX, required=False)

    def __init__(
        self, *args: Any, items: Collection[str], contact: Contact, kept: Sequence[Document] = (), **kwargs: Any
    ) -> None:
        """Take what is missing, the contact as it is, and the files kept from an earlier press of the button.

        The NIK is never filled in beforehand.
        """
        self.items = set(items)
        self.kept = list(kept)
        self.before = {
            name: str(getattr(contact, name))
            for item in CORRECTABLE
            if item in self.items
            for name in CORRECTABLE[item]
            if name != "nik"
        }
        super().__init__(*args, initial=self.before, **kwargs)
        shown = {"addition", *(name for item in self.items for name in CORRECTABLE.get(item, ()))}
        if self.items & _WITH_FILES:
            shown.add("files")
        if "purpose" in self.items:
            shown.add("purpose")
        for name in set(self.fields) - shown:
            del self.fields[name]
        if "files" in self.fields:
            self.fields["files"].limit = FILES_MAX - len(self.kept)  # type: ignore[attr-defined]
        self.fields["addition"].required = "subject" in self.items
        self.fields["addition"].error_messages["required"] = gettext("Tulis keterangan yang diminta.")

    def clean(self) -> dict[str, Any]:
        """Ask for at least something, and for a way to reach the requester."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        reachable = {"phone", "email"} - set(self.errors)
        if "phone" in self.fields and reachable == {"phone", "email"} and not (cleaned["phone"] or cleaned["email"]):
            self.add_error("phone", gettext("Tulis nomor telepon atau alamat surel, salah satu saja cukup."))
        told = cleaned.get("addition") or cleaned.get("purpose") or self.changes() or cleaned.get("files") or self.kept
        if not self.errors and not told:
            self.add_error(None, gettext("Belum ada yang dilengkapi. Isi paling sedikit satu kolom atau pilih berkas."))
        return cleaned

    def accepted_files(self) -> Sequence[Inspected]:
        """Return the uploads that passed inspection, also when something else on the page is wrong."""
        field = self.fields.get("files")
        return field.accepted if isinstance(field, KeptFilesField) else ()

    def changes(self) -> dict[str, str]:
        """Return the fields of the contact that were corrected, by name; an emptied telephone or address of mail too."""
        typed = {name: self.cleaned_data[name] for name in self.cleaned_data if name in {*self.before, "nik"}}
        return {
            name: value
            for name, value in typed.items()
            if value != self.before.get(name, "") and (value or name in {"phone", "email"})
        }


class OwnWithdrawForm(PlainForm):
    """The wish to end the request (pencabutan), with a reason if the citizen wants to give one."""

    reason = PlainField(
        block=True,
        label=_("Alasan"),
        help_text=_("Membantu kami memperbaiki layanan. Boleh dikosongkan."),
        max_length=limits.NOTE_MAX,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
