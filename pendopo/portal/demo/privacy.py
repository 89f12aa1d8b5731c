"""Personal data in the example: who answers for them, a request that waits, an incident that is handled, a list to agree to."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

from pendopo.kernel import clock
from pendopo.kernel.privacy.actions import destroying, incidents, requests, settings
from pendopo.kernel.privacy.queries.people import PersonCase
from pendopo.kernel.privacy.rules import periods
from pendopo.kernel.privacy.rules.incidents import BY_PERIOD
from pendopo.kernel.privacy.rules.requests import ACCESS, CORRECT, GRANTED
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.information.actions.retention import PERSONS
from pendopo.modules.information.models import Inquiry
from pendopo.portal.demo.cast import MINISTRY
from pendopo.portal.demo.objections import Beat
from pendopo.portal.demo.players import Company

_TOLD: Final = """\
Nama, alamat, kontak, dan NIK dipakai untuk mencatat permohonan dalam register, memastikan pemohon, dan mengirim jawaban.
Identitas hanya dilihat meja layanan dan PPID; unit yang menyiapkan informasi membaca pertanyaannya saja.

Kami tidak menjual data, tidak memakainya untuk iklan, dan tidak mengirimnya ke luar negeri."""


def privacy_beats(company: Company) -> list[Beat]:
    """Return what happens around personal data, in the last days."""
    now = clock.now()
    return [
        Beat(now - dt.timedelta(days=200), partial(_arrange, company)),
        Beat(now - dt.timedelta(days=3), partial(_answered, company)),
        Beat(now - dt.timedelta(hours=30), partial(_waiting, company)),
        Beat(now - dt.timedelta(hours=20), partial(_incident, company)),
        Beat(now - dt.timedelta(hours=2), partial(_list, company)),
    ]


def _arrange(company: Company) -> None:
    agency, admin = company.agencies[MINISTRY], company.actors["admin", MINISTRY]
    settings.arrange(
        agency=agency,
        four_eyes=True,
        views_bound=30,
        officer="Dr. Laksmi Paramita",
        contact="pdp@bpsdm.example",
        by=admin,
    )
    settings.state(agency=agency, text=_TOLD, in_force_on=clock.today(agency.timezone), by=admin)
    settings.choose_period(
        agency=agency, period=periods.IDENTITY, days=60, needs_approval=True, decree_number="KEP.21/JRA-contoh/2026",
        decree_on=clock.today(agency.timezone), by=admin,
    )  # fmt: skip


def _cases(company: Company, count: int) -> list[PersonCase]:
    rows = Inquiry.objects.for_agency(company.agencies[MINISTRY]).filter(closed_at__isnull=False)
    return [PersonCase(PERSONS, case) for case in rows.select_related("agency", "contact").order_by("-seq")[:count]]


def _answered(company: Company) -> None:
    desk, ppid = company.actors["ult", MINISTRY], company.actors["ppid", MINISTRY]
    about = _cases(company, 1)[0]
    made = requests.receive(
        about=about, right=ACCESS, wish="", channel="desk", verified="KTP asli diperlihatkan", by=desk
    )
    requests.answer(request=made, result=GRANTED, text="Salinan tersedia pada halaman lacak selama 14 hari.", by=ppid)


def _waiting(company: Company) -> None:
    requests.receive(
        about=_cases(company, 2)[-1], right=CORRECT, wish="Nomor rumah saya keliru: tertulis 12, yang benar 21.",
        channel="letter", verified="Tanda tangan dicocokkan dengan permohonan", by=company.actors["ult", MINISTRY],
    )  # fmt: skip


def _incident(company: Company) -> None:
    agency, ppid = company.agencies[MINISTRY], company.actors["ppid", MINISTRY]
    now = clock.now()
    case = incidents.record(
        agency=agency, title="Lembar register tertinggal di mesin fotokopi", known_at=now,
        happened_from=now - dt.timedelta(days=12), happened_until=now - dt.timedelta(hours=3),
        exposed="Nama dan alamat pemohon pada satu lembar cetak.", cause="Lembar cetak tertinggal di ruang bersama.", by=ppid,
    )  # fmt: skip
    incidents.find(incident=case, way=BY_PERIOD, by=ppid)


def _list(company: Company) -> None:
    agency, ppid = company.agencies[MINISTRY], company.actors["ppid", MINISTRY]
    try:
        destroying.propose(agency=agency, kind=PERSONS, period=periods.IDENTITY, by=ppid)
    except NotAllowed:
        # Played on a day on which nothing is old enough.
        return
