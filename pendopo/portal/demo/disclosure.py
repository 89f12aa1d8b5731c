"""Answers of the example made public, and what was counted before requests in the last months."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final
from uuid import UUID

from pendopo.kernel import clock
from pendopo.modules.dip.models import Entry
from pendopo.modules.disclosure import actions
from pendopo.modules.disclosure.actions.inspecting import Draft, traces_of
from pendopo.modules.disclosure.models import DayCount
from pendopo.modules.disclosure.ports import answered
from pendopo.portal.demo.cast import MINISTRY
from pendopo.portal.demo.objections import Beat
from pendopo.portal.demo.players import Company

# How the request began, title, question, summary; the last one stays a draft.
ANSWERS: Final = (
    (
        "Rekapitulasi peserta pelatihan manajemen konstruksi",
        "Peserta pelatihan manajemen konstruksi menurut provinsi",
        "Berapa peserta pelatihan manajemen konstruksi tahun lalu, menurut provinsi dan jenis kelamin?",
        "Tabel terlampir memuat jumlah peserta perempuan dan laki-laki di setiap provinsi dan dapat diolah langsung.",
    ),
    (
        "Jadwal dan syarat pelatihan operator alat berat",
        "Jadwal dan syarat pelatihan operator alat berat",
        "Kapan pelatihan operator alat berat yang gratis untuk warga desa diadakan, dan apa syaratnya?",
        "Diadakan empat kali setahun. Syaratnya: warga desa, berusia 18 tahun atau lebih, dan sehat. Tidak dipungut biaya.",
    ),
    (
        "Anggaran dan realisasi belanja publikasi",
        "Belanja publikasi di media tahun lalu",
        "Berapa anggaran dan realisasi belanja publikasi tahun lalu, menurut media?",
        "Media cetak Rp198,5 juta dari anggaran Rp240 juta; video Rp87,25 juta dari Rp90 juta. Tabel lengkap terlampir.",
    ),
    (
        "Hasil evaluasi pascapelatihan",
        "Evaluasi pascapelatihan tiga tahun terakhir",
        "Berapa peserta yang pekerjaannya membaik sesudah pelatihan, tiga tahun terakhir?",
        "Survei diisi 674 alumni; hasilnya dirinci menurut angkatan dan jenis pelatihan.",
    ),
)
_MONTHS: Final = 5


def answer_beats(company: Company) -> list[Beat]:
    """Return the publications, the draft, and at last the counts, to be played between the steps of the cases."""
    public: list[UUID] = []
    begin = clock.now() - dt.timedelta(days=len(ANSWERS) + 1)
    days = [begin + dt.timedelta(days=number) for number in range(len(ANSWERS) + 1)]
    beats = [Beat(at, partial(_disclose, company, number, public)) for number, at in enumerate(days[:-1])]
    return [*beats, Beat(days[-1], partial(_count, company, public))]


def _disclose(company: Company, number: int, public: list[UUID]) -> None:
    agency, ppid = company.agencies[MINISTRY], company.actors["ppid", MINISTRY]
    begins, title, question, summary = ANSWERS[number]
    cards = answered.get().listed(agency, but=[], limit=50)
    card = next(each for each in cards if each.details.startswith(begins))
    files = tuple(each.pk for each in answered.get().files(agency, card.inquiry_id))
    draft = Draft(title, question, summary, card.way, files)
    judged = [trace.key for trace in traces_of(agency, card.inquiry_id, draft)]
    answer = actions.begin(agency=agency, card=card, draft=draft, harmless=judged, by=ppid)
    if number < len(ANSWERS) - 1:
        public.append(actions.publish(answer=answer, by=ppid).answer.pk)


def _count(company: Company, public: list[UUID]) -> None:
    """Count a few months of suggestions in a plain rhythm that grows; no row is about anybody."""
    agency = company.agencies[MINISTRY]
    things = [("answer", pk) for pk in public] + [("dip", pk) for pk in _entries(company)]
    today = clock.today(agency.timezone)
    DayCount.objects.bulk_create(
        DayCount(
            agency=agency, day=today - dt.timedelta(days=ago), kind=kind, item_id=pk,
            shown=30 - ago // 7 + place, opened=9 - ago // 21, answered=max(5 - ago // 35 - place // 2, 0),
        )
        for place, (kind, pk) in enumerate(things)
        for ago in range(0, 30 * _MONTHS, 9)
    )  # fmt: skip


def _entries(company: Company) -> list[UUID]:
    found = Entry.objects.for_agency(company.agencies[MINISTRY]).filter(state="published").order_by("id")
    return list(found.values_list("pk", flat=True)[:3])
