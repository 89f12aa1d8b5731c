"""Input for signing: which letters, why, and the password once more; a scan; a note; a file to compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.documents import rules as files
from pendopo.kernel.documents.forms import DocumentField
from pendopo.kernel.documents.models import Signature
from pendopo.kernel.documents.signing import rules
from pendopo.ui.widgets import CheckboxSelectMultiple, FileInput

_PDF = frozenset({"pdf"})


class SignForm(forms.Form):
    """Letters to sign at once, the reason that goes into each signature, and the password."""

    letters = forms.MultipleChoiceField(
        label=_("Surat yang ditandatangani"),
        widget=CheckboxSelectMultiple,
        error_messages={
            "required": _("Pilih paling sedikit satu surat."),
            "invalid_choice": _(
                "Salah satu surat sudah tidak menunggu tanda tangan Anda. Periksa daftarnya, lalu ulangi."
            ),
        },
    )
    reason = forms.CharField(
        label=_("Alasan menandatangani"),
        max_length=rules.REASON_MAX,
        initial=_("Menyetujui isi surat"),
        help_text=_("Tercatat di dalam tanda tangan dan jejak audit."),
        error_messages={"required": _("Tulis alasan menandatangani.")},
    )
    password = forms.CharField(
        label=_("Kata sandi Anda"),
        widget=forms.PasswordInput({"autocomplete": "current-password", "data-width": "l"}),
        strip=False,
        help_text=_("Diminta lagi agar hanya Anda yang dapat menandatangani."),
        error_messages={"required": _("Tulis kata sandi Anda.")},
    )

    def __init__(self, *given: Any, choices: Sequence[Signature], **options: Any) -> None:
        super().__init__(*given, **options)
        field = self.fields["letters"]
        field.choices = [(str(each.pk), f"{each.number} · {each.title}") for each in choices]  # type: ignore[attr-defined]

    def clean_letters(self) -> list[UUID]:
        """Return the chosen ids; raise ValidationError for more than one press can sign."""
        chosen = self.cleaned_data["letters"]
        if len(chosen) > rules.MOST_AT_ONCE:
            raise forms.ValidationError(
                _("Paling banyak %(most)d surat sekali jalan. Kurangi pilihan, lalu ulangi untuk sisanya."),
                params={"most": rules.MOST_AT_ONCE},
            )
        return [UUID(each) for each in chosen]

    def refuse_password(self) -> None:
        """Say at the field that the password is wrong."""
        self.add_error("password", _("Kata sandi ini salah. Tidak ada surat yang ditandatangani."))


class UploadSignedForm(forms.Form):
    """The signed version as a file."""

    file = DocumentField(
        label=_("Surat yang sudah ditandatangani"),
        allowed=_PDF,
        help_text=_(
            "Pindaian semua halaman, atau berkas dari layanan tanda tangan elektronik. PDF, paling besar 10 MB."
        ),
    )
    compared = forms.BooleanField(
        label=_("Saya sudah membandingkan: isi, nomor, dan tanggalnya sama dengan surat yang terbit"),
        error_messages={
            "required": _("Bandingkan dahulu berkas dengan surat yang terbit, lalu centang pernyataan ini.")
        },
    )


class DeclineForm(forms.Form):
    """Why a letter goes back unsigned."""

    note = forms.CharField(
        label=_("Apa yang perlu diperbaiki"),
        max_length=rules.NOTE_MAX,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Tulis apa yang perlu diperbaiki.")},
    )


class WithdrawForm(forms.Form):
    """Why a signed letter does not hold any more."""

    note = forms.CharField(
        label=_("Alasan pencabutan"),
        max_length=rules.NOTE_MAX,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Hanya dibaca petugas. Halaman pemeriksaan menyebut bahwa surat dicabut, tanpa alasannya."),
        error_messages={"required": _("Tulis alasan pencabutan.")},
    )


class CompareForm(forms.Form):
    """A file that somebody received, to be compared and forgotten; a broken one is an answer too, so it is not parsed."""

    file = forms.FileField(
        label=_("Berkas yang Anda terima"),
        widget=FileInput(accept=".pdf"),
        help_text=_("PDF, paling besar 10 MB. Berkas dibandingkan saja dan tidak disimpan."),
        error_messages={
            "required": _("Pilih berkas PDF yang Anda terima."),
            "empty": _("Berkas ini kosong. Pilih berkas PDF yang Anda terima."),
        },
    )

    def clean_file(self) -> bytes:
        """Return the bytes; raise ValidationError above the limit."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if (upload.size or 0) > files.MAX_FILE_BYTES:
            raise forms.ValidationError(_("Berkas ini lebih besar dari 10 MB. Surat kami tidak sebesar itu."))
        return bytes(upload.read())
