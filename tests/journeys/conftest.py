"""The office of the journeys: agency, units and accounts of the example, and people who sit at browsers.

Django's models are imported late: this file is read before Django is set up when its folder is asked for alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.notifications.tests.mail_server import MailServer

    from tests.journeys.hours import Hours, OfficeServer
    from tests.journeys.people import Person


@pytest.fixture(scope="session")
def _server() -> Iterator[OfficeServer]:
    from tests.journeys.hours import OfficeServer

    server = OfficeServer()
    yield server
    server.thread.terminate()
    server.thread.join()


@pytest.fixture
def hours(_server: OfficeServer) -> Hours:
    """Return the clock of the server, at Monday 3 August 2026, 10.00 WIB."""
    _server.hours.set(2026, 8, 3, 10, 0)
    return _server.hours


@pytest.fixture
def office(site: OfficeServer, hours: Hours) -> Agency:
    """Return the ministry's agency of the example with its units and accounts, the calendar, and no cases."""
    from pendopo.kernel import clock
    from pendopo.kernel.calendar.seeding import seed_calendar
    from pendopo.portal.demo import stage

    seed_calendar(range(2026, 2028))
    with clock.frozen(hours.now()):
        return stage.set_up().agencies["bpsdm"]


@pytest.fixture
def person(open_page: Callable[..., Any], hours: Hours) -> Callable[..., Person]:
    """Return a function that seats somebody at a browser of their own: options as those of `open_page`."""
    from tests.journeys.people import Person

    def seat(**options: Any) -> Person:
        return Person(open_page(**options), hours)

    return seat


@pytest.fixture(autouse=True)
def _long_sessions(settings: Any) -> None:
    """Weeks go by at the office in a minute of ours; nobody logs in anew each morning of a journey."""
    settings.SESSION_COOKIE_AGE = 365 * 24 * 3600


@pytest.fixture
def officer(person: Callable[..., Person]) -> Callable[[str], Person]:
    """Return a function that logs an officer of the example in through the login page, at a desk's screen."""
    from pendopo.portal.demo import PASSWORD

    def log_in(username: str) -> Person:
        somebody = person(width="desk")
        somebody.open("/masuk/")
        somebody.write("Nama pengguna", username)
        somebody.write("Kata sandi", PASSWORD)
        somebody.press("Masuk")
        somebody.reads("Permohonan")
        return somebody

    return log_in


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    """Run a real SMTP server on this machine; the worker sends there."""
    from pendopo.kernel.notifications.tests.mail_server import MailServer

    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "pendopo@layanan.example"
    yield server
    server.stop()
