"""A phone with an app that makes codes, and somebody who signs in with it."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.people.models import User
from pendopo.portal.signin import factors
from pendopo.portal.tests.conftest import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET, steps: int = 0) -> str:
    """Return what the app shows now, or so many steps of 30 seconds from now."""
    step = int(clock.now().timestamp()) // 30 + steps
    return factors.format_hotp_value(factors.hotp_value(secret, step))


def with_app(user: User) -> User:
    """Give the account an app with SECRET."""
    factors.save_app(user, SECRET, 0)
    return user


def send_password(client: Client, username: str = "rina", password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/masuk/", {"username": username, "password": password, **more})


def sign_in(client: Client, username: str = "rina", **more: Any) -> Any:
    """Sign in with password and code; return the last answer."""
    send_password(client, username, **more)
    return client.post("/masuk/langkah-kedua/", {"code": code()})


def shown_secret(page: str) -> str:
    (found,) = re.findall(r'<strong class="p-code">([A-Z2-7 ]{20,})</strong>', page)
    return found.replace(" ", "")


def shown_codes(page: str) -> list[str]:
    return re.findall(r'<strong class="p-code">(\d{4} \d{4})</strong>', page)


def trail() -> list[tuple[str, str, dict[str, object]]]:
    """Return agency, action and details of every entry."""
    entries = Entry.objects.select_related("agency").order_by("agency__slug", "seq")
    return [(entry.agency.slug, entry.action, entry.details) for entry in entries]


def mails() -> list[tuple[str, str]]:
    """Return recipient and subject of every mail, oldest first."""
    return list(OutboxMessage.objects.order_by("pk").values_list("recipient", "subject"))
