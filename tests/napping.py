"""Sleeping that a test takes over: of one module alone, because other threads of the process sleep as well."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest


class _Time:
    """The module `time` with another `sleep`."""

    def __init__(self, nap: Callable[[float], object]) -> None:
        self.sleep = nap

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


def take_over_sleep(monkeypatch: pytest.MonkeyPatch, module: ModuleType, nap: Callable[[float], object]) -> None:
    """Have `nap` called where `module` calls time.sleep; everybody else goes on sleeping."""
    monkeypatch.setattr(module, "time", _Time(nap))
