"""The error summary of a page: which fields of which forms need another look, and where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Fault:
    """One sentence of the summary and the address of its field on the page (empty for the form as a whole)."""

    text: str
    href: str


@dataclass(frozen=True)
class ErrorSummary:
    """Everything the summary says; ``count`` is the number of fields at fault, whole forms counting as one."""

    count: int
    title: str
    items: list[Fault]


def _single_forms(forms: Iterable[Any]) -> Iterator[tuple[BaseForm | None, list[str]]]:
    """Yield each form, or None for a formset, with the sentences that belong to it as a whole."""
    for form in forms:
        if isinstance(form, BaseFormSet):
            yield None, [str(error) for error in form.non_form_errors()]
            yield from _single_forms(form.forms)
        elif isinstance(form, BaseForm):
            yield form, [str(error) for error in form.non_field_errors()]


def summarise(*forms: Any) -> ErrorSummary:
    """Return the summary of forms and formsets in reading order; anything that is no form is passed over."""
    items: list[Fault] = []
    fields = whole = 0
    for form, sentences in _single_forms(forms):
        whole += bool(sentences)
        items += [Fault(sentence, "") for sentence in sentences]
        for bound in form or ():
            if bound.errors:
                fields += 1
                target = getattr(bound, "focus_id", bound.id_for_label)
                href = f"#{target}" if target and not bound.is_hidden else ""
                items += [Fault(str(error), href) for error in bound.errors]
    title = ngettext("Ada %(count)s isian yang perlu diperbaiki", "Ada %(count)s isian yang perlu diperbaiki", fields)
    words = title % {"count": fields} if fields else _("Isian belum dapat diterima")
    return ErrorSummary(fields + whole, words, items)
