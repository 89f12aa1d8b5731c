"""The description of the API (OpenAPI 3.1): from the operations themselves, with errors, keys and both languages."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext, override

from pendopo.kernel.api import rules
from pendopo.kernel.api.doors import SCHEME
from pendopo.kernel.api.instance import the_api
from pendopo.kernel.api.problems import KINDS, MEDIA_TYPE
from pendopo.kernel.api.registry import parts, scopes
from pendopo.lib.text import gettext_noop as _

_WORDS: Final = frozenset({"summary", "description", "title"})
_PROBLEM: Final[Mapping[str, Any]] = {
    "type": "object",
    "description": _("Keterangan masalah (RFC 9457)."),
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": _("Alamat yang menerangkan jenis masalah.")},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": _("Alamat yang dipanggil.")},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": _("Tempat dalam isi kiriman (RFC 6901).")},
                    "parameter": {"type": "string", "description": _("Nama parameter atau header.")},
                },
            },
        },
    },
}
# What every operation may answer, what those with a key may, and what those with a body may.
_EVERY: Final = ("not-found", "method", "invalid", "too-many", "error", "busy")
_WITH_TOKEN: Final = ("token-unknown", "scope")
_WITH_BODY: Final = ("malformed", "wrong-state", "too-large", "media-type")


@lru_cache(maxsize=4)
def described(language: str) -> Mapping[str, Any]:
    """Return the description in a language; made once in a process."""
    document = _document()
    with override(language):
        found: Mapping[str, Any] = _translated(document)
    return found


def _document() -> dict[str, Any]:
    api = the_api()
    doors = {each.operation_id: each.auth_callbacks[0] for each in operations()}
    document: dict[str, Any] = copy.deepcopy(dict(api.get_openapi_schema(path_prefix=rules.ROOT.lstrip("/"))))
    _without_titles(document)
    for schema in document["components"]["schemas"].values():
        # A class's docstring is for its reader and not for partners.
        schema.pop("description", None)
    document["components"]["schemas"]["Problem"] = dict(_PROBLEM)
    document["components"]["securitySchemes"] = {
        SCHEME: {
            "type": "http",
            "scheme": "bearer",
            "description": _("Kunci API dari admin instansi, di Pengaturan → API. Tiap operasi menyebut cakupannya."),
        }
    }
    document["info"]["license"] = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    document["servers"] = [{"url": settings.PENDOPO_ADDRESS}]
    for items in document["paths"].values():
        for operation in items.values():
            _complete(operation, doors[operation["operationId"]])
    for part in parts():
        for address, item in part.described.items():
            document["paths"][rules.ROOT + address] = copy.deepcopy(item)
    document["tags"] = [{"name": name} for name in dict.fromkeys(_tags(document))]
    return document


def operations() -> list[Any]:
    """Return every operation of the framework, in the order of the parts."""
    routers = the_api()._get_bound_routers()
    return [each for router in routers for view in router.path_operations.values() for each in view.operations]


def _tags(document: Mapping[str, Any]) -> list[str]:
    return [tag for items in document["paths"].values() for each in items.values() for tag in each["tags"]]


def _complete(operation: dict[str, Any], door: Any) -> None:
    """Add what an operation may answer besides, and the key that it needs."""
    kinds = list(_EVERY)
    if operation.get("requestBody"):
        kinds += _WITH_BODY
    if door.door.startswith("token:"):
        kinds += _WITH_TOKEN
        operation["security"] = [{SCHEME: [door.scope] if door.scope else []}]
        operation["x-scope"] = door.scope
    responses = {str(status): found for status, found in operation["responses"].items()}
    for kind in kinds:
        found = KINDS[kind]
        response: dict[str, Any] = {
            "description": found.title,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        if kind in {"too-many", "busy"}:
            response["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
        responses.setdefault(str(found.status), response)
    operation["responses"] = dict(sorted(responses.items()))


def _without_titles(node: Any) -> None:
    """Drop the titles that pydantic makes of names: nobody needs them."""
    if isinstance(node, dict):
        if isinstance(node.get("title"), str) and (
            "type" in node or "anyOf" in node or "$ref" in node or "enum" in node
        ):
            del node["title"]
        for each in node.values():
            _without_titles(each)
    elif isinstance(node, list):
        for each in node:
            _without_titles(each)


def _translated(node: Any) -> Any:
    """Return a copy in which every sentence for people stands in the language in force."""
    if isinstance(node, dict):
        return {
            key: gettext(value) if key in _WORDS and isinstance(value, str) and value else _tagged(key, value)
            for key, value in node.items()
        }
    return [_translated(each) for each in node] if isinstance(node, list) else node


def _tagged(key: str, value: Any) -> Any:
    if key == "tags" and isinstance(value, list):
        return [
            gettext(each) if isinstance(each, str) else {key: gettext(name) for key, name in each.items()}
            for each in value
        ]
    return _translated(value)


def scope_words() -> dict[str, str]:
    """Return the scopes with their words in the language in force."""
    return {name: gettext(found.label) for name, found in scopes().items()}
