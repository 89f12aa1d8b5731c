"""Scene 1 of the example: the training agency's finished survey with 674 respondents, and what earlier reports said."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Final
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.services.models import Service
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.actions import follow_up, reporting, voices
from pendopo.modules.satisfaction.models import FollowUp, Instrument, PastResult, Survey, SurveyedService, Voice
from pendopo.modules.satisfaction.queries.surveys import asked_about, shipped_instrument
from pendopo.modules.satisfaction.rules import collecting, traits
from pendopo.modules.satisfaction.rules.voices import COMPLAINT, PRAISE, SORTED, cover
from pendopo.portal.demo.cast import MINISTRY
from pendopo.portal.demo.objections import Beat
from pendopo.portal.demo.players import Company

# Of 6,740 answers 66.05 % are good and 29.7 % very good, as the agency told: shares of answers, not of respondents.
RESPONDENTS: Final = 674
_FOURS: Final = (180, 170, 150, 560, 160, 210, 240, 110, 140, 82)
_TWOS: Final = (20, 25, 60, 0, 20, 15, 10, 66, 40, 30)
# Name, kind, users of the quarter, respondents.
_SERVICES: Final = (
    ("Permohonan informasi publik", collecting.INQUIRY_SERVICE, 480, 214),
    ("Pendaftaran pelatihan", "pendaftaran-pelatihan", 2_600, 460),
)
_OWN_ELEMENT: Final = {
    "key": "keamanan",
    "name": "Keamanan dan Kenyamanan",
    "question": "Bagaimana pendapat Saudara tentang keamanan dan kenyamanan di tempat layanan",
    "labels": ["Tidak aman", "Kurang aman", "Aman", "Sangat aman"],
}
_COMMENTS: Final = (
    "Mohon waktu tunggu jawaban dipercepat.",
    "Ruang tunggu panas dan kursinya kurang.",
    "Petugas ramah dan sabar.",
    "Keluhan saya lewat surel belum dijawab. Hubungi 0812-5555-0100.",
    "Syaratnya jelas, terima kasih.",
)
# Element, programme, quarters, owner's account, unit.
_PLAN: Final = (
    ("sarana_prasarana", "Menata ruang tunggu: kursi dan pendingin", (2,), "", "sekretariat"),
    ("keamanan", "Memasang kamera dan penerangan di ruang layanan", (3, 4), "", "sekretariat"),
    ("waktu_penyelesaian", "Memangkas tahap persetujuan jawaban informasi", (4,), "ppid", "teknis"),
)


def result_beats(company: Company) -> list[Beat]:
    """Return the steps of the scene, to be played before those of the open survey."""
    agency, ppid = company.agencies[MINISTRY], company.actors["ppid", MINISTRY]
    today = clock.today(agency.timezone)
    year = today.year if today >= dt.date(today.year, 6, 1) else today.year - 1
    made: dict[str, Survey] = {}
    lines: list[FollowUp] = []
    units = {name: company.units[MINISTRY, name] for *_more, name in _PLAN}

    def begin() -> None:
        actions.install_instruments()
        shipped = shipped_instrument("permen14_2017")
        own = actions.adapt_instrument(
            agency=agency, base=shipped, title="SKM BPSDM, sepuluh unsur", version=f"bpsdm-{year}",
            added=[_OWN_ELEMENT], by=ppid,
        )  # fmt: skip
        services = [Service(agency=agency, name=name, kind=kind) for name, kind, _users, _n in _SERVICES]
        Service.objects.bulk_create(services)
        survey = actions.prepare_survey(
            agency=agency, title=f"SKM Januari–Maret {year}", instrument=own, period=f"{year}-Q1",
            services=services, by=ppid,
        )  # fmt: skip
        users = {name: count for name, _kind, count, _n in _SERVICES}
        for asked in asked_about(survey):
            asked.survey = survey
            actions.plan_sample(asked=asked, population=users[asked.service.name], by=ppid)
        made["survey"] = actions.open_survey(survey=survey, by=ppid)
        _remember(agency, shipped, own, year)

    def answer() -> None:
        survey = made["survey"]
        actions.record_answers(survey=survey, filled=_filled(survey), by=ppid, source=survey.pk)
        made["survey"] = actions.close(survey=survey, by=ppid)
        _hear(survey, ppid)

    def publish() -> None:
        survey = made["survey"] = actions.publish(survey=made["survey"], by=ppid)
        lines[:] = [
            follow_up.plan(
                survey=survey, element=element, programme=programme, year=year, quarters=quarters,
                owner=company.actors[owner, MINISTRY].user if owner else None, owner_unit=units[unit], by=ppid,
                voice=Voice.objects.filter(survey=survey, elements__element=element).first(),
            )
            for element, programme, quarters, owner, unit in _PLAN
        ]  # fmt: skip
        reporting.freeze_report(survey=survey, by=ppid)

    def finish() -> None:
        follow_up.finish(line=lines[0], note="Kipas dan 20 kursi dipasang di ruang tunggu.", by=ppid)

    plays = (
        (dt.date(year, 1, 5), begin),
        (dt.date(year, 4, 3), answer),
        (dt.date(year, 4, 12), publish),
        (dt.date(year, 5, 20), finish),
    )
    return [Beat(dt.datetime.combine(day, dt.time(10), agency.zone), play) for day, play in plays]


def _remember(agency: Agency, shipped: Instrument, own: Instrument, year: int) -> None:
    """Keep the results that stand only in earlier reports: one computed another way, so that the trend breaks there."""
    for ago, instrument, method, n, value in (
        (2, shipped, "weight_0_111", 412, Decimal("77.95")),
        (1, own, "exact", 538, Decimal("79.12")),
    ):
        PastResult.objects.create(
            agency=agency,
            instrument=instrument,
            period=str(year - ago),
            ends_on=dt.date(year - ago, 12, 31),
            n=n,
            method=method,
            published_index=value,
            source=f"Laporan SKM {year - ago}",
        )


def _hear(survey: Survey, ppid: Actor) -> None:
    """Sort most of what was written, and publish it with personal data covered; some is left to be read."""
    voices.suggest_elements()
    said = list(Voice.objects.filter(survey=survey).select_related("answer").order_by("pk"))
    by_tone = {True: [voice for voice in said if "amah" in voice.answer.comment or "jelas" in voice.answer.comment]}
    by_tone[False] = [voice for voice in said[:-3] if voice not in by_tone[True]]
    for is_praise, some in by_tone.items():
        chosen = {voice.pk: voice.version for voice in some}
        voices.sort_voices(agency=survey.agency, chosen=chosen, tone=PRAISE if is_praise else COMPLAINT, by=ppid)
    for voice in (
        Voice.objects.filter(survey=survey, state=SORTED).select_related("answer", "agency").order_by("pk")[:9]
    ):
        text = cover(voice.answer.comment)
        voices.publish_voice(voice=voice, version=voice.version, public_text=text, by=ppid)


def _filled(survey: Survey) -> list[actions.Filled]:
    chance = random.Random(674)
    keys = survey.instrument.definition.keys
    marks = {}
    for key, fours, twos in zip(keys, _FOURS, _TWOS, strict=True):
        marks[key] = [4] * fours + [2] * twos + [3] * (RESPONDENTS - fours - twos)
        chance.shuffle(marks[key])
    asked = {each.service.name: each for each in asked_about(survey)}
    of: list[SurveyedService] = [asked[name] for name, _kind, _users, n in _SERVICES for _visitor in range(n)]
    until = dt.datetime(survey.ends_on.year, 1, 6, 9, tzinfo=survey.agency.zone)
    return [
        actions.Filled(
            key=UUID(int=(9 << 64) + place + 1),
            service=of[place],
            values={key: marks[key][place] for key in keys},
            told={
                trait.key: chance.choice(list(trait.values.values()))[0]
                for trait in traits.TRAITS
                if chance.random() < 0.85
            },
            comment=_COMMENTS[place // 40 % len(_COMMENTS)] if place % 40 == 0 else "",
            received_at=until + dt.timedelta(hours=3 * place),
        )
        for place in range(RESPONDENTS)
    ]
