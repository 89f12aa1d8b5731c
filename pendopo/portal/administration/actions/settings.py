"""Changing an agency's settings, its look, and how its numbers are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from pendopo.kernel.agencies.models import Agency, NumberTemplate
from pendopo.kernel.audit.actions import digested, record
from pendopo.kernel.calendar.actions import Recomputed
from pendopo.kernel.calendar.rules import SETTINGS_CHANGED
from pendopo.kernel.people.actors import Actor
from pendopo.lib.deadlines import regime
from pendopo.lib.numbering import check_template
from pendopo.portal.administration import rules
from pendopo.portal.administration.actions.moving import move_deadlines
from pendopo.portal.administration.queries.setup import REGISTERS
from pendopo.ui.contrast import theme_problems

SETTINGS: Final = (
    "name",
    "short_name",
    "kind",
    "region_code",
    "address",
    "phone",
    "email",
    "timezone",
    "week_days",
    "opens_at",
    "closes_at",
    "receipt_policy",
    "notice_basis",
    "calendar_scope",
    "letter_release",
    "missed_check",
    "missed_repair",
    "regime",
)
BRANDING: Final = ("brand_name", "brand_kind", "logo_text", "colour_primary", "colour_dark", "colour_light")

# A small office's telephone and mail box may be somebody's own.
_PERSONAL: Final = frozenset({"phone", "email"})


@dataclass(frozen=True, slots=True)
class Changed:
    """Names of the settings that are different now, and what became of the open deadlines (None: not touched)."""

    names: tuple[str, ...]
    deadlines: Recomputed | None = None


def change_settings(*, agency: Agency, values: Mapping[str, object], by: Actor) -> Changed:
    """Set the given SETTINGS of the agency; open deadlines are computed anew when week, zone, scope or receipt change.

    Raises ValueError for another name or closing before opening, ValidationError for a value the field does not take,
    UnknownRegime.
    """
    _expect_known(values, SETTINGS)
    with transaction.atomic():
        locked, old = _apply(agency, values)
        regime(locked.regime)
        if locked.opens_at >= locked.closes_at:
            raise ValueError("An office closes after it opens.")
        deadlines = None
        if not old.keys().isdisjoint(rules.MOVES_CLOCKS):
            deadlines = move_deadlines(agency=locked, by=by, reason=SETTINGS_CHANGED)
        _note(locked, "agency.change_settings", old, by)
    return Changed(tuple(old), deadlines)


def change_branding(*, agency: Agency, values: Mapping[str, object], by: Actor) -> Changed:
    """Set the given BRANDING tokens. Raises ValueError for another name and for colours that nobody could read."""
    _expect_known(values, BRANDING)
    with transaction.atomic():
        locked, old = _apply(agency, values)
        if problems := theme_problems(locked.colour_primary, locked.colour_dark, locked.colour_light):
            raise ValueError(" ".join(problems))
        _note(locked, "agency.change_branding", old, by)
    return Changed(tuple(old))


def set_number_template(*, agency: Agency, register: str, code: str, template: str, by: Actor) -> None:
    """Let the numbers of `register` be written by `template`, an empty one by the default, with the agency's `code`.

    Numbers that were given already stay. Raises BadTemplate, and ValueError for an unknown register or
    a code that does not belong into a number.
    """
    if register not in REGISTERS or not rules.CODE.fullmatch(code):
        raise ValueError(f"No register {register!r}, or no code {code!r}.")
    if template:
        check_template(template, code=code)
    with transaction.atomic():
        locked = Agency.objects.select_for_update().get(pk=agency.pk)
        templates = NumberTemplate.objects.for_agency(locked).filter(register=register)
        before = templates.values_list("template", flat=True).first() or ""
        if (before, locked.code) == (template, code):
            return
        if template:
            NumberTemplate.objects.update_or_create(agency=locked, register=register, defaults={"template": template})
        else:
            templates.delete()
        details = {
            "register": register,
            "template": {"before": before, "now": template},
            "code": {"before": locked.code, "now": code},
        }
        locked.code = code
        locked.save(update_fields=["code"])
        record(
            agency=locked,
            action="agency.set_number_template",
            subject_type="agency",
            subject_id=locked.pk,
            by=by,
            details=details,
        )


def _expect_known(values: Mapping[str, object], names: tuple[str, ...]) -> None:
    if unknown := set(values) - set(names):
        raise ValueError(f"These are set elsewhere: {', '.join(sorted(unknown))}")


def _apply(agency: Agency, values: Mapping[str, object]) -> tuple[Agency, dict[str, object]]:
    """Save the values on the locked agency; return it and the old values of what is different."""
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    old = {name: getattr(locked, name) for name, value in values.items() if getattr(locked, name) != value}
    for name in old:
        setattr(locked, name, values[name])
    locked.clean_fields(exclude={field.name for field in Agency._meta.fields} - old.keys())
    if old:
        locked.save(update_fields=list(old))
    return locked, old


def _note(agency: Agency, action: str, old: Mapping[str, object], by: Actor) -> None:
    if not old:
        return
    changes = {
        name: {"before": _told(name, before), "now": _told(name, getattr(agency, name))} for name, before in old.items()
    }
    record(agency=agency, action=action, subject_type="agency", subject_id=agency.pk, by=by, details=changes)


def _told(name: str, value: object) -> str:
    return digested(str(value)) if name in _PERSONAL else str(value)
