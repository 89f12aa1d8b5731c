"""Taking answers in, correcting them, removing them: each in one transaction with the tallies."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from pendopo.kernel import clock
from pendopo.kernel.agencies.rows import insert, together
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.workflow.actions import NotAllowed, note_down
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.actions import tallying
from pendopo.modules.satisfaction.models import Answer, Survey, SurveyedService, Voice
from pendopo.modules.satisfaction.permissions import may_amend, may_answer
from pendopo.modules.satisfaction.rules import counting, limits, traits, voices
from pendopo.modules.satisfaction.rules.amending import CORRECTIONS, REMOVALS
from pendopo.modules.satisfaction.rules.answering import BadAnswer, marks_of
from pendopo.modules.satisfaction.rules.limits import COMMENT_MAX


@dataclass(frozen=True, slots=True)
class Filled:
    """A questionnaire as somebody filled it in.

    `key` is made once by whoever asks (a page's token, a kiosk's number, a row of a file) and comes again with every
    repetition. `service` is one of those the survey asks about. `values` are element → 1…scale, None or absent where it
    was left out; `told` trait → key of a value.
    """

    key: UUID
    service: SurveyedService
    values: Mapping[str, int | None]
    told: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    received_at: dt.datetime | None = None


def record_answer(
    *, survey: Survey, filled: Filled, channel: str, by: Actor, once: Callable[[], None] | None = None
) -> Answer:
    """Take one answer in, with its tallies; return it, or the one that came under the same key before.

    `channel` is one of traits.TOKEN, KIOSK, PAPER, LINK. `once` is called last in the transaction, and its first
    statement travels with what was written; what it raises takes everything back. One trip; nothing is
    written to the audit trail, because the answer itself is never changed. Raises NotAllowed while the survey is not
    open or does not take this channel, BadAnswer for values that the instrument does not know or none at all.
    """
    if isinstance(verdict := may_answer(by, survey, channel), Denied):
        raise NotAllowed(verdict.reason)
    answer = _answer(survey, filled, channel, by)
    try:
        with transaction.atomic(), together():
            insert(answer)
            _hear([answer])
            _count(survey, [answer])
            if once is not None:
                once()
    except IntegrityError:
        # The same page sent twice, or a kiosk that did not hear our answer: what is there already is the answer.
        before = answer_before(survey, filled.key)
        if before is None:
            raise
        return before
    return answer


def answer_before(survey: Survey, key: UUID) -> Answer | None:
    """Return the answer that came under this key. One query."""
    return Answer.objects.for_agency(survey.agency).filter(pk=key, survey=survey).first()


def record_answers(*, survey: Survey, filled: Sequence[Filled], by: Actor, source: UUID) -> int:
    """Take a batch of answers in from a file, with their tallies and one audit entry; return how many were new.

    `source` names the import in the audit trail. Keys that came before are left alone, so a batch may be repeated.
    Raises NotAllowed, BadAnswer for the first that is none.
    """
    if isinstance(verdict := may_answer(by, survey, traits.IMPORT), Denied):
        raise NotAllowed(verdict.reason)
    answers = {each.key: _answer(survey, each, traits.IMPORT, by) for each in filled}
    with transaction.atomic():
        known = Answer.objects.for_agency(survey.agency).filter(pk__in=list(answers)).values_list("pk", flat=True)
        for key in known:
            del answers[key]
        new = list(answers.values())
        if new:
            insert(*new)
            _hear(new)
            _count(survey, new)
            note_down(survey, "import_answers", by=by, details={"count": len(new), "import": str(source)})
    return len(new)


def forget_comments() -> int:
    """Empty the comments of surveys that ended limits.ANSWER_DAYS ago or earlier; return how many. The marks stay.

    Looks back limits.FORGET_WINDOW_DAYS beyond that, so that a worker may rest and old surveys are not read every day.
    """
    horizon = clock.now().date() - dt.timedelta(days=limits.ANSWER_DAYS)
    first = horizon - dt.timedelta(days=limits.FORGET_WINDOW_DAYS)
    ended = Survey.objects.filter(ends_on__lt=horizon, ends_on__gte=first).values_list("pk", flat=True)
    said = Answer.objects.filter(survey__in=list(ended)).exclude(comment="")
    with transaction.atomic():
        # What was published, and what was decided about the rest, tells nobody's name. What nobody read is gone.
        Voice.objects.filter(survey__in=list(ended), state=voices.NEW).delete()
        return said.update(comment="")


def correct_answer(
    *,
    answer: Answer,
    reason: str,
    by: Actor,
    values: Mapping[str, int | None] | None = None,
    told: Mapping[str, str] | None = None,
    service: SurveyedService | None = None,
) -> Answer:
    """Put another answer in the place of a wrong one, which is kept; return the new one. What is not given stays.

    `reason` is a key of rules.amending.CORRECTIONS. The audit entry names what changed, never to what. Raises
    NotAllowed, also when somebody else changed it first; BadAnswer.
    """
    _expect_may_amend(by)
    if reason not in CORRECTIONS:
        raise ValueError(f"{reason!r} is no reason for a correction.")
    with transaction.atomic():
        old = _locked(answer)
        survey = old.survey
        instrument = survey.instrument.definition
        new = Answer(
            agency=old.agency,
            survey=survey,
            service_id=_asked(survey, service) if service else old.service_id,
            channel=old.channel,
            traits=old.traits if told is None else _said(told),
            marks=old.marks if values is None else marks_of(instrument, values),
            comment=old.comment,
            received_at=old.received_at,
            entered_by=by.user,
            corrects_id=old.corrects_id or old.pk,
        )
        Answer.objects.filter(pk=old.pk).update(is_current=False)
        insert(new)
        Voice.objects.filter(answer=old).update(answer=new, service=new.service_id)
        changes = tallying.changes_of({new.service_id: [new.line]}, instrument)
        for tallied, lines in tallying.changes_of({old.service_id: [old.line]}, instrument).items():
            counting.add(changes.setdefault(tallied, {}), lines, times=-1)
        tallying.add(survey, changes, instrument)
        changed = [name for name in ("marks", "traits", "service_id") if getattr(old, name) != getattr(new, name)]
        details: dict[str, object] = {"answer": str(new.corrects_id), "reason": reason, "changed": changed}
        note_down(survey, "correct_answer", by=by, details=details)
    return new


def remove_answer(*, answer: Answer, reason: str, by: Actor) -> None:
    """Remove an answer for good, with all its earlier forms and what was written (UU 27/2022: the right to erasure).

    `reason` is a key of rules.amending.REMOVALS. The tallies lose it in the same transaction; what was published stays
    as it was. Raises NotAllowed.
    """
    _expect_may_amend(by)
    if reason not in REMOVALS:
        raise ValueError(f"{reason!r} is no reason for a removal.")
    with transaction.atomic():
        old = _locked(answer)
        survey = old.survey
        first = old.corrects_id or old.pk
        found: tallying.Changes = {old.service_id: {}}
        lines = tallying.changes_of({old.service_id: [old.line]}, survey.instrument.definition)
        counting.add(found[old.service_id], lines[old.service_id], times=-1)
        tallying.add(survey, found, survey.instrument.definition)
        Answer.objects.for_agency(old.agency).filter(Q(pk=first) | Q(corrects=first)).delete()
        note_down(survey, "remove_answer", by=by, details={"answer": str(first), "reason": reason})


def _answer(survey: Survey, filled: Filled, channel: str, by: Actor) -> Answer:
    return Answer(
        id=filled.key,
        agency_id=survey.agency_id,
        survey_id=survey.pk,
        service_id=_asked(survey, filled.service),
        channel=channel,
        traits=_said(filled.told),
        marks=marks_of(survey.instrument.definition, filled.values),
        comment=filled.comment.strip()[:COMMENT_MAX],
        received_at=filled.received_at or clock.now(),
        entered_by=by.user,
    )


def _asked(survey: Survey, service: SurveyedService) -> UUID:
    if service.survey_id != survey.pk:
        raise BadAnswer("service", _("Layanan ini tidak termasuk dalam survei."))
    return service.service_id


def _said(told: Mapping[str, str]) -> str:
    try:
        return traits.said(told)
    except KeyError as unknown:
        raise BadAnswer(str(unknown.args[0]), _("Pilihan ini tidak dikenal.")) from unknown


def _hear(answers: Sequence[Answer]) -> None:
    """Put the comments of new answers where officers read them."""
    said = [
        Voice(agency_id=each.agency_id, survey_id=each.survey_id, service_id=each.service_id, answer_id=each.pk)
        for each in answers
        if each.comment
    ]
    if said:
        insert(*said)


def _count(survey: Survey, answers: Sequence[Answer]) -> None:
    lines: dict[UUID, list[str]] = defaultdict(list)
    for answer in answers:
        lines[answer.service_id].append(answer.line)
    instrument = survey.instrument.definition
    tallying.add(survey, tallying.changes_of(lines, instrument), instrument)


def _expect_may_amend(by: Actor) -> None:
    if isinstance(verdict := may_amend(by), Denied):
        raise NotAllowed(verdict.reason)


def _locked(answer: Answer) -> Answer:
    """Return the answer as it stands now, locked; raise NotAllowed when it was corrected or removed meanwhile."""
    found = (
        Answer.objects.for_agency(answer.agency)
        .select_related("survey__instrument", "survey__agency", "agency")
        .select_for_update(of=("self",))
        .filter(pk=answer.pk, is_current=True)
        .first()
    )
    if found is None:
        raise NotAllowed(_("Jawaban ini sudah diubah atau dihapus orang lain. Buka lagi daftarnya."))
    return found


__all__ = ["BadAnswer", "Filled", "correct_answer", "record_answer", "record_answers", "remove_answer"]
