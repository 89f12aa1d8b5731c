"""Input for urgent notices: short enough for a minute on a phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import User
from pendopo.kernel.tracking.forms.fields import MailField, PlainField, PlainForm
from pendopo.modules.publishing.actions.notices import Words
from pendopo.modules.publishing.models import Notice
from pendopo.modules.publishing.rules import limits
from pendopo.ui.fields import DateField
from pendopo.ui.widgets import CheckboxSelectMultiple, TimeInput


def _text(label: Any, missing: Any, *, rows: int = 0, **options: Any) -> PlainField:
    if rows:
        options |= {"block": True, "widget": forms.Textarea({"rows": rows})}
    return PlainField(label=label, error_messages={"required": missing}, **options)


class NoticeForm(PlainForm):
    """What happens, where, what to do, whom to call, until when."""

    title = _text(_("Judul singkat"), _("Tulis judul, misalnya “Banjir di Desa Contoh”."), max_length=limits.TITLE_MAX)
    happening = _text(_("Apa yang terjadi"), _("Tulis apa yang sedang terjadi."), rows=3, max_length=limits.TEXT_MAX)
    place = _text(_("Di mana"), _("Tulis lokasinya."), max_length=limits.LINE_MAX)
    instructions = _text(
        _("Yang harus dilakukan"),
        _("Tulis apa yang harus dilakukan warga."),
        rows=3,
        help_text=_("Jalur evakuasi, titik kumpul, atau prosedur darurat."),
        max_length=limits.TEXT_MAX,
    )
    contact = _text(_("Hubungi"), _("Tulis nomor yang dapat dihubungi."), max_length=limits.LINE_MAX)
    until_on = DateField(label=_("Berlaku sampai"), error_messages={"required": _("Isi tanggal berakhirnya.")})
    until_time = forms.TimeField(
        label=_("Pukul"), widget=TimeInput(), error_messages={"required": _("Isi pukul berakhirnya.")}
    )
    everywhere = forms.BooleanField(label=_("Tampilkan juga di beranda semua instansi"), required=False)

    def __init__(self, *given: Any, agency: Agency, notice: Notice | None = None, may_everywhere: bool = False) -> None:
        self.agency = agency
        until = notice.until_at if notice else clock.now() + dt.timedelta(days=1)
        until = until.astimezone(agency.zone)
        initial: dict[str, Any] = {"until_on": until.date(), "until_time": until.time(), "contact": agency.phone}
        if notice:
            names = ("title", "happening", "place", "instructions", "contact")
            initial |= {name: getattr(notice, name) for name in names}
        super().__init__(*given, initial=initial)
        if not may_everywhere:
            del self.fields["everywhere"]

    def clean(self) -> dict[str, Any]:
        """Return what was given; say when the end is not ahead."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        until, now = self._until(given), clock.now()
        if until is not None and not now < until <= now + dt.timedelta(days=limits.NOTICE_DAYS_MAX):
            self.add_error("until_on", gettext("Waktu berakhir harus di depan, paling lama tiga bulan lagi."))
        return given

    def _until(self, given: dict[str, Any]) -> dt.datetime | None:
        on, at = given.get("until_on"), given.get("until_time")
        return dt.datetime.combine(on, at, tzinfo=self.agency.zone) if on and at else None

    def words(self) -> Words:
        """Return what the notice says; call it after is_valid()."""
        given, until = self.cleaned_data, self._until(self.cleaned_data)
        if until is None:
            raise ValueError("The form is not valid.")
        return Words(
            given["title"], given["happening"], given["place"], given["instructions"], given["contact"], until
        )  # fmt: skip


_MAIL: dict[str, Any] = {"label": _("Kirim surel kepada pelanggan peringatan"), "required": False, "initial": True}


class UpdateForm(NoticeForm):
    """What is new, and the notice as it is now."""

    change = _text(_("Apa yang baru"), _("Tulis apa yang berubah."), max_length=limits.LINE_MAX)
    mail = forms.BooleanField(**_MAIL)
    field_order = ["change"]


class EndForm(PlainForm):
    """Why it is over."""

    reason = _text(
        _("Alasan berakhir"), _("Tulis mengapa peringatan berakhir."), rows=3, max_length=limits.LINE_MAX,
        help_text=_("Dibaca setiap orang, misalnya “Air sudah surut dan jalan dapat dilalui”."),
    )  # fmt: skip
    mail = forms.BooleanField(**_MAIL)


class SubscribeForm(PlainForm):
    """An address for the list."""

    email = MailField(label=_("Surel"), error_messages={"required": _("Tulis alamat surel Anda.")}, max_length=254)

    def clean_email(self) -> str:
        """Return the address; raise ValidationError for an empty one."""
        if not self.cleaned_data["email"]:
            raise forms.ValidationError(gettext("Tulis alamat surel Anda."))
        return str(self.cleaned_data["email"])


class GrantForm(PlainForm):
    """Who may announce beside the PPID."""

    users = forms.ModelMultipleChoiceField(
        label=_("Petugas siaga"), queryset=User.objects.none(), required=False, widget=CheckboxSelectMultiple()
    )

    def __init__(self, *given: Any, candidates: Any, granted: Any) -> None:
        super().__init__(*given, initial={"users": granted})
        self.fields["users"].queryset = candidates  # type: ignore[attr-defined]
