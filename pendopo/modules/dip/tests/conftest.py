"""A desk for every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pendopo.modules.dip.tests.desk import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    # Imported here: this file may be read before Django is set up.
    from pendopo.modules.dip.tests.desk import make_desk

    return make_desk()
