"""Input for following a dispute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.tracking.forms.fields import PlainField, PlainForm
from pendopo.modules.disputes import rules
from pendopo.modules.disputes.rules import limits
from pendopo.ui.fields import DateField
from pendopo.ui.widgets import RadioSelect, TimeInput

_translated = lazy(gettext, str)


def _choices(words: Mapping[str, str]) -> list[tuple[str, Any]]:
    return [(code, _translated(text)) for code, text in words.items()]


def _line(label: Any, missing: Any, *, width: str = "l", **options: Any) -> PlainField:
    options = {"max_length": limits.LINE_MAX, **options}
    options |= {"required": bool(missing), "error_messages": {"required": missing}}
    return PlainField(label=label, widget=forms.TextInput({"data-width": width}), **options)


def _block(label: Any, missing: Any = "", **options: Any) -> PlainField:
    options |= {"required": bool(missing), "error_messages": {"required": missing}}
    return PlainField(
        label=label, block=True, max_length=limits.NOTE_MAX, widget=forms.Textarea({"rows": 5}), **options
    )


def _day(label: Any) -> DateField:
    return DateField(label=label, error_messages={"required": _("Tulis tanggalnya.")})


class RecordForm(PlainForm):
    """Which objection goes to the commission, and since when."""

    objection = _line(_("Nomor registrasi keberatan"), _("Tulis nomor registrasi keberatannya."), width="m")
    commission = _line(_("Komisi Informasi"), _("Tulis Komisi Informasi yang menangani."))
    petitioned_on = _day(_("Tanggal permohonan sengketa diterima Komisi Informasi"))


class RegisterForm(PlainForm):
    """The commission's number."""

    register_number = _line(
        _("Nomor registrasi sengketa"), _("Tulis nomor dari akta registrasi."), width="m", max_length=limits.NUMBER_MAX
    )
    registered_on = _day(_("Tanggal registrasi"))


class MediateForm(PlainForm):
    """When mediation began."""

    started_on = _day(_("Tanggal mediasi dimulai"))


class AgreeForm(PlainForm):
    """What was agreed."""

    agreed_on = _day(_("Tanggal kesepakatan"))
    note = _block(_("Isi kesepakatan"), _("Tulis apa yang disepakati dan kapan dilaksanakan."))


class NoteForm(PlainForm):
    """A note."""

    note = _block(_("Catatan"), _("Tulis catatannya."))


class AdjudicateForm(PlainForm):
    """Why adjudication."""

    note = _block(_("Catatan"))


class OrderTestForm(PlainForm):
    """Until when the panel wants the consequence test."""

    until = _day(_("Paling lambat diserahkan pada"))
    note = _block(_("Informasi yang diuji"), _("Tulis informasi yang diminta diuji."))


class DecideForm(PlainForm):
    """The commission's decision."""

    decision_number = _line(_("Nomor putusan"), _("Tulis nomor putusannya."), width="m", max_length=limits.NUMBER_MAX)
    result = forms.ChoiceField(label=_("Amar putusan"), choices=_choices(rules.RESULTS), widget=RadioSelect)
    decided_on = _day(_("Tanggal putusan"))
    received_on = _day(_("Tanggal salinan putusan diterima"))
    note = _block(_("Yang diperintahkan putusan"))

    def clean(self) -> dict[str, Any]:
        """Refuse a receipt before the decision."""
        given = super().clean() or self.cleaned_data
        decided, received = given.get("decided_on"), given.get("received_on")
        if decided and received and received < decided:
            self.add_error("received_on", _("Salinan putusan tidak mungkin diterima sebelum tanggal putusan."))
        return given


class SueForm(PlainForm):
    """The lawsuit."""

    court = forms.ChoiceField(label=_("Pengadilan"), choices=_choices(rules.COURTS), widget=RadioSelect)
    court_number = _line(_("Nomor perkara"), _("Tulis nomor perkaranya."), width="m", max_length=limits.NUMBER_MAX)
    sued_on = _day(_("Tanggal gugatan"))


class EndForm(PlainForm):
    """What is final."""

    ended_on = _day(_("Tanggal berkekuatan hukum tetap"))
    opens_information = forms.BooleanField(
        label=_("Informasinya terbuka untuk setiap orang (UU 14/2008 Pasal 11 ayat (2))"), required=False
    )
    note = _block(_("Catatan pelaksanaan"))


class LapseForm(PlainForm):
    """Why it lapsed."""

    lapse = forms.ChoiceField(label=_("Sebab gugur"), choices=_choices(rules.LAPSES), widget=RadioSelect)
    ended_on = _day(_("Tanggal penetapan"))
    note = _block(_("Catatan"))


class ScheduleForm(PlainForm):
    """A session."""

    kind = forms.ChoiceField(label=_("Jenis sidang"), choices=_choices(rules.SESSIONS), widget=RadioSelect)
    on = _day(_("Tanggal"))
    at = forms.TimeField(label=_("Pukul"), widget=TimeInput(), error_messages={"required": _("Tulis pukulnya.")})
    place = _line(_("Tempat"), "")

    def starts_at(self, zone: dt.tzinfo) -> dt.datetime:
        """Return the instant of the session in the agency's zone."""
        return dt.datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], tzinfo=zone)
