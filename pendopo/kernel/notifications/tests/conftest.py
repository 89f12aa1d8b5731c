"""Agency, officers, a mail server of our own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.notifications.tests.mail_server import MailServer

# pytest reads this file before Django is set up when it is given this folder alone: models are imported where used.
if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.people.models import User

AT = dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(
        slug="sukamaju", name="Dinas Kominfo Sukamaju", short_name="Kominfo", email="ppid@sukamaju.example.id"
    )


@pytest.fixture
def other_agency(db: None) -> Agency:
    from pendopo.kernel.agencies.models import Agency

    return Agency.objects.create(slug="lain", name="Dinas Lain", short_name="Lain")


@pytest.fixture
def hire(db: None) -> Callable[..., User]:
    from pendopo.kernel.people.models import RoleGrant, User

    def hire_(agency: Agency, username: str, *roles: str, **more: Any) -> User:
        user = User.objects.create_user(username, password=None, name=username.title())
        for role in roles:
            RoleGrant.objects.create(user=user, agency=agency, role=role, **more)
        return user

    return hire_


@pytest.fixture
def log_in() -> Callable[[User], Client]:
    def log_in_(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in_


@pytest.fixture
def subject() -> UUID:
    return uuid4()


@pytest.fixture
def at_work() -> Iterator[None]:
    with clock.frozen(AT):
        yield


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    """A real SMTP server on this machine; the settings send there."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    settings.EMAIL_TIMEOUT = 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "Pendopo <pendopo@layanan.example.id>"
    yield server
    server.stop()
