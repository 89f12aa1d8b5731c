"""An office for every test, whose requests are kept in memory in place of the module that keeps them really."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pendopo.modules.objections.tests.office import Office, Requests


@pytest.fixture
def requests() -> Iterator[Requests]:
    # Imported here: this file is read before Django is set up.
    from pendopo.modules.objections.ports import inquiries
    from pendopo.modules.objections.tests.office import Requests

    before, here = inquiries.get(), Requests()
    inquiries.connect(here)
    yield here
    inquiries.connect(before)


@pytest.fixture
def office(db: None, requests: Requests) -> Office:
    from pendopo.modules.objections.tests.office import make_office

    return make_office(requests)
