"""Taking in what a partner's program collected: each answer by its invitation, or by the open link as weaker evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.text import clean_block, has_deceptive_characters
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.actions.answers import BadAnswer, Filled, record_answer
from pendopo.modules.satisfaction.actions.inviting import answer_invitation
from pendopo.modules.satisfaction.models import SurveyedService
from pendopo.modules.satisfaction.queries.inviting import answer_key, day_of, invitation_by
from pendopo.modules.satisfaction.queries.kiosks import asked_by_keys
from pendopo.modules.satisfaction.rules import traits


@dataclass(frozen=True, slots=True)
class FromProgram:
    """A questionnaire as a program sends it: `key` is its own, `invitation` the secret of a personal link or empty."""

    key: str
    service: UUID
    values: Mapping[str, int | None]
    told: Mapping[str, str]
    comment: str = ""
    at: dt.datetime | None = None
    invitation: str = ""


def take_from_program(
    *, agency: Agency, survey_pk: UUID, sent: Sequence[FromProgram], sender: str, by: Actor
) -> tuple[list[str], list[tuple[str, str]]]:
    """Take answers in; return the keys that stand now, and those refused with a msgid each.

    Each answer is its own transaction, and the same key of the same `sender` is counted once. Two statements an answer.
    """
    asked = asked_by_keys(agency, {(survey_pk, each.service) for each in sent})
    taken: list[str] = []
    refused: list[tuple[str, str]] = []
    for each in sent:
        service = asked.get((survey_pk, each.service))
        if service is None:
            refused.append((each.key, _("Layanan ini tidak termasuk dalam survei.")))
            continue
        try:
            _take(agency, service, each, sender, by)
        except (BadAnswer, NotAllowed) as problem:
            refused.append((each.key, problem.reason))
        else:
            taken.append(each.key)
    return taken, refused


def _take(agency: Agency, service: SurveyedService, sent: FromProgram, sender: str, by: Actor) -> None:
    now, opened = clock.now(), service.survey.opened_at
    # A program's clock may be wrong; of a personal link only the day is kept, as on its own page.
    at = sent.at if sent.at and sent.at.tzinfo and (opened or now) <= sent.at <= now else now
    filled = Filled(
        key=answer_key(agency, f"api:{sender}:{sent.key}"),
        service=service,
        values=sent.values,
        told=sent.told,
        # Nobody can be asked about hidden characters any more; the figures count all the same.
        comment="" if has_deceptive_characters(sent.comment) else clean_block(sent.comment),
        received_at=day_of(agency) if sent.invitation else at,
    )
    if not sent.invitation:
        record_answer(survey=service.survey, filled=filled, channel=traits.LINK, by=by)
        return
    invitation = invitation_by(agency, sent.invitation)
    if invitation is None or (invitation.survey_id, invitation.service_id) != (service.survey_id, service.service_id):
        raise NotAllowed(_("Undangan ini tidak dikenal untuk survei dan layanan tersebut."))
    invitation.agency = agency
    answer_invitation(invitation=invitation, filled=filled, by=by)
