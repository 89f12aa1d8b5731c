"""Input of the officers' pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.documents.models import Document
from pendopo.kernel.tracking.forms.fields import PlainField, PlainForm
from pendopo.modules.disclosure.actions.inspecting import FILE, Draft, unjudged
from pendopo.modules.disclosure.models import Arrangement
from pendopo.modules.disclosure.rules import limits
from pendopo.modules.disclosure.rules.privacy import TRACES, Trace
from pendopo.modules.disclosure.rules.procedure import BASIS, WAYS
from pendopo.ui.formats import citation, file_size
from pendopo.ui.widgets import CheckboxSelectMultiple, RadioSelect

_translated = lazy(gettext, str)
_cited = lazy(citation, str)
_FIELDS = {"title": _("Judul"), "question": _("Pertanyaan"), "summary": _("Ringkasan"), "files": _("Berkas")}


def _block(label: Any, missing: Any, help_text: Any = "", *, rows: int = 6, most: int = limits.TEXT_MAX) -> PlainField:
    return PlainField(
        label=label, help_text=help_text, block=True, max_length=most, widget=forms.Textarea({"rows": rows}),
        error_messages={"required": missing},
    )  # fmt: skip


class _JudgedField(forms.MultipleChoiceField):
    """Traces that an officer judged harmless; which are needed the form says, and one that has gone is no fault."""

    def validate(self, value: Any) -> None:
        """Accept any keys, and none; those of no trace mean nothing."""


class WriteForm(PlainForm):
    """The text as everybody will read it, its files, and what was judged of each trace that was found."""

    title = PlainField(
        label=_("Judul"), max_length=limits.TITLE_MAX, error_messages={"required": _("Tulis judulnya.")},
        help_text=_("Tampil dalam daftar dan hasil pencarian."),
    )  # fmt: skip
    question = _block(
        _("Pertanyaan, tanpa data pribadi"),
        _("Tulis pertanyaannya."),
        _("Hapus nama, alamat, nomor, dan cerita yang dapat menunjuk pemohon atau orang lain."),
    )
    summary = _block(
        _("Ringkasan jawaban"), _("Tulis ringkasan jawabannya."), _("Beberapa kalimat yang dipahami semua orang.")
    )
    way = forms.ChoiceField(
        label=_("Mengapa terbuka"),
        widget=RadioSelect(hints={way: _cited(basis) for way, basis in BASIS.items()}),
        choices=[(way, _translated(text)) for way, text in WAYS.items()],
        error_messages={"required": _("Pilih mengapa informasinya terbuka.")},
    )
    files = forms.MultipleChoiceField(
        label=_("Berkas yang ikut diumumkan"), required=False, widget=CheckboxSelectMultiple(),
        help_text=_("Hanya berkas yang sudah diberikan kepada pemohon. Yang dihitamkan tampil sebagai salinannya."),
    )  # fmt: skip
    harmless = _JudgedField(
        label=_("Tampak seperti data pribadi"), widget=CheckboxSelectMultiple(),
        help_text=_("Hapus dari naskah, atau centang bila tidak menunjuk siapa pun."),
    )  # fmt: skip

    def __init__(
        self,
        *given: Any,
        initial: dict[str, Any],
        files: Sequence[Document],
        traces: Callable[[Draft], list[Trace]],
    ) -> None:
        """Offer `files`; `traces` looks for what may tell somebody."""
        super().__init__(*given, initial=initial)
        self.traces = traces
        hints = {str(each.pk): f"{each.kind_label}, {file_size(each.size)}" for each in files}
        offered = cast(forms.MultipleChoiceField, self.fields["files"])
        offered.widget = CheckboxSelectMultiple(hints=hints)
        offered.choices = [(str(each.pk), each.name) for each in files]
        if not files:
            del self.fields["files"]
        if not self.is_bound:
            self._show(self.traces(_draft(initial)))

    def _show(self, traces: Sequence[Trace]) -> None:
        """Offer the traces to be judged; without any there is nothing to ask."""
        field = cast(forms.MultipleChoiceField, self.fields["harmless"])
        field.choices = [(each.key, _words(each)) for each in traces]
        if not traces:
            field.widget = forms.MultipleHiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for a judgement on every trace in what was typed, also when something else is wrong."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        found = self.traces(_draft({name: self.data.get(name, "") for name in self.fields} | given))
        self._show(found)
        if unjudged(found, given.get("harmless", [])):
            sentence = gettext(
                "Ada yang tampak seperti data pribadi. Hapus dari naskah, atau nyatakan tidak menunjuk siapa pun."
            )
            self.add_error("harmless", ValidationError(sentence, code="unclean"))
        return given

    def draft(self) -> Draft:
        """Return what is to be made public; valid forms only."""
        return _draft(self.cleaned_data)


def _draft(given: dict[str, Any]) -> Draft:
    files = tuple(UUID(str(key)) for key in given.get("files") or ())
    title, question, summary, way = (str(given.get(name) or "") for name in ("title", "question", "summary", "way"))
    return Draft(title, question, summary, way, files)


def _words(trace: Trace) -> str:
    """Return a trace in words: where it stands, what it looks like, how it begins."""
    if trace.kind == FILE:
        return gettext("Berkas %(found)s") % {"found": trace.sample}
    words = {"place": _FIELDS[trace.field], "kind": gettext(TRACES[trace.kind]), "sample": trace.sample}
    return gettext("%(place)s: %(kind)s (%(sample)s)") % words


class ReasonForm(PlainForm):
    """Why something is returned, given up or withdrawn; officers only read it."""

    note = _block(_("Alasan"), _("Tulis alasannya."), _("Hanya dibaca petugas."), rows=3, most=limits.NOTE_MAX)


class PublishForm(PlainForm):
    """What a correction changed; nothing to type for the first edition."""

    note = _block(
        _("Apa yang diperbaiki"), _("Tulis apa yang diperbaiki."), _("Dibaca semua orang di bawah jawaban."),
        rows=2, most=limits.NOTE_MAX,
    )  # fmt: skip

    def __init__(self, *given: Any, is_first: bool) -> None:
        """Ask for a note with a correction only."""
        super().__init__(*given)
        if is_first:
            del self.fields["note"]


class ArrangeForm(PlainForm):
    """Two people, and how exactly the day of an answer is told."""

    four_eyes = forms.BooleanField(label=_("Dua orang: yang menulis naskah tidak mengumumkannya"), required=False)
    by_month = forms.BooleanField(
        label=_("Tampilkan bulan saja, bukan tanggal permohonan dijawab"), required=False,
        help_text=_("Tanggal yang tepat dapat menunjuk pemohon bila permohonannya sedikit."),
    )  # fmt: skip

    def __init__(self, *given: Any, arrangement: Arrangement) -> None:
        """Start from what is arranged."""
        super().__init__(*given, initial={"four_eyes": arrangement.four_eyes, "by_month": arrangement.by_month})
