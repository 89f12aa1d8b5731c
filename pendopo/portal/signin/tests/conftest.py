"""The agencies and officers of the portal's tests, where a second step is required. Django is imported late."""

from __future__ import annotations

from typing import Any

import pytest

from pendopo.portal.tests.conftest import agency, hire, other_agency

__all__ = ["agency", "hire", "other_agency"]


@pytest.fixture(autouse=True)
def _second_step_required(settings: Any) -> None:
    # Which addresses there are is decided at the first look; no test of the demo may be the first.
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    settings.PENDOPO_MFA = True
