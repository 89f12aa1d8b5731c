"""Finding what is published already."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.information.models import PublicEntry
from pendopo.modules.information.rules.limits import SUGGESTIONS

# Words that stand in every request and so find everything.
_EVERYWHERE: Final = frozenset(
    "ada adalah agar akan anda apa atas atau bagi bahwa baik bisa dalam dan dapat dari data dengan di dokumen hal ingin ini"
    " informasi itu juga kami karena ke kepada ketika lain lebih maka meminta minta mohon namun oleh pada para perlu"
    " permohonan publik saja salinan sampai saya sebagai secara seperti serta sudah tahun telah tentang terkait tersebut"
    " tidak untuk yaitu yang".split()
)


def published(agency: Agency, words: str = "") -> QuerySet[PublicEntry]:
    """Return published entries that hold every word, newest first; the caller bounds them."""
    found = PublicEntry.objects.for_agency(agency).select_related("unit")
    for word in words.lower().split()[:6]:
        found = found.filter(search_text__contains=word)
    return found.order_by("-published_on", "title")


def published_entry(agency: Agency, pk: UUID) -> PublicEntry | None:
    """Return one published entry of the agency, or None."""
    return PublicEntry.objects.for_agency(agency).filter(pk=pk).select_related("unit").first()


def suggestions(agency: Agency, words: str, *, least: int = 1) -> list[PublicEntry]:
    """Return the few entries nearest to what a citizen is about to ask: most words matched first, then newest.

    An entry must hold at least `least` of the telling words, or all of them when there are fewer.
    """
    asked = list(dict.fromkeys(re.findall(r"\w{3,}", words.lower())))
    asked = [word for word in asked if word not in _EVERYWHERE][:8]
    if not asked:
        return []
    any_word = Q()
    score: object = Value(0)
    for word in asked:
        any_word |= Q(search_text__contains=word)
        score = score + Case(When(search_text__contains=word, then=1), default=0, output_field=IntegerField())  # type: ignore[operator]
    found = PublicEntry.objects.for_agency(agency).filter(any_word).select_related("unit")
    near = found.annotate(score=score).filter(score__gte=min(least, len(asked)))
    return list(near.order_by("-score", "-published_on", "title")[:SUGGESTIONS])
