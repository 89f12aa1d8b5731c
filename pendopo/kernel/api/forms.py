"""Input: a new key, a new webhook."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.api import rules
from pendopo.kernel.api.registry import scopes, topics
from pendopo.kernel.tracking.forms.fields import PlainField, PlainForm
from pendopo.ui.widgets import CheckboxSelectMultiple, RadioSelect


def _days(number: int) -> str:
    return ngettext("%(number)s hari", "%(number)s hari", number) % {"number": number}


class TokenForm(PlainForm):
    """Who gets a key, what for, and for how long."""

    name = PlainField(
        label=_("Nama program"),
        help_text=_("Siapa memakai kunci ini, misalnya SP4N-LAPOR! atau Portal Kementerian."),
        max_length=rules.NAME_MAX,
        error_messages={"required": _("Tulis nama program.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("Cakupan"),
        widget=CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sedikitnya satu cakupan.")},
    )
    with_children = forms.BooleanField(
        label=_("Berlaku juga bagi instansi di bawah instansi ini"), required=False, widget=forms.CheckboxInput
    )
    days = forms.TypedChoiceField(
        label=_("Masa berlaku"),
        coerce=int,
        widget=RadioSelect,
        initial=rules.LIFETIMES[0],
        error_messages={"required": _("Pilih masa berlaku.")},
    )

    def __init__(self, *args: Any, has_children: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["scopes"]
        chosen.choices = [(name, f"{gettext(found.label)} ({name})") for name, found in scopes().items()]
        lifetimes: Any = self.fields["days"]
        lifetimes.choices = [(days, _days(days)) for days in rules.LIFETIMES]
        if not has_children:
            del self.fields["with_children"]


class WebhookForm(PlainForm):
    """Where a partner listens, and for what."""

    name = PlainField(
        label=_("Nama penerima"), max_length=rules.NAME_MAX, error_messages={"required": _("Tulis nama penerima.")}
    )
    url = PlainField(
        label=_("Alamat HTTPS"),
        help_text=_("Alamat penerima di internet. Pengalihan tidak diikuti, dan jaringan dalam tidak dihubungi."),
        max_length=rules.URL_MAX,
        widget=forms.URLInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Tulis alamat HTTPS penerima.")},
    )
    topics = forms.MultipleChoiceField(
        label=_("Peristiwa"),
        widget=CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sedikitnya satu peristiwa.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["topics"]
        chosen.choices = [(name, f"{gettext(found.label)} ({name})") for name, found in topics().items()]

    def clean_url(self) -> str:
        """Refuse what is no address to deliver to."""
        url = str(self.cleaned_data["url"])
        allowed = {"https", "http"} if settings.PENDOPO_PROBE_LOOPBACK else {"https"}
        try:
            parts = urlsplit(url)
            sound = parts.scheme in allowed and bool(parts.hostname) and parts.port != 0 and url.isascii()
        except ValueError:
            sound = False
        if not sound or parts.username or parts.password or parts.fragment:
            raise ValidationError(_("Tulis alamat lengkap yang diawali https://, tanpa nama pengguna dan tanda pagar."))
        return url
