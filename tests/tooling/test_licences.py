"""Every package that runs with Pendopo has a licence that may stand beside the EUPL 1.2."""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.licences import ALLOWED, READ, licence_of, runtime_packages

pytestmark = pytest.mark.once


def test_every_licence_fits() -> None:
    strange = {name: licence_of(name) for name in runtime_packages() if not set(licence_of(name)) <= ALLOWED}
    assert strange == {}


def test_what_was_read_by_hand_says_nothing_by_itself() -> None:
    """A package that names its licence clearly by now needs no entry of ours any more."""
    for name in READ:
        assert name in runtime_packages()
        with suppress(PackageNotFoundError):
            assert metadata(name).get("License-Expression") is None, f"{name} says it itself."


def test_a_package_of_another_platform_is_told_by_the_list() -> None:
    with pytest.raises(PackageNotFoundError):
        metadata("no-such-package-of-pendopo")
    assert licence_of("colorama") == ["BSD-3-Clause"]
