"""The question of the calculator, as the API, the command and the page ask it."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.kernel.calendar import rules
from pendopo.kernel.calendar.models import ClockUnit
from pendopo.kernel.calendar.queries import DueAnswer, due_answer, regime_words
from pendopo.kernel.calendar.rules import CalendarEmpty
from pendopo.lib.deadlines import DeadlineRule, UnknownRule, all_regimes, all_rules, rule_under
from pendopo.lib.text import clean_line
from pendopo.lib.workdays import DateUnknown
from pendopo.ui.formats import medium_date
from pendopo.ui.widgets import TimeInput

_LONGEST_QUOTE = 60

_WEEKS = [("5", gettext_lazy("5 hari (Senin–Jumat)")), ("6", gettext_lazy("6 hari (Senin–Sabtu)"))]
_RECEIPTS = [
    ("as_is", gettext_lazy("Tanggal penerimaan apa adanya")),
    ("next_working_day", gettext_lazy("Di luar jam kerja dihitung hari kerja berikutnya")),
]
_CALENDARS = [
    ("full", gettext_lazy("Libur nasional dan cuti bersama")),
    ("national", gettext_lazy("Libur nasional saja; cuti bersama dihitung hari kerja")),
]
_ZONES = [(zone, label) for label, zone in rules.ZONE_LABELS.items()]


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """Return the IANA names the machine knows; reading them from disk takes milliseconds, so it is done once."""
    return frozenset(available_timezones())


class DateTimeLocalInput(forms.TextInput):
    """The browser's own field for date and time; shows what was sent, without its offset."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str:
        """Return `value` as the browser wants it, minutes only; what is no date stays as it was typed."""
        try:
            received = rules.parse_received(str(value or ""))
        except ValueError:
            return str(value or "")
        return received.strftime("%Y-%m-%dT%H:%M")


class DueDateForm(forms.Form):
    """Parameters of the calculator. `answer()` computes once they are valid."""

    rule = forms.CharField(
        label=gettext_lazy("Tenggat apa?"),
        required=False,
        widget=forms.Select,
    )
    received = forms.CharField(
        label=gettext_lazy("Kapan peristiwanya?"),
        help_text=gettext_lazy("Tanggal dan jam permohonan diterima, atau peristiwa lain yang memulai jangka waktu."),
        widget=DateTimeLocalInput(attrs={"data-width": "l"}),
        error_messages={
            "required": gettext_lazy(
                "Tanggal penerimaan belum diisi. Tulis misalnya 2026-08-03 atau 2026-08-03T10:00+07:00."
            )
        },
    )
    regime = forms.CharField(
        label=gettext_lazy("Aturan untuk siapa?"),
        help_text=gettext_lazy("Sebagian badan publik dan jenis informasi mempunyai jangka waktu sendiri."),
        required=False,
        widget=forms.Select,
    )
    timezone = forms.CharField(label=gettext_lazy("Zona waktu"), required=False, widget=forms.Select)
    week = forms.CharField(
        label=gettext_lazy("Hari kerja seminggu"), required=False, widget=forms.Select(choices=_WEEKS)
    )
    receipt = forms.CharField(
        label=gettext_lazy("Penerimaan di luar jam kerja"), required=False, widget=forms.Select(choices=_RECEIPTS)
    )
    closes = forms.TimeField(
        label=gettext_lazy("Jam tutup layanan"),
        required=False,
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        widget=TimeInput(),
        error_messages={"invalid": gettext_lazy("Tulis jam tutup sebagai jam dan menit, misalnya 16:00.")},
    )
    calendar = forms.CharField(
        label=gettext_lazy("Hari libur"), required=False, widget=forms.Select(choices=_CALENDARS)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].widget.choices = [("", _("Pilih tenggat")), *_by_topic()]
        self.fields["regime"].widget.choices = [(each.code, regime_words(each)) for each in all_regimes().values()]
        asked = self.data.get("timezone", "")
        # A zone outside Indonesia can be asked for in the address; the list then offers it too.
        others = [(asked, asked)] if asked in known_zones() - set(rules.ZONE_LABELS.values()) else []
        self.fields["timezone"].widget.choices = [*_ZONES, *others]

    def clean_regime(self) -> str:
        """Return the code of the regime, the general one when none is named."""
        return self._one_of("regime", list(all_regimes()))

    def clean_rule(self) -> DeadlineRule:
        """Return the rule named by its code."""
        code = self.cleaned_data["rule"]
        rule = all_rules().get(code)
        if rule is None:
            raise forms.ValidationError(self.rule_remedy(code))
        return rule

    def rule_remedy(self, code: str) -> str:
        """Return what to do about a missing or unknown rule."""
        known = {"value": _quoted(code), "codes": ", ".join(all_rules())}
        if not code:
            return _("Aturan belum dipilih. Kode yang tersedia: %(codes)s.") % known
        return _("Aturan “%(value)s” tidak ada. Kode yang tersedia: %(codes)s.") % known

    def clean_received(self) -> date | datetime:
        """Return the date or moment of receipt."""
        text = self.cleaned_data["received"]
        try:
            return rules.parse_received(text)
        except ValueError:
            raise forms.ValidationError(
                _(
                    "“%(value)s” bukan tanggal yang dapat dihitung. Tulis tahun %(first)s–%(last)s, "
                    "misalnya 2026-08-03 atau 2026-08-03T10:00+07:00."
                )
                % {"value": _quoted(text), "first": rules.FIRST_YEAR, "last": rules.LAST_YEAR}
            ) from None

    def clean_timezone(self) -> str:
        """Return the IANA name of the zone; WIB, WITA and WIT are understood."""
        text = self.cleaned_data["timezone"] or rules.DEFAULT_TIMEZONE
        zone = rules.ZONE_LABELS.get(text.upper(), text)
        if zone not in known_zones():
            raise forms.ValidationError(
                _("Zona waktu “%(value)s” tidak dikenal. Tulis WIB, WITA, WIT, atau nama IANA seperti Asia/Makassar.")
                % {"value": _quoted(text)}
            )
        return zone

    def clean_week(self) -> int:
        """Return the number of working days a week."""
        return int(self._one_of("week", [value for value, _label in _WEEKS]))

    def clean_receipt(self) -> str:
        """Return the policy for receipt after hours."""
        return self._one_of("receipt", [value for value, _label in _RECEIPTS])

    def clean_calendar(self) -> str:
        """Return which days off count."""
        return self._one_of("calendar", [value for value, _label in _CALENDARS])

    def _one_of(self, name: str, allowed: list[str]) -> str:
        value = cast(str, self.cleaned_data[name]) or allowed[0]
        if value not in allowed:
            raise forms.ValidationError(
                _("“%(value)s” bukan pilihan untuk %(name)s. Pilih: %(allowed)s.")
                % {"value": _quoted(value), "name": name, "allowed": ", ".join(allowed)}
            )
        return value

    def answer(self) -> DueAnswer | None:
        """Return the answer, or None with the reason among the errors."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        counting = self._counting()
        if counting is None:
            return None
        try:
            return due_answer(
                rule=counting,
                regime_code=asked["regime"],
                received=asked["received"],
                timezone=asked["timezone"],
                week=asked["week"],
                receipt=asked["receipt"],
                calendar=asked["calendar"],
                closes_at=asked["closes"] or rules.DEFAULT_CLOSES_AT,
            )
        except CalendarEmpty as problem:
            self.add_error(None, str(problem))
        except DateUnknown as problem:
            self.add_error(
                "received",
                _(
                    "Kalender hari libur memuat %(first)s sampai %(last)s, dan hitungan ini keluar dari rentang itu. "
                    "Pilih tanggal di dalamnya, atau minta administrator memuat tahun yang kurang."
                )
                % {"first": medium_date(problem.first), "last": medium_date(problem.last)},
            )
        return None

    def _counting(self) -> DeadlineRule | None:
        """Return the version of the rule that counts under the regime on the day of the event, None with an error."""
        asked = self.cleaned_data
        received = asked["received"]
        on = received.date() if isinstance(received, datetime) else received
        try:
            return rule_under(asked["regime"], asked["rule"].code, on)
        except UnknownRule:
            self.add_error("received", _("Aturan ini tidak berlaku pada tanggal itu. Pilih tanggal atau aturan lain."))
            return None

    def error_list(self) -> list[dict[str, str]]:
        """Return the errors as the API gives them: parameter and message; "" for the question as a whole."""
        return [
            {"parameter": "" if name == NON_FIELD_ERRORS else name, "message": str(message)}
            for name, messages in self.errors.items()
            for message in messages
        ]


class CalculatorForm(DueDateForm):
    """The same question on a page, where people choose from lists and need no codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only so that the page does not call it optional: an empty choice has its own remedy below.
        self.fields["rule"].required = True
        self.fields["rule"].error_messages["required"] = self.rule_remedy("")
        self.fields["received"].error_messages["required"] = _("Isi tanggal dan jam peristiwanya.")

    def rule_remedy(self, code: str) -> str:
        """Return what to do about a missing or unknown rule."""
        return _("Pilih salah satu tenggat dari daftar.")


def _by_topic() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the rules for a list to choose from, in groups by topic."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for rule in all_rules().values():
        days = f"{rule.n} {ClockUnit(rule.unit).label}"
        groups.setdefault(_(rule.topic or "Lainnya"), []).append((rule.code, f"{_(rule.title)} ({days})"))
    return list(groups.items())


def _quoted(text: str) -> str:
    plain = clean_line(text)
    return plain if len(plain) <= _LONGEST_QUOTE else plain[:_LONGEST_QUOTE] + "…"
