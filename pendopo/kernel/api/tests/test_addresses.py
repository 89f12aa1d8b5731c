"""What stands in the addresses of the API: names and random keys, nothing secret and nothing that counts."""

from __future__ import annotations

import re

import pytest

from pendopo.kernel.api.description import described
from pendopo.kernel.api.registry import scopes, topics

from tests.guards.tree import ROOT

pytestmark = pytest.mark.once
SECRET = re.compile(r"token|key|secret|code|password|nik|email|name$|phone", re.I)
# Older than the API proper: the calculators, which take no place of a row.
PLACES = {"agency_slug", "entry", "answer", "survey", "inquiry"}


def test_addresses_hold_no_secret_and_no_counting_number() -> None:
    asked = {
        (path, each["in"], each["name"], each["schema"].get("type", ""))
        for path, operations in described("en")["paths"].items()
        for operation in operations.values()
        for each in operation.get("parameters", [])
    }
    assert len(asked) > 20
    in_address = [each for each in asked if each[1] in {"path", "query"}]
    assert [each for each in in_address if SECRET.search(each[2])] == []
    assert {name for _path, where, name, _kind in asked if where == "path"} <= PLACES
    assert [each for each in in_address if each[1] == "path" and each[3] == "integer"] == []


def test_guide_names_every_scope_and_topic() -> None:
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert [name for name in (*scopes(), *topics()) if f"`{name}`" not in guide] == []
    told = guide.partition("Topics:")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z]+\.[a-z]+)`", told)) == set(topics())
    listed = re.findall(r"^\| `([a-z]+:[a-z]+)` \|", guide, flags=re.M)
    assert sorted(listed) == sorted(scopes())
