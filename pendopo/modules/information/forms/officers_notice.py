"""The written notice: its draft with all contents of Pasal 22 ayat (7), and its issue."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.documents.forms import MultipleDocumentField
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.rules import ANSWER_EXTENSIONS
from pendopo.kernel.tracking.forms.fields import LaterChoicesField, PlainForm, TextField, choices_of
from pendopo.lib.article17 import letters_of
from pendopo.modules.information.forms.officers_fields import (
    BlockField,
    LaterAmountField,
    TickField,
)
from pendopo.modules.information.models import Inquiry, Notice
from pendopo.modules.information.ports import Exempt
from pendopo.modules.information.rules.grounds import GROUNDS, Ground
from pendopo.modules.information.rules.limits import NOTE_MAX
from pendopo.modules.information.rules.notice import DECISIONS, GRANT, NOT_HELD, PARTIAL, REDIRECT, REFUSE, NoticeText
from pendopo.ui.formats import citation, rupiah
from pendopo.ui.widgets import CheckboxSelectMultiple, RadioSelect

MOST_RUPIAH: Final = Decimal(100_000_000)
_HINTS: Final = {
    GRANT: _("Isi materi, cara penyampaian, dan biaya."),
    PARTIAL: _("Isi juga bagian yang dihitamkan, alasan Pasal 17, dan penjelasannya. Diputuskan oleh dua orang."),
    REFUSE: _("Isi alasan Pasal 17 atau Pasal 6 ayat (3) dan penjelasannya. Diputuskan oleh dua orang."),
    NOT_HELD: _("Isi penjelasan; sebutkan badan publik yang menguasai bila diketahui."),
    REDIRECT: _("Isi badan publik yang menguasai dan penjelasannya."),
}
# The page's sections: heading, fields, and the decisions that ask for them.
_SECTIONS: Final = (
    (
        _("Yang diberikan (huruf d, f, dan g)"),
        ("material", "delivery", "held_form", "cost", "payment", "files"),
        {GRANT, PARTIAL},
    ),
    (
        _("Alasan dan bagian yang dihitamkan (huruf c dan e)"),
        ("grounds", "exemptions", "reason", "redaction"),
        {PARTIAL, REFUSE, NOT_HELD, REDIRECT},
    ),
    (_("Bila informasi dikuasai badan publik lain (huruf a dan b)"), ("held_by",), {NOT_HELD, REDIRECT}),
)


def _ground_label(ground: Ground) -> str:
    text = gettext(ground.text)
    return f"{text[:1].upper()}{text[1:]} ({citation(ground.article)})"


_shown_later = lazy(_ground_label, str)


def _exempt_label(found: Exempt) -> str:
    words = {"title": found.title, "number": found.number, "letters": ", ".join(found.letters)}
    return gettext("%(title)s (%(number)s, Pasal 17 huruf %(letters)s)") % words


class DraftForm(PlainForm):
    """The draft may be incomplete; which contents its decision demands is told when it is saved."""

    decision = forms.ChoiceField(
        label=_("Keputusan"),
        choices=choices_of(DECISIONS),
        widget=RadioSelect(hints=_HINTS),
        error_messages={"required": _("Pilih keputusan.")},
    )
    held_by = TextField(
        label=_("Badan publik yang menguasai informasi"),
        help_text=_("Nama dan alamatnya, bila bukan instansi ini."),
        later=True,
        max_length=300,
    )
    grounds = LaterChoicesField(
        label=_("Alasan pengecualian atau penolakan"),
        choices=[(code, _shown_later(ground)) for code, ground in GROUNDS.items()],
        widget=CheckboxSelectMultiple,
    )
    exemptions = LaterChoicesField(
        label=_("Penetapan informasi yang dikecualikan (DIK)"),
        help_text=_("Wajib untuk Pasal 17. Yang berlaku hari ini, dari unit yang menangani lebih dahulu."),
        widget=CheckboxSelectMultiple,
    )
    reason = BlockField(
        label=_("Penjelasan alasan"),
        help_text=_("Dalam kalimat yang dapat dipahami pemohon. Wajib bila tidak dikabulkan seluruhnya."),
        later=True,
        max_length=NOTE_MAX,
    )
    material = BlockField(
        label=_("Materi informasi yang diberikan"),
        help_text=_("Sebutkan dokumen atau data yang diserahkan."),
        later=True,
        max_length=NOTE_MAX,
    )
    redaction = BlockField(
        label=_("Bagian yang dihitamkan"),
        help_text=_("Bagian mana, dan materi apa yang dihitamkan. Hanya untuk dikabulkan sebagian."),
        later=True,
        max_length=NOTE_MAX,
        rows=3,
    )
    delivery = TextField(
        label=_("Cara penyampaian dan format"),
        help_text=_("Misalnya: berkas PDF yang diunduh dari halaman lacak."),
        later=True,
        max_length=300,
    )
    held_form = forms.ChoiceField(
        label=_("Bentuk informasi yang dikuasai"),
        required=False,
        choices=[("", _("Tidak disebutkan")), ("softcopy", _("Softcopy")), ("hardcopy", _("Hardcopy"))],
        widget=forms.Select({"data-width": "m"}),
    )
    cost = LaterAmountField(
        label=_("Biaya"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("Isi 0 bila tidak ada biaya."),
        widget=forms.TextInput({"data-prefix": "Rp", "data-width": "m", "inputmode": "decimal"}),
        error_messages={
            "invalid": _("Tulis biaya dengan angka saja, misalnya 15000."),
            "min_value": _("Biaya tidak dapat kurang dari nol."),
            "max_decimal_places": _("Tulis biaya dengan angka saja, misalnya 15000."),
        },
    )
    payment = TextField(
        label=_("Cara pembayaran"),
        help_text=_("Misalnya: ke rekening kas negara, atau tunai di meja layanan dengan kuitansi."),
        later=True,
        max_length=300,
    )
    files = MultipleDocumentField(
        label=_("Berkas jawaban"),
        required=False,
        allowed=ANSWER_EXTENSIONS,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *given: Any, notice: Notice | None, inquiry: Inquiry | None = None, in_force: Iterable[Exempt] = ()
    ) -> None:
        """Start from the draft as it stands; a refusal chooses among the exemptions `in_force` that match."""
        names = (
            "decision",
            "held_by",
            "grounds",
            "reason",
            "material",
            "redaction",
            "delivery",
            "held_form",
            "cost",
            "payment",
        )
        initial = {name: getattr(notice, name) for name in names} if notice else {}
        if notice and notice.cost is not None and notice.cost == notice.cost.to_integral_value():
            initial["cost"] = notice.cost.quantize(Decimal(1))
        cited = [each["id"] for each in notice.citations] if notice else []
        super().__init__(*given, initial=initial | {"seen": version_of(notice), "exemptions": cited})
        self._offer(list(in_force), inquiry)

    def _offer(self, in_force: list[Exempt], inquiry: Inquiry | None) -> None:
        """Offer the exemptions whose letters are among the grounds chosen so far, all while none is chosen."""
        letters = set(letters_of(self["grounds"].value() or ()))
        matching = [each for each in in_force if not letters or letters & set(each.letters)]
        unit = inquiry.unit_id if inquiry else None
        matching.sort(key=lambda each: (each.unit_id != unit, each.title))
        field = LaterChoicesField(
            label=self.fields["exemptions"].label,
            help_text=self.fields["exemptions"].help_text,
            choices=[(str(each.id), _exempt_label(each)) for each in matching],
            widget=CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": _("Pilih penetapan yang berlaku dan memuat huruf Pasal 17 yang dipakai.")
            },
        )
        self.fields["exemptions"] = field
        self.fields = {name: self.fields[name] for name in self.base_fields if matching or name != "exemptions"}
        # Whoever withholds by a letter that nothing in force covers is told what to do instead.
        self.uncovered = sorted(letters - {letter for each in in_force for letter in each.letters})
        self.none_in_force = not in_force

    @property
    def needs_test(self) -> bool:
        """Return whether a consequence test is needed before this can be refused."""
        return bool(self.uncovered) or self.none_in_force

    def chosen_exemptions(self) -> list[UUID]:
        """Return the exemptions chosen, valid forms only; none while Pasal 17 is not among the grounds."""
        given = self.cleaned_data
        return [UUID(each) for each in given.get("exemptions", ())] if letters_of(given["grounds"]) else []

    def sections(self) -> list[dict[str, Any]]:
        """Return the page's sections, those that the decision asks for first.

        One that it does not ask for is folded while nothing stands in it.
        """
        decision = self["decision"].value()
        asked_first = sorted(_SECTIONS, key=lambda section: decision not in section[2])
        return [
            {
                "heading": heading,
                "fields": [self[name] for name in names if name in self.fields],
                "open": decision in decisions
                or any(self[name].errors or self[name].value() for name in names if name in self.fields),
            }
            for heading, names, decisions in asked_first
        ]

    def clean_cost(self) -> Decimal | None:
        """Refuse an amount that can only be a slip."""
        cost: Decimal | None = self.cleaned_data["cost"]
        if cost is not None and cost > MOST_RUPIAH:
            raise ValidationError(
                _("Biaya ini lebih dari %(most)s. Periksa jumlah angkanya.") % {"most": rupiah(MOST_RUPIAH)},
                code="most",
            )
        return cost

    def text(self) -> NoticeText:
        """Return what was typed as the rules read it; valid forms only."""
        given = self.cleaned_data
        names = ("decision", "held_by", "reason", "material", "redaction", "delivery", "cost", "payment")
        return NoticeText(grounds=tuple(given["grounds"]), **{name: given[name] for name in names})


class IssueForm(PlainForm):
    """The last look: which files go out, and whether the information is handed over at once."""

    visible_files = LaterChoicesField(
        label=_("Berkas yang diserahkan kepada pemohon"),
        widget=CheckboxSelectMultiple,
    )
    deliver_now = TickField(
        label=_("Serahkan sekaligus: pemohon langsung dapat mengunduh, dan permohonan selesai"),
        initial=True,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *given: Any,
        notice: Notice | None,
        files: Iterable[Document],
        at_once: bool,
        originals: Collection[UUID] = (),
    ) -> None:
        """Take the answer's files, and whether handing over `at_once` is possible.

        `originals` are those of which a redacted copy exists: the copy is proposed in their place.
        """
        files = list(files)
        open_ones = [str(each.pk) for each in files if each.pk not in originals]
        initial = {"visible_files": open_ones, "seen": version_of(notice)}
        super().__init__(*given, initial=initial)
        if files:
            self.fields["visible_files"] = LaterChoicesField(
                label=self.fields["visible_files"].label,
                choices=[(str(each.pk), _file_label(each, each.pk in originals)) for each in files],
                widget=CheckboxSelectMultiple,
            )
        else:
            del self.fields["visible_files"]
        if not at_once:
            del self.fields["deliver_now"]


def _file_label(file: Document, is_original: bool) -> str:
    return gettext("%(name)s (asli; salinannya sudah dihitamkan)") % {"name": file.name} if is_original else file.name


def version_of(notice: Notice | None) -> str:
    """Return what changes whenever the draft is rewritten, to notice that a colleague was quicker."""
    return notice.drafted_at.isoformat() if notice else ""
