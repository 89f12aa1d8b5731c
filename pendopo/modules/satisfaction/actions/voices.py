"""What people wrote: elements suggested, decided by a person, published with personal data covered, taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.events import publish as publish_event
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.workflow.actions import NotAllowed, note_down
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.events import VoicesSorted
from pendopo.modules.satisfaction.models import Survey, Voice, VoiceElement
from pendopo.modules.satisfaction.permissions import may_sort_voices
from pendopo.modules.satisfaction.rules import limits, voices

_WORDS_MAX = 200
STALE = _("Suara ini sudah diputuskan atau diubah orang lain. Yang terbaru ada di daftar.")
TRACES = _("Masih ada nomor atau alamat pribadi dalam teks ini. Tutup dengan […], lalu periksa lagi.")
OTHER_WORDS = _("Hanya bagian yang ditutup dengan […] boleh berbeda dari yang ditulis responden.")


def suggest_elements() -> int:
    """Suggest elements for comments that nobody has read, by the newest word list; return how many were looked at.

    A round takes limits.SUGGESTED_A_ROUND. What a person sorts meanwhile stays as they sorted it.
    """
    version = voices.lexicon().version
    waiting = Voice.objects.filter(state=voices.NEW, lexicon__lt=version).order_by("lexicon")
    some = [
        (voice.pk, voices.suggest(voice.answer.comment, voice.survey.instrument.definition.keys))
        for voice in waiting.select_related("answer", "survey__instrument")[: limits.SUGGESTED_A_ROUND]
    ]
    if not some:
        return 0
    with transaction.atomic():
        held = Voice.objects.filter(pk__in=[pk for pk, _found in some], state=voices.NEW, lexicon__lt=version)
        still = {voice.pk: voice for voice in held.select_for_update().order_by("pk")}
        VoiceElement.objects.filter(voice__in=list(still)).delete()
        VoiceElement.objects.bulk_create(
            VoiceElement(
                agency_id=still[pk].agency_id,
                survey_id=still[pk].survey_id,
                voice_id=pk,
                element=element,
                is_decided=False,
                words=", ".join(words)[:_WORDS_MAX],
            )
            for pk, found in some
            if pk in still
            for element, words in found.items()
        )
        Voice.objects.filter(pk__in=list(still)).update(lexicon=version)
    return len(some)


@dataclass(frozen=True, slots=True)
class Sorting:
    """What became of comments that were sorted together: how many were, and how many somebody else had changed before."""

    done: int
    missed: int


def sort_voices(
    *, agency: Agency, chosen: Mapping[int, int], by: Actor, elements: Sequence[str] | None = None, tone: str = ""
) -> Sorting:
    """Decide what comments are about, several at once. `chosen` are their keys with the version that was looked at.

    `elements` none: as suggested to each; empty: about no element. A comment with another version by now is left alone
    and counted as missed; one that is published keeps being so. An element that a survey does not ask about is left
    out there. Raises NotAllowed, ValueError for an unknown tone.
    """
    if isinstance(verdict := may_sort_voices(by), Denied):
        raise NotAllowed(verdict.reason)
    if tone not in {"", voices.PRAISE, voices.COMPLAINT}:
        raise ValueError(f"{tone!r} is no tone.")
    with transaction.atomic():
        held = _held(agency, list(chosen))
        found = [voice for voice in held if voice.version == chosen[voice.pk]]
        if found:
            _decide(agency, found, elements, tone, by)
    return Sorting(len(found), len(chosen) - len(found))


def _decide(agency: Agency, found: list[Voice], elements: Sequence[str] | None, tone: str, by: Actor) -> None:
    suggested: dict[int, list[str]] = defaultdict(list)
    for row in VoiceElement.objects.filter(voice__in=found).order_by("pk"):
        suggested[row.voice_id].append(row.element)
    VoiceElement.objects.filter(voice__in=found).delete()
    VoiceElement.objects.bulk_create(
        VoiceElement(agency=agency, survey_id=voice.survey_id, voice=voice, element=element, is_decided=True)
        for voice in found
        for element in dict.fromkeys(suggested[voice.pk] if elements is None else elements)
        if element in voice.survey.instrument.definition.keys
    )
    at = clock.now()
    for voice in found:
        voice.state = voices.PUBLIC if voice.state == voices.PUBLIC else voices.SORTED
        voice.tone, voice.read_by, voice.read_at, voice.version = tone, by.user, at, voice.version + 1
    Voice.objects.bulk_update(found, ["state", "tone", "read_by", "read_at", "version"])
    of_survey: dict[Survey, list[int]] = defaultdict(list)
    for voice in found:
        of_survey[voice.survey].append(voice.pk)
    for survey, keys in sorted(of_survey.items(), key=lambda item: item[0].pk):
        what = "suggested" if elements is None else list(elements)
        note_down(survey, "sort_voices", by=by, details={"voices": keys, "elements": what, "tone": tone})
        publish_event(VoicesSorted(agency.pk, survey.pk, tuple(keys), tone))


def publish_voice(*, voice: Voice, version: int, public_text: str, by: Actor) -> Voice:
    """Let everybody read a comment that was sorted, from when its survey's result is published; return it.

    `public_text` is what was written with personal data covered: other words are refused, and numbers and addresses
    that a program still finds. Raises NotAllowed.
    """
    with transaction.atomic():
        found = _locked(voice, version, by)
        if found.state != voices.SORTED:
            raise NotAllowed(_("Tentukan dahulu unsur suara ini. Setelah itu suara dapat diumumkan."))
        text = public_text.strip()
        if not text or not voices.is_only_covered(text, found.answer.comment):
            raise NotAllowed(OTHER_WORDS)
        if voices.traces(text):
            raise NotAllowed(TRACES)
        found.state, found.public_text = voices.PUBLIC, text
        _save(found, by)
        note_down(found.survey, "publish_voice", by=by, details={"voice": found.pk})
    return found


def withdraw_voice(*, voice: Voice, version: int, by: Actor) -> Voice:
    """Take a published comment back; what was decided about it stays. Raises NotAllowed."""
    with transaction.atomic():
        found = _locked(voice, version, by)
        if found.state != voices.PUBLIC:
            raise NotAllowed(STALE)
        found.state, found.public_text = voices.SORTED, ""
        _save(found, by)
        note_down(found.survey, "withdraw_voice", by=by, details={"voice": found.pk})
    return found


def _locked(voice: Voice, version: int, by: Actor) -> Voice:
    if isinstance(verdict := may_sort_voices(by), Denied):
        raise NotAllowed(verdict.reason)
    held = _held(voice.agency, [voice.pk])
    if not held or held[0].version != version:
        raise NotAllowed(STALE)
    return held[0]


def _held(agency: Agency, keys: list[int]) -> list[Voice]:
    """Return the comments as they stand, locked in one order, so that no two people wait for each other."""
    found = Voice.objects.for_agency(agency).select_related("answer", "survey__instrument", "survey__agency")
    return list(found.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _save(voice: Voice, by: Actor) -> None:
    voice.read_by, voice.read_at, voice.version = by.user, clock.now(), voice.version + 1
    voice.save(update_fields=["state", "public_text", "read_by", "read_at", "version"])
