"""Every page in every state opens on PostgreSQL as well; everything else about pages is seen on SQLite.

Refusals and sent forms are left out: nothing is read for them that the page itself does not read.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.search.tests.indexing import searchable

from tests.journeys.hours import Hours
from tests.journeys.page import Page
from tests.journeys.pages import PAGES
from tests.journeys.town import Town


class TownWithoutChange(Town):
    """A town in which pages are only opened, so that each account logs in once."""

    login = cache(Town.login)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_every_page_in_every_state(settings: Any) -> None:
    settings.PENDOPO_MFA = True
    hours = Hours()
    hours.set(2026, 11, 18, 10, 30)
    town = TownWithoutChange(SimpleNamespace(url="http://testserver", hours=hours))
    town.build()
    with searchable() as index:
        index.bring_up_to_date()
        answers = {page: status(page, town) for page in PAGES if page.status == 200}
    assert {str(page): status for page, status in answers.items() if status != 200} == {}
    assert len(answers) >= 200


def status(page: Page, town: Town) -> int:
    """Return how the page answers to whoever it is for."""
    visitor = Client()
    for name, value in page.cookies_of(town).items():
        visitor.cookies[name] = value
    with clock.frozen(town.hours.now()):
        return visitor.get(page.address(town)).status_code
