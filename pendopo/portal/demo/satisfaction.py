"""The satisfaction survey of the example that is open now: services, samples, answers of every kind, a screen, and paper."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, Final
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.services.models import Service
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.actions import kiosks, paper, voices
from pendopo.modules.satisfaction.models import Survey, SurveyedService
from pendopo.modules.satisfaction.queries.inviting import asked_in_all
from pendopo.modules.satisfaction.queries.surveys import shipped_instrument
from pendopo.modules.satisfaction.rules import collecting, traits
from pendopo.portal.demo.cast import MINISTRY
from pendopo.portal.demo.objections import Beat
from pendopo.portal.demo.players import Company

# Name, kind, users of the period, answers so far.
SERVICES: Final = (
    ("Permohonan informasi publik", collecting.INQUIRY_SERVICE, 120, 12),
    ("Keberatan informasi publik", collecting.OBJECTION_SERVICE, None, 2),
    ("Pendaftaran pelatihan", "pendaftaran-pelatihan", 30, 28),
)
_COMMENTS: Final = ("", "", "", "Petugas ramah.", "Ruang tunggu panas.", "Jawaban lewat surel cepat sekali.")


def survey_beats(company: Company) -> list[Beat]:
    """Return the steps of the scene, to be played between those of the cases."""
    agency, ppid = company.agencies[MINISTRY], company.actors["ppid", MINISTRY]
    desk, now = company.actors["ult", MINISTRY], clock.now()
    opened: dict[str, Survey] = {}

    def begin() -> None:
        actions.install_instruments()
        today = clock.today(agency.timezone)
        # Two of them stand already: the finished survey of the first quarter asked about them.
        services = [
            Service.objects.get_or_create(agency=agency, name=name, defaults={"kind": kind})[0]
            for name, kind, _users, _n in SERVICES
        ]
        survey = actions.prepare_survey(
            agency=agency,
            title=f"Survei kepuasan {today.year}",
            instrument=shipped_instrument("permen14_2017"),
            period=str(today.year),
            services=services,
            by=ppid,
        )
        for asked in asked_in_all(survey):
            users = next(users for name, _kind, users, _n in SERVICES if name == asked.service.name)
            quotas = {traits.segment("gender", "female"): 10} if users == 120 else {}
            actions.plan_sample(asked=asked, population=users, quotas=quotas, by=ppid)
        opened["survey"] = actions.open_survey(survey=survey, by=ppid)

    def answer() -> None:
        survey = opened["survey"]
        chance = random.Random(14)
        asked = {each.service.name: each for each in asked_in_all(survey)}
        for number, (name, _kind, _users, count) in enumerate(SERVICES):
            for n in range(count):
                _answer(asked[name], UUID(int=(number << 64) + n + 1), chance)
        _made, code = kiosks.make_kiosk(survey=survey, name="Loket 1", by=desk)
        kiosks.pair(agency=agency, code=code, by=CITIZEN)
        kiosks.make_kiosk(survey=survey, name="Loket 2", by=desk)
        _type(asked[SERVICES[0][0]], desk)
        voices.suggest_elements()

    return [Beat(now - dt.timedelta(days=20), begin), Beat(now - dt.timedelta(hours=3), answer)]


def _filled(asked: SurveyedService, chance: random.Random) -> dict[str, Any]:
    values = {key: chance.choice((2, 3, 3, 3, 4, 4, 4)) for key in asked.survey.instrument.definition.keys}
    told = {
        trait.key: chance.choice(list(trait.values.values()))[0] for trait in traits.TRAITS if chance.random() < 0.8
    }
    return {"values": {**values, "biaya_tarif": 4}, "told": told}


def _answer(asked: SurveyedService, key: UUID, chance: random.Random) -> None:
    channel = chance.choice((traits.TOKEN, traits.TOKEN, traits.KIOSK, traits.LINK))
    filled = actions.Filled(key=key, service=asked, comment=chance.choice(_COMMENTS), **_filled(asked, chance))
    actions.record_answer(survey=asked.survey, filled=filled, channel=channel, by=CITIZEN)


def _type(asked: SurveyedService, desk: Any) -> None:
    """Type in two bundles of paper: one with a difference that nobody has settled, one that is not finished."""
    chance = random.Random(15)
    done, begun = (paper.begin_batch(survey=asked.survey, asked=asked, sheets=n, by=desk) for n in (2, 6))
    first = {position: _filled(asked, chance) for position in (1, 2)}
    for batch in (done, begun):
        for position, sheet in first.items():
            paper.enter_sheet(batch=batch, asked=asked, position=position, comment="", by=desk, **sheet)
    again = {**first[2], "values": {**first[2]["values"], "persyaratan": 1}}
    paper.check_sheet(batch=done, survey=asked.survey, position=2, by=desk, **again)
