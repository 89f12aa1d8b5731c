"""The worst that settings can do, as Django system checks: shown when the server starts, and by every `manage` command."""

from __future__ import annotations

from typing import Any, Final

from django.core import checks

from pendopo.config.health.findings import Level
from pendopo.config.health.settings_check import settings_now

# Topics that Django's own deployment checks do not look at; a bad key stops the server.
_TOPICS: Final = {"secret key": checks.Error, "hosts": checks.Warning}


@checks.register
def worst_settings(**_named: Any) -> list[checks.CheckMessage]:
    """Return what is wrong with key and host names."""
    return [
        _TOPICS[finding.topic](f"{finding.topic}: {finding.said}", hint=finding.remedy, id=f"pendopo.{number:03}")
        for number, finding in enumerate(settings_now(), start=1)
        if finding.level == Level.WRONG and finding.topic in _TOPICS
    ]
