"""An emergency announced from a phone and read on another; a page that is gone shows up in the list of duties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.notifications.tasks import drain_outbox
from pendopo.kernel.notifications.tests.mail_server import MailServer
from pendopo.lib.tests.website import Website
from pendopo.modules.publishing import tasks
from pendopo.portal.demo import PASSWORD

from tests.journeys.hours import Hours
from tests.journeys.people import Person

pytestmark = pytest.mark.browser

HOME = "/bpsdm/"
TITLE = "Banjir di sekitar Gedung A"
CITIZEN = "warga@surel.example"


@pytest.fixture
def website(settings: LazySettings) -> Iterator[Website]:
    settings.PENDOPO_PROBE_LOOPBACK = True
    with Website() as running:
        yield running


def on_the_phone(person: Callable[..., Person], username: str) -> Person:
    somebody = person(width="phone")
    somebody.open("/masuk/")
    somebody.write("Nama pengguna", username)
    somebody.write("Kata sandi", PASSWORD)
    somebody.press("Masuk")
    return somebody


def letter(mail: MailServer, hours: Hours) -> str:
    """Let the worker send what waits, and return the newest letter."""
    with clock.frozen(hours.now()):
        drain_outbox()
    return str(mail.taken[-1].get_payload(decode=True).decode())


def address_in(text: str, word: str) -> str:
    found = re.search(rf"(/bpsdm/peringatan/langganan/\S+/{word}/)", text)
    assert found is not None
    return found[1]


def test_an_emergency_from_a_phone(
    office: Agency, person: Callable[..., Person], hours: Hours, mail: MailServer
) -> None:
    reader = person(width="phone", javascript=False)
    reader.open("/bpsdm/peringatan/langganan/")
    reader.write("Surel", CITIZEN)
    reader.press("Daftarkan surel")
    reader.sees("Periksa kotak surel Anda")
    reader.open(address_in(letter(mail, hours), "konfirmasi"))
    reader.press("Ya, kirim peringatan kepada saya")
    reader.sees("Anda berlangganan")

    ppid = on_the_phone(person, "ppid")
    ppid.open("/bpsdm/meja/peringatan/")
    ppid.follow("Umumkan peringatan")
    ppid.write("Judul singkat", TITLE)
    ppid.write("Apa yang terjadi", "Air setinggi lutut di jalan depan.")
    ppid.write("Di mana", "Gedung A dan jalan depannya")
    ppid.press("Umumkan sekarang")
    ppid.is_told("Tulis apa yang harus dilakukan warga.")
    ppid.write("Yang harus dilakukan", "Gunakan pintu timur Gedung C.")
    ppid.press("Umumkan sekarang")
    ppid.sees("Peringatan tampil di beranda sekarang.", TITLE)

    citizen = person(width="phone", javascript=False)
    citizen.open(HOME)
    assert citizen.words.startswith(TITLE)
    citizen.sees("Gunakan pintu timur Gedung C.", "Hubungi: (021) 5550 100")
    citizen.follow(TITLE)
    citizen.reads(TITLE)
    citizen.sees("Air setinggi lutut di jalan depan.")
    with clock.frozen(hours.now()):
        tasks.deliver_notices()
    told = letter(mail, hours)
    assert "Gunakan pintu timur Gedung C." in told

    ppid.follow("Akhiri")
    ppid.write("Alasan berakhir", "Air sudah surut.")
    ppid.press("Akhiri")
    ppid.sees("Peringatan berakhir dan tidak tampil lagi di beranda.")
    citizen.open(f"{HOME}?sesudah")
    assert TITLE not in citizen.words
    citizen.open(f"/bpsdm/peringatan/{told.split('/bpsdm/peringatan/')[1].split('/')[0]}/?sesudah")
    citizen.sees("Peringatan ini sudah berakhir", "Air sudah surut.")

    reader.open(address_in(told, "berhenti"))
    reader.press("Ya, berhenti dan hapus alamat saya")
    reader.sees("Alamat surel Anda sudah dihapus.")
    assert verify(office).intact


def test_a_page_that_is_gone(office: Agency, officer: Callable[[str], Person], hours: Hours, website: Website) -> None:
    ppid = officer("ppid")
    ppid.open("/bpsdm/meja/kewajiban/")
    ppid.follow("Pengadaan barang dan jasa")
    ppid.follow("Ajukan bukti")
    ppid.write("Alamat halaman", website.url("/pengadaan"))
    ppid.press("Ajukan bukti")
    ppid.sees("Bukti tercatat.", "Terpenuhi")
    # Each an hour later than the day before: a link is asked again after a day, not before.
    for day in (3, 4, 5):
        hours.set(2026, 8, day, 9 + day)
        with clock.frozen(hours.now()):
            tasks.check_links()
    ppid.open("/bpsdm/meja/kewajiban/?keadaan=dead_link")
    ppid.sees("Pengadaan barang dan jasa", "Tautan mati")
    ppid.open("/bpsdm/meja/kewajiban/tautan/?keadaan=dead")
    ppid.follow(website.url("/pengadaan"))
    ppid.sees("situs menjawab dengan galat (404)", "Gagal 3 kali berturut-turut")
    ppid.open("/bpsdm/meja/pemberitahuan/")
    ppid.sees("Tautan mati pada “Pengadaan barang dan jasa”.")
    assert verify(office).intact
