"""An agency at work on a Monday."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.staffed import Staffed


@pytest.fixture
def body(db: None) -> Iterator[Staffed]:
    """Return an agency; the clock stands at Monday 3 August 2026, 10.00 WIB."""
    from pendopo.modules.publishing.tests.body import at, make_body

    with at():
        yield make_body()
