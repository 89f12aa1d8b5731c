"""Keys and calls for tests of operations, of every module."""

from __future__ import annotations

import itertools
from typing import Any

from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api.models import Token, days_from_now
from pendopo.kernel.api.queries import digest_of
from pendopo.kernel.people.models import User

_numbers = itertools.count(1)


def key_for(agency: Agency, *scopes: str, with_children: bool = False, **changes: Any) -> str:
    """Return the text of a new key with these scopes; `changes` are other fields of the row."""
    maker = User.objects.get_or_create(username="admin-of-keys", defaults={"name": "Admin"})[0]
    prefix = f"{next(_numbers):08d}"
    text = f"pdp_{prefix}_{'x' * 43}"
    values = {"name": "LAPOR!", "made_at": clock.now(), "expires_at": days_from_now(30)} | changes
    Token.objects.create(
        agency=agency,
        prefix=prefix,
        digest=digest_of(text),
        scopes=list(scopes),
        with_children=with_children,
        made_by=maker,
        **values,
    )
    return text


class Program:
    """A partner's program: a client without cookies, with a key or without."""

    def __init__(self, key: str = "", language: str = "") -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        if language:
            self.headers["Accept-Language"] = language

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        """Return the answer to GET below /api/v1/."""
        return self.client.get(f"/api/v1/{path}", query or {}, headers={**self.headers, **_named(headers)})

    def post(self, path: str, body: object, **headers: str) -> Any:
        """Return the answer to POST of JSON below /api/v1/."""
        return self.client.post(
            f"/api/v1/{path}", body, content_type="application/json", headers={**self.headers, **_named(headers)}
        )


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
