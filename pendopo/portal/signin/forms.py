"""Input of signing in: name and password, codes, passkeys, a new password."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.people.models import User
from pendopo.lib.text import clean_line, has_deceptive_characters
from pendopo.portal.signin import queries, rules

_NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "data-width": "m"}


def password_field(label: Any, missing: Any, help_text: Any = "", *, is_new: bool = False) -> forms.CharField:
    """Return a box for a password; pasting from a password manager works, and nothing is cut off in silence."""
    return forms.CharField(
        label=label,
        strip=False,
        # Whatever is longer cannot be right; it is refused before anything is computed from it.
        max_length=4096,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password" if is_new else "current-password", "data-width": "m"}
        ),
        error_messages={"required": missing},
        help_text=help_text,
    )


class _NamedForm(forms.Form):
    """A username or an e-mail address."""

    username = forms.CharField(
        label=_("Nama pengguna"),
        max_length=254,
        widget=forms.TextInput(attrs=_NAME),
        help_text=_("Atau alamat surel Anda."),
        error_messages={"required": _("Tulis nama pengguna Anda.")},
    )


class LoginForm(_NamedForm):
    """Username and password; one sentence for an unknown name, a wrong password and a closed account."""

    password = password_field(_("Kata sandi"), _("Tulis kata sandi Anda."))

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Authenticate; raise ValidationError with the same words whatever did not fit."""
        given: dict[str, Any] = super().clean() or {}
        if "username" in given and "password" in given:
            username = queries.username_of(given["username"])
            found = authenticate(self.request, username=username, password=given["password"])
            if not isinstance(found, User):
                raise ValidationError(
                    _("Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya, lalu coba lagi."),
                    code="mismatch",
                )
            self.user = found
        return given


class ForgottenForm(_NamedForm):
    """Whose password is forgotten; whether there is such an account is never said."""


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Kode"),
        max_length=20,
        help_text=_("Enam angka dari aplikasi pembuat kode, atau salah satu kode cadangan."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "p-code", "spellcheck": "false"}
        ),
        error_messages={"required": _("Tulis kodenya.")},
    )


class AppCodeForm(CodeForm):
    """Six digits with which an app proves that it has read the secret."""

    code = forms.CharField(
        label=_("Enam angka dari aplikasi"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "p-code", "spellcheck": "false"}
        ),
        error_messages={"required": _("Tulis enam angka yang tampil di aplikasi.")},
    )


class CredentialForm(forms.Form):
    """What the browser's passkey answered, as JSON; `answer` after a good check."""

    credential = forms.CharField(widget=forms.HiddenInput, required=False)
    answer: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for text that cannot be a passkey's answer."""
        given: dict[str, Any] = super().clean() or {}
        try:
            answer = json.loads(given.get("credential", ""))
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict) or not isinstance(answer.get("response"), dict):
            raise ValidationError(
                _("Peramban tidak mengirim kunci sandi. Coba lagi, atau pakai cara lain."), code="none"
            )
        self.answer = answer
        return given


class PasskeyForm(CredentialForm):
    """A new passkey with the name its owner knows it by."""

    name = forms.CharField(
        label=_("Nama kunci"),
        max_length=rules.PASSKEY_NAME_MAX,
        help_text=_("Agar Anda mengenalinya nanti, misalnya “Laptop kantor”."),
        widget=forms.TextInput(attrs={"data-width": "m", "autocomplete": "off"}),
        error_messages={"required": _("Tulis nama kunci ini.")},
    )
    field_order = ["name", "credential"]

    def clean_name(self) -> str:
        """Return the name as one clean line."""
        name = str(self.cleaned_data["name"])
        if has_deceptive_characters(name):
            raise ValidationError(_("Tulis nama tanpa karakter tersembunyi."))
        return clean_line(name)


class PasswordAgainForm(forms.Form):
    """The password once more, before something important."""

    password = password_field(_("Kata sandi"), _("Tulis kata sandi Anda."))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Raise ValidationError for another password."""
        given = str(self.cleaned_data["password"])
        if not self.user.check_password(given):
            raise ValidationError(
                _("Kata sandi ini tidak cocok dengan yang sekarang. Periksa huruf besar dan kecilnya."), code="mismatch"
            )
        return given


PASSWORD_HELP = _(
    "Paling sedikit 12 karakter. Rangkaian beberapa kata mudah diingat dan sulit ditebak. Boleh ditempel dari "
    "pengelola kata sandi."
)


class NewPasswordForm(forms.Form):
    """Twice the password that an account is to have; it passes AUTH_PASSWORD_VALIDATORS."""

    password1 = password_field(_("Kata sandi baru"), _("Tulis kata sandi baru."), PASSWORD_HELP, is_new=True)
    password2 = password_field(_("Ulangi kata sandi baru"), _("Tulis kata sandi baru sekali lagi."), is_new=True)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        """Raise ValidationError with every rule that the password breaks."""
        given = str(self.cleaned_data["password1"])
        password_validation.validate_password(given, self.user)
        return given

    def clean_password2(self) -> str:
        """Raise ValidationError when the second is not the first."""
        again = str(self.cleaned_data["password2"])
        first = self.cleaned_data.get("password1")
        if first is not None and again != first:
            raise ValidationError(_("Kedua kata sandi baru tidak sama. Tulis lagi yang kedua."), code="mismatch")
        return again
