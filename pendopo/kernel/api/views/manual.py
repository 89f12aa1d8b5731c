"""The API for people: a page made of the same description that programs read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.api import rules
from pendopo.kernel.api.problems import KINDS
from pendopo.kernel.api.registry import parts, topics
from pendopo.kernel.people.doors import open_door
from pendopo.kernel.people.rules import READ_PER_ADDRESS
from pendopo.ui.caching import cacheable

_SLUG: Final = "badan-contoh"
_SAMPLE_ID: Final = "0198c0de-0000-7000-8000-000000000000"


@open_door
@require_safe
@cacheable(60)
def manual(request: HttpRequest) -> HttpResponse:
    """Show every operation with its parameters, its key and an example, and how webhooks are checked."""
    from pendopo.kernel.api.description import described, scope_words

    document = described(get_language() or settings.LANGUAGE_CODE)
    context: dict[str, Any] = {
        "title": document["info"]["title"],
        "about": document["info"]["description"],
        "groups": _groups(document),
        "scopes": scope_words(),
        "topics": [(name, _(found.label)) for name, found in topics().items()],
        "kinds": [(name, found.status, _(found.title), _(found.detail)) for name, found in KINDS.items()],
        "limit": rules.PER_TOKEN.tries,
        "limit_open": READ_PER_ADDRESS.tries,
        "base": f"{settings.PENDOPO_ADDRESS}{rules.ROOT}",
        "address": settings.PENDOPO_ADDRESS,
        "example": _python(),
        "feeds": [(_(label), reverse(name, args=[_SLUG])) for part in parts() for label, name in part.feeds],
    }
    return render(request, "api/manual.html", context)


def _groups(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, items in document["paths"].items():
        for method, operation in items.items():
            groups.setdefault(operation["tags"][0], []).append(_operation(document, path, method, operation))
    return [{"name": name, "operations": found} for name, found in groups.items()]


def _operation(document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    parameters = [each for each in operation.get("parameters", []) if each["in"] != "path"]
    body = _body(document, operation)
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "about": "" if operation.get("description") == operation["summary"] else operation.get("description", ""),
        "needs_key": "security" in operation,
        "scope": operation.get("x-scope", ""),
        "parameters": parameters,
        "fields": _fields(document, body),
        "curl": _curl(document, path, method, operation, body),
    }


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = document["components"]["schemas"][name] if name else schema
    return found


def _body(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Mapping[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    return _resolved(document, content["application/json"]["schema"]) if "application/json" in content else {}


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a body, those of an object in it named after a dot."""
    found = []
    for name, each in schema.get("properties", {}).items():
        inner = _resolved(document, each.get("items", each))
        about = each.get("description", "") or ", ".join(map(str, each.get("enum", [])))
        found.append({"name": name, "required": name in schema.get("required", []), "about": about})
        if inner is not each and "properties" in inner:
            sign = "[]." if "items" in each else "."
            found += [{**field, "name": f"{name}{sign}{field['name']}"} for field in _fields(document, inner)]
    return found


def _curl(
    document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any], body: Mapping[str, Any]
) -> str:
    """Return a call that can be copied, with every parameter that must be there."""
    filled = path.replace("{agency_slug}", _SLUG)
    for each in operation.get("parameters", []):
        if each["in"] == "path" and each["name"] != "agency_slug":
            filled = filled.replace(f"{{{each['name']}}}", _SAMPLE_ID)
    query = "&".join(
        f"{each['name']}={each.get('example', '')}"
        for each in operation.get("parameters", [])
        if each["in"] == "query" and (each.get("required") or (each.get("example") and each["name"] == "rule"))
    )
    lines = [f"curl '{settings.PENDOPO_ADDRESS}{filled}{'?' + query if query else ''}'"]
    if "security" in operation:
        lines.append('-H "Authorization: Bearer $PENDOPO_KEY"')
    if method == "post":
        lines.append("-H 'Content-Type: application/json'")
        if any(each["in"] == "header" for each in operation.get("parameters", [])):
            lines.append('-H "Idempotency-Key: $(uuidgen)"')
        lines.append(f"-d '{json.dumps(_sample(document, body), ensure_ascii=False)}'")
    return " \\\n  ".join(lines)


def _sample(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    """Return the smallest body that has everything that must be there."""
    schema = _resolved(document, schema)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        wanted = schema.get("required", [])
        return {name: _sample(document, each) for name, each in schema.get("properties", {}).items() if name in wanted}
    if kind == "array":
        return [_sample(document, schema["items"])]
    if kind == "string":
        return _SAMPLE_ID if schema.get("format") == "uuid" else "…"
    return 4


def _python() -> str:
    return f"""import json, os, uuid
from urllib.request import Request, urlopen

body = {{
    "requester": {{"name": "Siti Aminah", "nik": "3304011201900001", "address": "Jl. Melati 1", "email": "siti@contoh.id"}},
    "details": "Salinan laporan keuangan tahun 2025",
    "purpose": "Penelitian",
}}
call = Request(
    "{settings.PENDOPO_ADDRESS}{rules.ROOT}agencies/{_SLUG}/requests",
    data=json.dumps(body).encode(),
    headers={{
        "Authorization": "Bearer " + os.environ["PENDOPO_KEY"],
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid.uuid4()),
    }},
)
with urlopen(call) as answer:
    registered = json.load(answer)
print(registered["number"], registered["code"])"""
