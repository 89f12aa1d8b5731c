from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from pendopo.config import settings as loaded

NAMES = ("PENDOPO_DEMO", "PENDOPO_HTTPS", "PENDOPO_DEBUG", "PENDOPO_MFA", "PENDOPO_PASSWORD_DAYS", "PENDOPO_OIDC")


def settings(monkeypatch: pytest.MonkeyPatch, **given: str) -> dict[str, Any]:
    """Return what the settings are with these names in the environment."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(Path(loaded.__file__)))


def test_second_step_is_required_unless_it_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch)["PENDOPO_MFA"] is True
    assert settings(monkeypatch, PENDOPO_DEMO="1")["PENDOPO_MFA"] is False
    assert settings(monkeypatch, PENDOPO_DEMO="1", PENDOPO_MFA="1")["PENDOPO_MFA"] is True
    assert settings(monkeypatch, PENDOPO_MFA="0")["PENDOPO_MFA"] is False


def test_cookies_belong_to_the_host_alone_over_https(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(monkeypatch, PENDOPO_HTTPS="1")
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-sessionid", "__Host-csrftoken")
    # What a browser asks of such a name: secure, for the whole host, and no domain.
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert not {"SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_DOMAIN", "CSRF_COOKIE_PATH"} & found.keys()
    assert "SESSION_COOKIE_NAME" not in settings(monkeypatch, PENDOPO_HTTPS="0")


def test_passwords_do_not_expire_unless_an_agency_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch)["PENDOPO_PASSWORD_DAYS"] == 0
    assert settings(monkeypatch, PENDOPO_PASSWORD_DAYS="90")["PENDOPO_PASSWORD_DAYS"] == 90
    assert settings(monkeypatch)["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
