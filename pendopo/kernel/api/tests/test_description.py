"""The description: valid, whole, in both languages; and the page made of it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from pendopo.kernel.api.description import described, operations
from pendopo.kernel.api.problems import KINDS
from pendopo.kernel.api.tests.calling import Program

pytestmark = pytest.mark.once


@pytest.fixture
def document() -> dict[str, Any]:
    return json.loads(Program().get("openapi.json").content)


def test_description_is_openapi_3_1(document: dict[str, Any]) -> None:
    # Here, because every process reads this file, and this import compiles grammars for seconds.
    from openapi_spec_validator import validate

    validate(document)
    assert document["openapi"] == "3.1.0"
    assert document["info"]["version"] == "1"
    assert document["servers"] == [{"url": "http://localhost:8000"}]


def test_description_names_every_operation_and_its_key(document: dict[str, Any]) -> None:
    found = {
        (method, path): (each["operationId"], each.get("security"))
        for path, items in document["paths"].items()
        for method, each in items.items()
    }
    assert {name for name, _security in found.values()} == {
        *(each.operation_id for each in operations()), "api_due_date", "api_compute"
    }  # fmt: skip
    agency = "/api/v1/agencies/{agency_slug}"
    assert {key: security for key, (_name, security) in found.items() if security} == {
        ("get", f"{agency}/duties"): [{"token": ["duties:read"]}],
        ("get", f"{agency}/figures"): [{"token": ["statistics:read"]}],
        ("get", f"{agency}/requests"): [{"token": ["requests:read"]}],
        ("get", f"{agency}/requests/{{inquiry}}"): [{"token": ["requests:read"]}],
        ("post", f"{agency}/requests"): [{"token": ["requests:write"]}],
        ("get", f"{agency}/surveys/open"): [{"token": ["survey:write"]}],
        ("post", f"{agency}/survey-answers"): [{"token": ["survey:write"]}],
        ("get", "/api/v1/token"): [{"token": []}],
    }


def test_every_word_has_an_english_one() -> None:
    """What stays the same in both languages is a name."""
    indonesian, english = described("id"), described("en")
    same = {
        text
        for text, other in zip(_sentences(indonesian), _sentences(english), strict=True)
        if text == other and not re.fullmatch(r"[A-Z][\w .]*", text)
    }
    assert same == set()
    assert indonesian["info"]["title"] == "API Pendopo"
    assert english["info"]["title"] == "Pendopo API"


def _sentences(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [value for key, value in node.items() if key in {"summary", "description"} and isinstance(value, str)]
        return own + [text for value in node.values() for text in _sentences(value)]
    return [text for each in node for text in _sentences(each)] if isinstance(node, list) else []


def test_page_shows_every_operation_problem_and_example(db: None, document: dict[str, Any]) -> None:
    page = Program().client.get("/api/")
    text = page.content.decode()
    for items in document["paths"].values():
        for each in items.values():
            assert f'id="{each["operationId"]}"' in text
    for kind in KINDS:
        assert f'<div id="{kind}">' in text
    assert "<script>" not in text
    assert "curl &#x27;http://localhost:8000/api/v1/agencies/badan-contoh/dip&#x27;" in text
    assert text.count("Idempotency-Key: $(uuidgen)") == 1


def test_description_follows_accept_language(document: dict[str, Any]) -> None:
    english = Program(language="en-GB, id;q=0.5").get("openapi.json")
    assert english.headers["Content-Language"] == "en"
    assert "Accept-Language" in english.headers["Vary"]
    assert english.json()["paths"].keys() == document["paths"].keys()
