"""Input of the portal: logging in, one's own password, looking for an agency."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.people.models import User
from pendopo.lib.text import clean_line


class LoginForm(forms.Form):
    """Username and password; one sentence for an unknown name, a wrong password and a closed account."""

    username = forms.CharField(
        label=_("Nama pengguna"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "data-width": "m"}
        ),
        error_messages={"required": _("Tulis nama pengguna Anda.")},
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "data-width": "m"}),
        error_messages={"required": _("Tulis kata sandi Anda.")},
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Authenticate; raise ValidationError with the same words whatever did not fit."""
        given: dict[str, Any] = super().clean() or {}
        if "username" in given and "password" in given:
            found = authenticate(self.request, username=given["username"], password=given["password"])
            if not isinstance(found, User):
                raise ValidationError(
                    _("Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya, lalu coba lagi."),
                    code="mismatch",
                )
            self.user = found
        return given


def _new_password(label: Any, missing: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-width": "m"}),
        error_messages={"required": missing},
        help_text=help_text,
    )


class OwnPasswordForm(PasswordChangeForm):
    """The present password, and twice the new one, which is another and passes AUTH_PASSWORD_VALIDATORS."""

    error_messages = {
        "password_incorrect": _("Kata sandi ini tidak cocok dengan yang sekarang. Periksa huruf besar dan kecilnya."),
        "password_mismatch": _("Kedua kata sandi baru tidak sama. Tulis lagi yang kedua."),
    }
    old_password = forms.CharField(
        label=_("Kata sandi sekarang"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "data-width": "m"}),
        error_messages={"required": _("Tulis kata sandi Anda yang sekarang.")},
    )
    new_password1 = _new_password(
        _("Kata sandi baru"),
        _("Tulis kata sandi baru."),
        _("Paling sedikit 12 karakter. Rangkaian beberapa kata mudah diingat dan sulit ditebak."),
    )
    new_password2 = _new_password(_("Ulangi kata sandi baru"), _("Tulis kata sandi baru sekali lagi."))

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
