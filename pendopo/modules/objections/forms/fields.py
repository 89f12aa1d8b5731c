"""Fields of the forms about objections: grounds and dates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.text import format_lazy

from pendopo.kernel.tracking.forms.fields import translated
from pendopo.modules.objections.rules.grounds import GROUNDS


def ground_choices(letters: Iterable[str]) -> list[tuple[str, Any]]:
    """Return the choices of grounds, each with its letter."""
    return [(letter, format_lazy("{}. {}", letter, translated(GROUNDS[letter].text))) for letter in letters]
