"""Screens at counters: made, paired by a code, pointed at another survey, revoked; and what they send."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.actions.answers import BadAnswer, Filled, record_answer
from pendopo.modules.satisfaction.models import Kiosk, Survey, SurveyedService
from pendopo.modules.satisfaction.permissions import ENTER
from pendopo.modules.satisfaction.queries.inviting import answer_key, digest_of
from pendopo.modules.satisfaction.queries.kiosks import asked_by_keys
from pendopo.modules.satisfaction.rules import collecting, limits, traits

_SEEN_AGAIN: Final = dt.timedelta(minutes=5)
NOT_ENTERING: Final = _("Peran Anda tidak mencakup layar loket.")


@dataclass(frozen=True, slots=True)
class Sent:
    """A questionnaire as a screen sends it: `key` is the screen's own, the rest as in Filled, keys not looked up yet."""

    key: str
    survey: UUID
    service: UUID
    values: Mapping[str, int | None]
    told: Mapping[str, str]
    comment: str
    at: dt.datetime | None


@dataclass(slots=True)
class Taken:
    """What became of a batch: keys that are `done`, `refused` for good, and `held` until the survey is open again."""

    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    reason: str = ""


def _note(kiosk: Kiosk, action: str, by: Actor) -> None:
    record(agency=kiosk.agency, action=f"survey.{action}", subject_type="kiosk", subject_id=kiosk.pk, by=by, details={})


def _expect_may_enter(by: Actor) -> None:
    if not may(by, ENTER):
        raise NotAllowed(NOT_ENTERING)


def make_kiosk(
    *, survey: Survey, name: str, by: Actor, service: SurveyedService | None = None, layout: str = "single"
) -> tuple[Kiosk, str]:
    """Make a screen for a survey, about one service or all; return it with the code to type on it. Raises NotAllowed."""
    _expect_may_enter(by)
    if Kiosk.objects.for_agency(survey.agency).filter(survey=survey, revoked_at=None).count() >= limits.KIOSKS_MAX:
        raise NotAllowed(_("Jumlah layar untuk survei ini sudah mencapai batas. Cabut layar yang tidak dipakai."))
    kiosk = Kiosk(
        agency=survey.agency,
        survey=survey,
        service_id=service.service_id if service else None,
        name=name,
        layout=layout,
        made_by=by.user,
        made_at=clock.now(),
    )
    with transaction.atomic():
        code = _fresh_code(kiosk)
        kiosk.save(force_insert=True)
        _note(kiosk, "make_kiosk", by)
    return kiosk, code


def _fresh_code(kiosk: Kiosk) -> str:
    code = "".join(secrets.choice(collecting.PAIRING_SIGNS) for _sign in range(limits.PAIRING_LENGTH))
    kiosk.code_digest = digest_of(code)
    kiosk.code_until = clock.now() + dt.timedelta(minutes=limits.PAIRING_MINUTES)
    return code


def renew_code(*, kiosk: Kiosk, by: Actor) -> str:
    """Return a new code for the screen; the device paired before stays until another one uses it. Raises NotAllowed."""
    _expect_may_enter(by)
    with transaction.atomic():
        found = _locked(kiosk)
        code = _fresh_code(found)
        found.save(update_fields=["code_digest", "code_until"])
        _note(found, "renew_code", by)
    return code


def point_kiosk(*, kiosk: Kiosk, survey: Survey, by: Actor, service: SurveyedService | None, layout: str) -> Kiosk:
    """Let a screen ask for another survey or service; it need not be paired again. Raises NotAllowed."""
    _expect_may_enter(by)
    with transaction.atomic():
        found = _locked(kiosk)
        found.survey, found.service_id, found.layout = survey, service.service_id if service else None, layout
        found.save(update_fields=["survey", "service", "layout"])
        _note(found, "point_kiosk", by)
    return found


def revoke_kiosk(*, kiosk: Kiosk, by: Actor) -> None:
    """Take a screen out of use at once; what it sends from now on is refused. Raises NotAllowed."""
    _expect_may_enter(by)
    with transaction.atomic():
        found = _locked(kiosk)
        found.revoked_at, found.secret_digest, found.code_digest, found.code_until = clock.now(), "", "", None
        found.save(update_fields=["revoked_at", "secret_digest", "code_digest", "code_until"])
        _note(found, "revoke_kiosk", by)


def pair(*, agency: Agency, code: str, by: Actor) -> str | None:
    """Pair a device with the screen the code was made for; return the device's secret, None for a wrong or old code."""
    with transaction.atomic():
        found = (
            Kiosk.objects.for_agency(agency)
            .select_for_update()
            .filter(code_digest=digest_of(code), code_until__gt=clock.now(), revoked_at=None)
            .first()
        )
        if found is None:
            return None
        secret, now = secrets.token_urlsafe(32), clock.now()
        found.secret_digest, found.code_digest, found.code_until = digest_of(secret), "", None
        found.paired_at = found.seen_at = now
        found.save(update_fields=["secret_digest", "code_digest", "code_until", "paired_at", "seen_at"])
        _note(found, "pair_kiosk", by)
    return secret


def _locked(kiosk: Kiosk) -> Kiosk:
    """Return the screen as it stands now, locked; raise NotAllowed once it was revoked."""
    found = Kiosk.objects.for_agency(kiosk.agency).select_for_update().get(pk=kiosk.pk)
    if found.revoked_at is not None:
        raise NotAllowed(_("Layar ini sudah dicabut. Buat layar baru."))
    return found


def take_from_kiosk(*, kiosk: Kiosk, sent: Sequence[Sent], by: Actor) -> Taken:
    """Take in what a screen collected, perhaps while it was offline; the same may come as often as it likes.

    Each answer is its own transaction, so that a bad one holds none of the others back. Three queries, and two statements
    for each new answer.
    """
    agency = kiosk.agency
    if clock.now() - (kiosk.seen_at or kiosk.made_at) > _SEEN_AGAIN:
        Kiosk.objects.for_agency(agency).filter(pk=kiosk.pk).update(seen_at=clock.now())
    asked = asked_by_keys(agency, {(each.survey, each.service) for each in sent})
    taken = Taken()
    for each in sent:
        service = asked.get((each.survey, each.service))
        if service is None:
            taken.refused.append(each.key)
            continue
        try:
            answer = _filled(agency, each, service)
            record_answer(survey=service.survey, filled=answer, channel=traits.KIOSK, by=by)
        except BadAnswer:
            taken.refused.append(each.key)
        except NotAllowed as denied:
            taken.held.append(each.key)
            taken.reason = denied.reason
        else:
            taken.done.append(each.key)
    return taken


def _filled(agency: Agency, sent: Sent, service: SurveyedService) -> Filled:
    """Return the questionnaire with a time that can be true: a screen's own clock may be wrong."""
    now, opened = clock.now(), service.survey.opened_at
    at = sent.at if sent.at and (opened or now) <= sent.at <= now else now
    return Filled(
        key=answer_key(agency, sent.key),
        service=service,
        values=sent.values,
        told=sent.told,
        comment=sent.comment,
        received_at=at,
    )
