"""Publication duties of the example: most of them met, one overdue, one whose page is gone, and a notice in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Final

from pendopo.kernel import clock
from pendopo.lib.probing import Probed
from pendopo.modules.publishing.actions import duties, links, mailing, notices, reviews
from pendopo.modules.publishing.actions.notices import Words
from pendopo.modules.publishing.models import Link, Proof, Subscriber
from pendopo.modules.publishing.rules.duties import LINK
from pendopo.portal.demo.cast import MINISTRY
from pendopo.portal.demo.objections import Beat
from pendopo.portal.demo.players import Company

_SITE: Final = "https://bpsdm.example/"
# Item → its page, and how many days ago it was published. The procurement page is due; the one of complaints is gone.
PROOFS: Final = {
    "periodic-1": ("profil", 70),
    "periodic-4": ("laporan-keuangan", 120),
    "periodic-6": ("peraturan", 95),
    "periodic-7": ("ppid/tata-cara", 60),
    "periodic-8": ("pengaduan/2025", 50),
    "periodic-9": ("pengadaan", 215),
    "periodic-10": ("kepegawaian", 160),
    "periodic-11": ("evakuasi", 40),
    "any_time-c": ("organisasi", 200),
    "any_time-h": ("rencana-kerja", 150),
    "standard-1": ("sop/pengumuman", 130),
    "standard-2": ("sop/permintaan", 130),
    "standard-3": ("sop/keberatan", 130),
    "pledge": ("maklumat", 128),
}
GONE: Final = "periodic-8"
TITLE: Final = "Layanan tatap muka pindah karena banjir di Jalan Contoh Raya"


def publishing_beats(company: Company) -> list[Beat]:
    """Return the steps of the scene, to be played between those of the cases."""
    agency, ppid = company.agencies[MINISTRY], company.actors["ppid", MINISTRY]
    now = clock.now()

    def prove(key: str, page: str) -> None:
        on = clock.today(agency.timezone)
        duties.prove(agency=agency, key=key, kind=LINK, proved_on=on, url=f"{_SITE}{page}", by=ppid)

    def look(answer: Probed) -> None:
        link = Link.objects.get(subject_id=Proof.objects.get(agency=agency, key=GONE).pk)
        links.note(link=link, probed=answer)

    def arrange() -> None:
        unit = company.units[MINISTRY, "sekretariat"]
        for key in ("periodic-4", "periodic-9"):
            duties.arrange(agency=agency, key=key, unit=unit, owner=None, months=None, soon_days=30, by=ppid)
        reason = "Badan ini tidak menerbitkan izin."
        duties.waive(agency=agency, key="any_time-f", reason=reason, by=ppid)
        duty_officer = company.actors["ult", MINISTRY].user
        notices.grant(agency=agency, users=[duty_officer] if duty_officer else [], by=ppid)
        mailing.subscribe(agency=agency, email="warga@surel.example")
        mailing.confirm(subscriber=Subscriber.objects.get(agency=agency))

    def announce() -> None:
        words = Words(
            TITLE,
            "Air setinggi 40 cm menggenangi halaman dan ruang layanan sejak pukul 06.00.",
            "Gedung A, Jalan Contoh Raya Nomor 20, dan jalan di depannya",
            "Jangan datang ke Gedung A. Layanan dilakukan di Gedung C lewat pintu timur, atau melalui laman ini.\n"
            "Bila terjebak, naik ke lantai 2 dan hubungi nomor di bawah.",
            agency.phone,
            clock.now() + dt.timedelta(days=2),
        )
        notices.announce(agency=agency, words=words, by=ppid)

    def at(days: float, play: Callable[[], object]) -> Beat:
        return Beat(now - dt.timedelta(days=days), play)

    return [
        *(at(days, partial(prove, key, page)) for key, (page, days) in PROOFS.items()),
        at(210, arrange),
        at(90, partial(reviews.freeze, agency=agency, note="Reviu triwulan.", by=ppid)),
        at(49, partial(look, Probed(True, 200))),
        *(at(days, partial(look, Probed(False, 404, "status"))) for days in (6, 5, 4)),
        at(0.1, announce),
    ]
