"""Number and secret code on the tracking page."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.tracking.forms.fields import CodeField, PlainForm
from pendopo.ui.widgets import CodeInput


class TrackForm(PlainForm):
    """Number and secret code; whether they belong together is the registry's question."""

    number = CodeField(
        label=_("Nomor pendaftaran"),
        help_text=_("Tertulis pada tanda terima, misalnya PPID-2026-000123."),
        max_length=80,
        widget=CodeInput(),
        error_messages={"required": _("Tulis nomor pendaftaran.")},
    )
    code = CodeField(
        label=_("Kode lacak"),
        help_text=_(
            "10 huruf dan angka pada tanda terima. Huruf besar, huruf kecil, dan tanda hubung tidak berpengaruh."
        ),
        max_length=40,
        widget=CodeInput(),
        error_messages={"required": _("Tulis kode lacak.")},
    )

    def refuse(self) -> None:
        """Give the one answer for a wrong number and for a wrong code."""
        self.add_error(
            None, gettext("Nomor atau kode lacak tidak cocok. Periksa keduanya pada tanda terima, lalu coba lagi.")
        )
