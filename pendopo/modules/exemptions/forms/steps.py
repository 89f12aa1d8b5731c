"""One form for each step of a test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.tracking.forms.fields import LaterChoicesField, PlainForm, TextField, translated
from pendopo.lib.article17 import KINDS
from pendopo.modules.exemptions.forms.fields import LinesField, OpenDateField
from pendopo.modules.exemptions.models import Arrangement, Exemption
from pendopo.modules.exemptions.queries.papers import kind_words
from pendopo.modules.exemptions.rules import approval, consequence, limits
from pendopo.ui.formats import medium_date
from pendopo.ui.widgets import CheckboxSelectMultiple, DateInput, RadioSelect


class ProposeForm(PlainForm):
    """What a unit proposes, and when it is tested."""

    # fmt: off
    title = TextField(
        label=_("Judul informasi"), max_length=limits.TITLE_MAX, missing=_("Tulis judul informasi."),
        help_text=_("Tampil dalam daftar umum. Sebut jenis informasinya, jangan isinya."),
    )
    unit = forms.ChoiceField(label=_("Unit yang menguasai"), error_messages={"required": _("Pilih unit.")})
    background = TextField(
        label=_("Latar belakang usul"), rows=4, max_length=limits.TEXT_MAX,
        help_text=_("Hanya dibaca petugas."), missing=_("Tulis latar belakang usul."),
    )
    timing = forms.ChoiceField(
        label=_("Kapan diuji"), widget=RadioSelect, initial=consequence.BEFORE_REQUEST,
        error_messages={"required": _("Pilih kapan diuji.")},
    )
    order_number = TextField(
        label=_("Nomor perintah Majelis Komisioner"), later=True, help_text=_("Hanya bila diuji dalam sengketa."),
        max_length=limits.LINE_MAX,
    )
    # fmt: on

    def __init__(self, *given: Any, units: Sequence[Unit], initial: dict[str, Any], linked: bool) -> None:
        """Offer `units`; a test that starts from a case (`linked`) is done on a request."""
        super().__init__(*given, initial=initial)
        self.units = {str(unit.pk): unit for unit in units}
        named = [(key, unit.name) for key, unit in self.units.items()]
        cast(forms.ChoiceField, self.fields["unit"]).choices = [("", _("Pilih unit")), *named]
        timings = [(key, translated(text)) for key, text in consequence.TIMINGS.items()]
        offered = [pair for pair in timings if linked or pair[0] != consequence.ON_REQUEST]
        cast(forms.ChoiceField, self.fields["timing"]).choices = offered

    def clean(self) -> dict[str, Any]:
        """Ask for the order's number where the test was ordered."""
        given = super().clean() or {}
        if given.get("timing") == consequence.IN_DISPUTE and not given.get("order_number"):
            self.add_error("order_number", _("Tulis nomor perintah Majelis Komisioner."))
        return given

    def chosen_unit(self) -> Unit:
        """Return the unit; valid forms only."""
        return self.units[self.cleaned_data["unit"]]


class RulesForm(PlainForm):
    """A form whose answers (`found`) the rules judge; their problems stand beside the fields."""

    found: Callable[[], Any]

    def problems(self) -> consequence.Problems:
        """Return what the rules say about the answers."""
        found: consequence.Problems = self.found().problems()
        return found

    def clean(self) -> None:
        """Let the rules judge, dates in words; fields that could not be read are not judged twice."""
        wrong = set(self.errors)
        for name, problem in self.problems().items():
            if name not in wrong:
                words = {key: _shown(value) for key, value in problem.params.items()}
                self.add_error(name, ValidationError(gettext(problem.template) % words, code="rules"))


def _shown(value: object) -> object:
    return medium_date(value) if isinstance(value, dt.date) else value


class IdentifyForm(RulesForm):
    """Part and documents."""

    part = TextField(
        label=_("Bagian informasi yang dikecualikan"), later=True, rows=4, max_length=limits.TEXT_MAX,
        help_text=_("Setepat mungkin: kolom, halaman, atau lampiran mana. Jangan salin isi rahasianya."),
    )  # fmt: skip
    documents = LinesField(
        label=_("Dokumen yang memuatnya"), help_text=_("Satu dokumen setiap baris."), most=limits.DOCUMENTS_MAX
    )

    def __init__(self, *given: Any, exemption: Exemption) -> None:
        """Start from what was identified before."""
        super().__init__(*given, initial={"part": exemption.part, "documents": "\n".join(exemption.documents)})

    def found(self) -> consequence.Identification:
        """Return the answers as the rules read them."""
        given = self.cleaned_data
        return consequence.Identification(given.get("part", ""), tuple(given.get("documents") or ()))


class AnalyseForm(RulesForm):
    """Letters and laws."""

    letters = LaterChoicesField(label=_("Klasifikasi menurut Pasal 17"), widget=CheckboxSelectMultiple)
    laws = LinesField(
        label=_("Undang-undang dan pasalnya"), most=limits.LAWS_MAX,
        help_text=_("Satu undang-undang setiap baris, misalnya: UU 27/2022 Pasal 4 ayat (2)."),
    )  # fmt: skip

    def __init__(self, *given: Any, exemption: Exemption) -> None:
        """Start from what was found before."""
        super().__init__(*given, initial={"letters": exemption.letters, "laws": "\n".join(exemption.laws)})
        cast(LaterChoicesField, self.fields["letters"]).choices = [(letter, kind_words(letter)) for letter in KINDS]

    def found(self) -> consequence.Analysis:
        """Return the answers as the rules read them."""
        given = self.cleaned_data
        return consequence.Analysis(tuple(given.get("letters") or ()), tuple(given.get("laws") or ()))


class TestForm(RulesForm):
    """The weighing, its result, period and public reason."""

    __test__ = False

    # fmt: off
    if_opened = TextField(label=_("Akibat bila informasi dibuka"), later=True, rows=4, max_length=limits.TEXT_MAX)
    if_closed = TextField(label=_("Akibat bila informasi ditutup"), later=True, rows=4, max_length=limits.TEXT_MAX)
    public_interest = TextField(
        label=_("Pertimbangan kepentingan publik"), later=True, rows=4, max_length=limits.TEXT_MAX,
        help_text=_("Kepentingan mana yang lebih besar, dan mengapa."),
    )
    result = forms.ChoiceField(
        label=_("Hasil uji"), widget=RadioSelect, error_messages={"required": _("Pilih hasil uji.")},
        choices=[(key, translated(text)) for key, text in consequence.RESULTS.items()],
    )
    public_reason = TextField(
        label=_("Alasan dalam surat penetapan"), later=True, rows=3, max_length=limits.TEXT_MAX,
        help_text=_("Dibaca pemohon. Jangan memuat isi informasi yang dikecualikan."),
    )
    until = OpenDateField(
        label=_("Dikecualikan sampai dengan"), widget=DateInput,
        help_text=_("Wajib untuk huruf a–f. Huruf g–j boleh tanpa tanggal, dengan alasan."),
    )
    no_end_reason = TextField(label=_("Alasan tanpa tanggal berakhir"), later=True, max_length=limits.LINE_MAX)
    # fmt: on

    def __init__(self, *given: Any, exemption: Exemption, today: dt.date) -> None:
        """Start from what was weighed before; the period is counted from `today`."""
        super().__init__(*given, initial={name: getattr(exemption, name) for name in self.base_fields})
        self.letters, self.today = list(exemption.letters), today

    def found(self) -> consequence.Weighing:
        """Return the answers as the rules read them."""
        given = self.cleaned_data
        texts = {name: given.get(name) or "" for name in self.fields if name != "until"}
        return consequence.Weighing(until=given.get("until"), **texts)

    def problems(self) -> consequence.Problems:
        """Return what the rules say about the answers and the period; one that cannot be read is not missing."""
        found = self.found().problems(self.letters, self.today)
        return {name: each for name, each in found.items() if (name, "until" in self.errors) != ("no_end_reason", True)}


class DetermineForm(PlainForm):
    """Where the decree is set (tempat penetapan)."""

    place = TextField(
        label=_("Tempat penetapan"), max_length=80, missing=_("Tulis tempat penetapan, misalnya Jakarta.")
    )


class AgreeForm(PlainForm):
    """A remark beside the agreement."""

    note = TextField(label=_("Catatan"), rows=2, max_length=limits.TEXT_MAX)


class ReasonForm(PlainForm):
    """Why a step is taken that ends or returns something."""

    note = TextField(label=_("Alasan"), rows=3, max_length=limits.TEXT_MAX, missing=_("Tulis alasannya."))


class CancelForm(PlainForm):
    """The decision that cancels."""

    note = TextField(
        label=_("Nomor dan tanggal putusan"), max_length=limits.LINE_MAX, missing=_("Tulis nomor dan tanggal putusan."),
        help_text=_("Putusan Komisi Informasi atau pengadilan yang membatalkan pengecualian."),
    )  # fmt: skip


class ArrangementForm(PlainForm):
    """Chain of approval and reminders."""

    # fmt: off
    chain = forms.ChoiceField(
        label=_("Rantai persetujuan"), widget=RadioSelect, error_messages={"required": _("Pilih rantai persetujuan.")},
        choices=[(key, translated(text)) for key, text in approval.CHAIN_LABELS.items()],
    )
    months = TextField(
        label=_("Pengingat sebelum berakhir (bulan)"), max_length=60,
        help_text=_("Pisahkan dengan koma, misalnya 6, 1. Kosongkan bila tidak perlu."),
    )
    # fmt: on

    def __init__(self, *given: Any, arrangement: Arrangement) -> None:
        """Start from what is arranged."""
        months = ", ".join(str(n) for n in arrangement.reminder_months)
        super().__init__(*given, initial={"chain": arrangement.chain, "months": months})

    def clean_months(self) -> list[int]:
        """Return the numbers of months."""
        parts = [part.strip() for part in self.cleaned_data["months"].split(",") if part.strip()]
        good = all(part.isascii() and part.isdigit() and 0 < int(part) <= limits.REMINDER_MONTHS_MAX for part in parts)
        if not good:
            sentence = gettext("Tulis bilangan bulan antara 1 dan %(most)s, dipisahkan koma.")
            raise ValidationError(sentence % {"most": limits.REMINDER_MONTHS_MAX}, code="months")
        return [int(part) for part in parts]
