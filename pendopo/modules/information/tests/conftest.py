"""Fixtures of the module's tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def public_things() -> Iterator[Any]:
    """Answer the port of suggestions for one test; see citizen_cases.PublicThings."""
    from pendopo.modules.information import ports
    from pendopo.modules.information.tests.citizen_cases import PublicThings

    here, before = PublicThings(), ports.suggestions.get()
    ports.suggestions.connect(here)
    yield here
    ports.suggestions.connect(before)
