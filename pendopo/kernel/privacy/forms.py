"""Input about personal data: requests of subjects, periods, incidents, and filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.models import User
from pendopo.kernel.privacy.rules import incidents, limits, periods, requests
from pendopo.kernel.tracking.forms.fields import CodeField, MailField, NikField, PhoneField, PlainField, PlainForm
from pendopo.ui.fields import DateField
from pendopo.ui.widgets import RadioSelect, TimeInput

_translated = lazy(gettext, str)


def _choices(words: Mapping[str, str]) -> list[tuple[str, Any]]:
    return [(code, _translated(text)) for code, text in words.items()]


def _line(label: Any, missing: Any = "", *, width: str = "l", **options: Any) -> PlainField:
    options = {"max_length": limits.LINE_MAX, **options}
    options |= {"required": bool(missing), "error_messages": {"required": missing}}
    return PlainField(label=label, widget=forms.TextInput({"data-width": width}), **options)


def _block(label: Any, missing: Any = "", rows: int = 5, **options: Any) -> PlainField:
    options |= {"required": bool(missing), "error_messages": {"required": missing}}
    return PlainField(
        label=label, block=True, max_length=limits.TEXT_MAX, widget=forms.Textarea({"rows": rows}), **options
    )


def _day(label: Any, **options: Any) -> DateField:
    return DateField(label=label, error_messages={"required": _("Tulis tanggalnya.")}, **options)


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=TimeInput(), error_messages={"required": _("Tulis pukulnya.")})


def _rights() -> forms.ChoiceField:
    words = {code: right.title for code, right in requests.RIGHTS.items()}
    hints = {code: _translated(right.hint) for code, right in requests.RIGHTS.items()}
    return forms.ChoiceField(label=_("Yang diminta"), choices=_choices(words), widget=RadioSelect(hints=hints))


class AskForm(PlainForm):
    """What a citizen asks about their own data."""

    right = _rights()
    wish = _block(_("Penjelasan"), help_text=_("Untuk perbaikan: tulis yang keliru dan yang benar."))

    def clean(self) -> dict[str, Any]:
        """Ask what is wrong when something is to be corrected."""
        given = super().clean() or self.cleaned_data
        if given.get("right") == requests.CORRECT and not given.get("wish"):
            self.add_error("wish", _("Tulis yang keliru dan yang benar."))
        return given


class ReceiveForm(AskForm):
    """A request at the desk, or by letter, with how the officer made sure who asks."""

    number = CodeField(
        label=_("Nomor permohonan atau keberatan"),
        max_length=80,
        widget=forms.TextInput({"data-width": "m"}),
        error_messages={"required": _("Tulis nomor perkara pemohon.")},
    )
    channel = forms.ChoiceField(
        label=_("Diterima melalui"),
        choices=[(code, _translated(text)) for code, text in requests.CHANNELS.items() if code != "web"],
        widget=RadioSelect,
    )
    verified = _line(
        _("Cara memastikan identitas"),
        _("Tulis bagaimana identitasnya dipastikan."),
        help_text=_("Misalnya: KTP asli diperlihatkan. Jangan menulis nomornya."),
    )
    field_order = ["number", "right", "wish", "channel", "verified"]


class AnswerForm(PlainForm):
    """The answer; what is erased, and how far, only where erasing is asked for."""

    result = forms.ChoiceField(label=_("Keputusan"), choices=_choices(requests.RESULTS), widget=RadioSelect)
    answer = _block(_("Jawaban kepada pemohon"), _("Tulis jawabannya, dengan alasan bila tidak dipenuhi."))
    level = forms.ChoiceField(
        label=_("Yang dihapus"),
        choices=[(code, _translated(periods.PERIODS[code].title)) for code in (periods.IDENTITY, periods.REGISTER)],
        widget=RadioSelect(
            hints={code: _translated(periods.PERIODS[code].holds) for code in (periods.IDENTITY, periods.REGISTER)}
        ),
        initial=periods.REGISTER,
    )
    words = _line(
        _("Kata lain yang mengenali orang ini"),
        help_text=_("Dipisah koma; dihapus dari isi permohonan. Kata-kata ini tidak disimpan."),
    )
    whole = forms.BooleanField(label=_("Hapus seluruh isi permohonan, bukan hanya pengenalnya"), required=False)

    def __init__(self, *given: Any, right: str, **options: Any) -> None:
        super().__init__(*given, **options)
        if right != requests.ERASE:
            for name in ("level", "words", "whole"):
                del self.fields[name]

    def further_words(self) -> list[str]:
        """Return the words that tell of the person besides those that are known."""
        return [word.strip() for word in self.cleaned_data.get("words", "").split(",") if word.strip()]


class CorrectForm(PlainForm):
    """The contact as it should be."""

    name = _line(_("Nama"), _("Isi “Nama”."))
    on_behalf_of = _line(_("Pemberi kuasa"))
    nik = NikField(label=_("NIK"), required=False, widget=forms.TextInput({"data-width": "m", "inputmode": "numeric"}),
                   help_text=_("Kosongkan bila tidak diperbaiki."))  # fmt: skip
    address = PlainField(label=_("Alamat"), max_length=500, error_messages={"required": _("Isi “Alamat”.")})
    phone = PhoneField(label=_("Nomor telepon"), required=False, max_length=40)
    email = MailField(label=_("Surel"), required=False, max_length=254)
    occupation = PlainField(label=_("Pekerjaan"), required=False, max_length=100)

    def changed(self) -> dict[str, str]:
        """Return what is to stand in the contact; a NIK that was left out stays."""
        return {name: value for name, value in self.cleaned_data.items() if name != "nik" or value}


class PeriodForm(PlainForm):
    """How long something is kept, by which decree."""

    days = forms.IntegerField(
        label=_("Masa simpan"),
        required=False,
        min_value=1,
        max_value=limits.DAYS_MAX,
        widget=forms.NumberInput({"data-width": "s", "data-suffix": _("hari")}),
        help_text=_("Kosongkan bila disimpan sampai ditetapkan lain."),
    )
    needs_approval = forms.BooleanField(label=_("Pemusnahan menunggu persetujuan pejabat"), required=False)
    decree_number = _line(
        _("Nomor keputusan atau jadwal retensi arsip"),
        _("Tulis nomor keputusannya."),
        width="m",
        max_length=limits.DECREE_MAX,
    )
    decree_on = _day(_("Tanggal keputusan"))


class ArrangeForm(PlainForm):
    """Data protection officer, four eyes, and the bound of views."""

    officer = _line(_("Pejabat pelindung data"))
    contact = _line(_("Kontaknya"))
    four_eyes = forms.BooleanField(label=_("Pengusul pemusnahan tidak boleh menyetujuinya"), required=False)
    views_bound = forms.IntegerField(
        label=_("Batas pembukaan identitas tiap akun dalam 24 jam sebelum diperingatkan"),
        min_value=1,
        max_value=10_000,
        widget=forms.NumberInput({"data-width": "s"}),
    )


class StateForm(PlainForm):
    """A new version of what the agency tells about its purposes."""

    text = _block(_("Isi pemberitahuan"), _("Tulis isinya."), rows=14)
    in_force_on = _day(_("Berlaku mulai"))


class RefuseForm(PlainForm):
    """Why nothing is destroyed."""

    note = _block(_("Alasan"), _("Tulis alasannya."), rows=3)


class HoldForm(PlainForm):
    """Which case is held, and why."""

    number = CodeField(
        label=_("Nomor permohonan atau keberatan"),
        max_length=80,
        widget=forms.TextInput({"data-width": "m"}),
        error_messages={"required": _("Tulis nomor perkara yang ditahan.")},
    )
    reason = _line(_("Alasan"), _("Tulis alasannya, misalnya nomor surat penyidik."))


class ViewsForm(forms.Form):
    """Filter of the list of views."""

    akun = forms.ModelChoiceField(label=_("Akun"), queryset=User.objects.none(), required=False, empty_label=_("Semua"))
    dari = DateField(label=_("Dari"), required=False)
    sampai = DateField(label=_("Sampai"), required=False)

    def __init__(self, *given: Any, viewers: list[User], **options: Any) -> None:
        super().__init__(*given, **options)
        chosen = self.fields["akun"]
        chosen.queryset = User.objects.filter(pk__in=[user.pk for user in viewers]).order_by("name")  # type: ignore[attr-defined]


class IncidentForm(PlainForm):
    """An incident as it is first recorded."""

    title = _line(_("Nama insiden"), _("Beri nama yang dikenali, tanpa data pribadi."))
    known_on = _day(_("Diketahui pada"))
    known_at = _time(_("Pukul"))
    from_on = _day(_("Terjadi sejak"))
    until_on = _day(_("Sampai"))
    exposed = _block(_("Data pribadi yang terungkap"), _("Tulis data apa yang terungkap."), rows=3)
    cause = _block(_("Bagaimana terungkap"), _("Tulis bagaimana data terungkap."), rows=3)

    def instants(self, zone: dt.tzinfo) -> dict[str, dt.datetime]:
        """Return the three instants in the agency's zone."""
        given = self.cleaned_data
        return {
            "known_at": dt.datetime.combine(given["known_on"], given["known_at"], tzinfo=zone),
            "happened_from": dt.datetime.combine(given["from_on"], dt.time(), tzinfo=zone),
            "happened_until": dt.datetime.combine(given["until_on"], dt.time(23, 59, 59), tzinfo=zone),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, and what is known before it is."""
        given = super().clean() or self.cleaned_data
        begin, end, known = given.get("from_on"), given.get("until_on"), given.get("known_on")
        if begin and end and end < begin:
            self.add_error("until_on", _("Tanggal akhir tidak boleh sebelum tanggal awal."))
        if known and known > clock.now().date() + dt.timedelta(days=1):
            self.add_error("known_on", _("Tanggal ini belum tiba."))
        return given


class DescribeForm(PlainForm):
    """What is known by now."""

    exposed = _block(_("Data pribadi yang terungkap"), _("Tulis data apa yang terungkap."), rows=4)
    cause = _block(_("Bagaimana terungkap"), _("Tulis bagaimana data terungkap."), rows=4)
    handling = _block(_("Upaya penanganan dan pemulihan"), rows=4)
    disturbs_public = forms.BooleanField(label=_("Mengganggu pelayanan publik atau berdampak serius"), required=False)


class FindForm(PlainForm):
    """How the affected are found."""

    way = forms.ChoiceField(label=_("Cara mencari"), choices=_choices(incidents.WAYS), widget=RadioSelect)
    account = forms.ModelChoiceField(label=_("Akun"), queryset=User.objects.none(), required=False)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False)

    def __init__(self, *given: Any, agency: Agency, **options: Any) -> None:
        super().__init__(*given, **options)
        people = User.objects.filter(grants__agency=agency).distinct().order_by("name")
        self.fields["account"].queryset = people  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.for_agency(agency).order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the account or the unit that the chosen way needs."""
        given = super().clean() or self.cleaned_data
        if given.get("way") == incidents.BY_OFFICER and not given.get("account"):
            self.add_error("account", _("Pilih akunnya."))
        if given.get("way") == incidents.BY_UNIT and not given.get("unit"):
            self.add_error("unit", _("Pilih unitnya."))
        return given

    def asked(self) -> dict[str, Any]:
        """Return what the query is asked for."""
        given = self.cleaned_data
        if given["way"] == incidents.BY_OFFICER:
            return {"user": given["account"].pk}
        return {"unit": given["unit"].pk} if given["way"] == incidents.BY_UNIT else {}


class ReportForm(PlainForm):
    """When the authority was told."""

    authority = _line(_("Lembaga"), _("Tulis lembaganya."))
    told_on = _day(_("Tanggal laporan disampaikan"))
    told_at = _time(_("Pukul"))

    def instant(self, zone: dt.tzinfo) -> dt.datetime:
        """Return when it was told."""
        return dt.datetime.combine(self.cleaned_data["told_on"], self.cleaned_data["told_at"], tzinfo=zone)


class NoteForm(PlainForm):
    """A note at the end."""

    note = _block(_("Catatan"), rows=3)
