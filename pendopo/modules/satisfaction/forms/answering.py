"""The questionnaire as a form: on a phone, on a screen at the counter, and typed in from paper."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.tracking.forms.fields import PlainField, PlainForm
from pendopo.lib.keeping import Kept
from pendopo.modules.satisfaction.actions import Filled
from pendopo.modules.satisfaction.actions.kiosks import Sent
from pendopo.modules.satisfaction.models import SurveyedService
from pendopo.modules.satisfaction.queries.inviting import answer_key, new_key
from pendopo.modules.satisfaction.rules import limits
from pendopo.modules.satisfaction.rules.instruments import Element
from pendopo.modules.satisfaction.rules.traits import TRAITS
from pendopo.modules.satisfaction.rules.wording import OFFICIAL, wording
from pendopo.ui.widgets import RadioSelect

KEY: Final = "kunci"
SERVICE: Final = "layanan"
SKIP: Final = "lewati"
# Making fields takes longer than reading what was sent, and no form changes them: all forms of a questionnaire share them.
_FIELDS: Final = Kept[dict[str, forms.Field]](seconds=600)


class AnswerForm(PlainForm):
    """A questionnaire: one field per element (`u_…`) in the order of its numbers, per trait (`r_…`), and a comment.

    `asked` are the services to choose from; with one there is nothing to choose. What is left out is asked about once
    and may then stay out, unless `may_skip` says that paper is typed as it is.
    """

    kunci = forms.CharField(widget=forms.HiddenInput, required=False, max_length=limits.KEY_MAX)

    def __init__(
        self,
        *args: Any,
        asked: Sequence[SurveyedService],
        language: str = OFFICIAL,
        may_skip: bool = False,
        **options: Any,
    ) -> None:
        options.setdefault("initial", {}).setdefault(KEY, new_key())
        super().__init__(*args, **options)
        self.asked = {str(each.service_id): each for each in asked}
        self.survey, self.may_skip = asked[0].survey, may_skip
        self.instrument = self.survey.instrument.definition
        self.shown = self.instrument.shown(self.survey.numbering)
        self.left_out: list[str] = []
        if len(asked) > 1:
            self.fields[SERVICE] = forms.ChoiceField(
                label=_("Layanan yang Anda terima"),
                choices=[("", _("Pilih layanan")), *((key, each.service.name) for key, each in self.asked.items())],
            )
        key = (self.survey.instrument_id, self.survey.numbering, language, get_language())
        self.fields.update(_FIELDS.get(key, lambda: _fields(self.shown, self.instrument.scale, language)))

    @property
    def questions(self) -> list[Any]:
        """Return the bound fields of the elements."""
        return [self[f"u_{element.key}"] for element in self.shown]

    @property
    def traits(self) -> list[Any]:
        """Return the bound fields about the respondent."""
        return [self[f"r_{trait.key}"] for trait in TRAITS]

    def clean(self) -> dict[str, Any]:
        """Ask once about what was left out; nothing at all is no answer."""
        cleaned: dict[str, Any] = super().clean() or {}
        names = [f"u_{element.key}" for element in self.shown]
        missing = [name for name in names if name not in self.errors and cleaned.get(name) is None]
        if len(missing) == len(names):
            self.add_error(names[0], _("Belum ada pertanyaan yang dijawab. Jawab sedikitnya satu."))
        elif missing and not self.may_skip and not cleaned.get(SKIP):
            self.left_out = missing
            for name in missing:
                number = names.index(name) + 1
                self.add_error(name, _("Pertanyaan %(number)s belum dijawab.") % {"number": number})
        return cleaned

    @property
    def values(self) -> dict[str, int | None]:
        """Return element → value."""
        return {element.key: self.cleaned_data.get(f"u_{element.key}") for element in self.shown}

    @property
    def told(self) -> dict[str, str]:
        """Return trait → value's key for what was told."""
        found = {trait.key: self.cleaned_data.get(f"r_{trait.key}") or "" for trait in TRAITS}
        return {key: value for key, value in found.items() if value}

    @property
    def service(self) -> SurveyedService:
        """Return the service that was chosen, or the only one."""
        chosen = self.cleaned_data.get(SERVICE)
        return self.asked[chosen] if chosen else next(iter(self.asked.values()))

    def filled(self, agency: Agency, *, received_at: dt.datetime | None = None) -> Filled:
        """Return the questionnaire; a page without its key (somebody else's program) is a page of its own."""
        return Filled(
            key=answer_key(agency, self.cleaned_data[KEY] or new_key()),
            service=self.service,
            values=self.values,
            told=self.told,
            comment=self.cleaned_data["comment"],
            received_at=received_at,
        )


def _fields(shown: Sequence[Element], scale: int, language: str) -> dict[str, forms.Field]:
    """Return the fields of a questionnaire: elements, traits, comment, and leave to skip."""
    fields: dict[str, forms.Field] = {}
    for element in shown:
        words = wording(element, language, scale)
        fields[f"u_{element.key}"] = forms.TypedChoiceField(
            label=words.question,
            choices=list(enumerate(words.labels, start=1)),
            coerce=int,
            empty_value=None,
            required=False,
            widget=RadioSelect,
            error_messages={"invalid_choice": gettext_lazy("Pilih salah satu jawaban yang tersedia.")},
        )
    for trait in TRAITS:
        choices = [(key, _(label)) for key, label in trait.values.values()]
        fields[f"r_{trait.key}"] = forms.ChoiceField(
            label=_(trait.label), choices=[("", _("Tidak diisi")), *choices], required=False
        )
    fields["comment"] = PlainField(
        label=_("Saran dan masukan"),
        help_text=_("Jangan tulis nama, nomor telepon, atau data pribadi lain."),
        block=True,
        required=False,
        max_length=limits.COMMENT_MAX,
        widget=forms.Textarea({"rows": 3}),
    )
    fields[SKIP] = forms.BooleanField(
        label=_("Kirim tanpa menjawab pertanyaan yang tersisa"), required=False, widget=forms.CheckboxInput
    )
    return fields


def initial_of(values: Mapping[str, int | None], told: Mapping[str, str]) -> dict[str, Any]:
    """Return what a form starts with to show an answer."""
    return {
        **{f"u_{key}": value for key, value in values.items()},
        **{f"r_{key}": value for key, value in told.items()},
    }


def read_batch(body: bytes) -> list[Sent]:
    """Return what a screen sent; raise ValidationError when it is no batch.

    What single answers say is judged by the action; here only that they can be read.
    """
    try:
        given = list(json.loads(body)["answers"])
        # Half characters, which JSON can spell: no text of ours, and nothing that a database keeps.
        json.dumps(given, ensure_ascii=False).encode()
        read = [_sent(each) for each in given[: limits.KIOSK_BATCH]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise ValidationError(_("Kiriman ini tidak dapat dibaca.")) from problem
    if len(given) > limits.KIOSK_BATCH:
        raise ValidationError(_("Kiriman ini terlalu besar."))
    return read


def _sent(each: Mapping[str, Any]) -> Sent:
    key = str(each["key"])
    if not 8 <= len(key) <= limits.KEY_MAX:
        raise ValueError(key)
    comment = str(each.get("comment") or "")
    try:
        comment = PlainField(block=True, required=False).clean(comment)
    except ValidationError:
        # A visitor who is gone cannot be asked; the figures count all the same.
        comment = ""
    at = parse_datetime(str(each.get("at") or ""))
    return Sent(
        key=key,
        survey=UUID(str(each["survey"])),
        service=UUID(str(each["service"])),
        values={str(name): value for name, value in dict(each["values"]).items()},
        told={str(name): str(value) for name, value in dict(each.get("told") or {}).items() if value},
        comment=comment,
        at=at if at is not None and at.tzinfo is not None else None,
    )
