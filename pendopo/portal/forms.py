"""Input of the portal: one's own password, looking for an agency."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pendopo.lib.text import clean_line
from pendopo.portal.signin.forms import PASSWORD_HELP, password_field


class OwnPasswordForm(PasswordChangeForm):
    """The present password, and twice the new one, which is another and passes AUTH_PASSWORD_VALIDATORS."""

    error_messages = {
        "password_incorrect": _("Kata sandi ini tidak cocok dengan yang sekarang. Periksa huruf besar dan kecilnya."),
        "password_mismatch": _("Kedua kata sandi baru tidak sama. Tulis lagi yang kedua."),
    }
    old_password = password_field(_("Kata sandi sekarang"), _("Tulis kata sandi Anda yang sekarang."))
    new_password1 = password_field(_("Kata sandi baru"), _("Tulis kata sandi baru."), PASSWORD_HELP, is_new=True)
    new_password2 = password_field(_("Ulangi kata sandi baru"), _("Tulis kata sandi baru sekali lagi."), is_new=True)

    def clean_new_password1(self) -> str:
        """Raise ValidationError for the password that is in use already: whoever made it knows it."""
        new = str(self.cleaned_data["new_password1"])
        if new == self.cleaned_data.get("old_password"):
            raise ValidationError(_("Kata sandi baru harus berbeda dari yang sekarang."), code="same")
        return new


class AgencySearchForm(forms.Form):
    """Words of an agency's name."""

    cari = forms.CharField(required=False, max_length=100)

    def words(self) -> str:
        """Return what was typed as one clean line, empty when it was too long."""
        return clean_line(self.cleaned_data["cari"]) if self.is_valid() else ""
