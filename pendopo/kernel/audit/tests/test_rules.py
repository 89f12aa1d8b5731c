from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from typing import Any

import pytest

from pendopo.kernel.audit.rules import GENESIS, canonical, link

WHOLE: dict[str, Any] = {
    "agency": "a",
    "seq": 7,
    "at": dt.datetime(2026, 8, 3, 12, 0, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=7))),
    "actor": ":Pemohon",
    "action": "inquiry.register",
    "subject": "inquiry:1",
    "details": {"b": "ü", "a": [1, None]},
}


def test_text_is_one_whatever_the_zone_and_the_order() -> None:
    text = (
        '{"action":"inquiry.register","actor":":Pemohon","agency":"a","at":"2026-08-03T05:00:00.000005+00:00",'
        '"details":{"a":[1,null],"b":"ü"},"seq":7,"subject":"inquiry:1"}'
    )
    assert canonical(**WHOLE) == text
    assert canonical(**{**WHOLE, "at": WHOLE["at"].astimezone(dt.UTC), "details": {"a": [1, None], "b": "ü"}}) == text


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("agency", "b"),
        ("seq", 8),
        ("at", dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)),
        ("actor", "1:Rina"),
        ("action", "inquiry.take"),
        ("subject", "inquiry:2"),
        ("details", {}),
    ],
)
def test_every_column_stands_in_the_text(column: str, value: object) -> None:
    assert canonical(**{**WHOLE, column: value}) != canonical(**WHOLE)


def test_text_is_json_as_the_library_writes_it() -> None:
    odd = 'kutip " garis \\ baris\n nol \x00 é 🏛'
    whole = WHOLE | {"actor": odd, "action": odd, "subject": odd, "details": {odd: [odd, {"b": 1.5, "a": True}]}}
    body = whole | {"at": "2026-08-03T05:00:00.000005+00:00"}
    assert canonical(**whole) == json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_link_binds_to_the_entry_before() -> None:
    assert GENESIS == "0" * 64
    assert link(GENESIS, "x") == sha256(b"0" * 64 + b"|x").hexdigest()
    assert link("1" + GENESIS[1:], "x") != link(GENESIS, "x")
