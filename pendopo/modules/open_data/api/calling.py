"""How a client calls an action and what it is answered: CKAN's envelope, its errors and their codes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final
from urllib.parse import urljoin

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.readings import wait_before_reading
from pendopo.modules.open_data.rules import limits

_JSON: Final = "application/json;charset=utf-8"
# Anybody's page may read what anybody may read; no cookie goes with it.
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT: Final = {
    **_CORS,
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Authorization, X-CKAN-API-Key",
    "Access-Control-Max-Age": "86400",
}
_HARMFUL: Final = re.compile("[\x00\ud800-\udfff]")
_TRUE: Final = frozenset({"true", "yes", "on", "1", "t", "y"})
_FALSE: Final = frozenset({"false", "no", "off", "0", "f", "n", ""})


class Refused(Exception):
    """An action answers with an error: its code, CKAN's name of the kind of error, and what is wrong."""

    def __init__(self, code: int, kind: str, **words: object) -> None:
        super().__init__(kind)
        self.code, self.kind, self.words = code, kind, words


class Unreadable(ValueError):
    """The request's body or parameters cannot be read at all."""


def not_found(what: str = "") -> Refused:
    """Return the error for something that is not here."""
    return Refused(404, "Not Found Error", message=f"Not found: {what}" if what else "Not found")


def invalid(**problems: str) -> Refused:
    """Return the error for parameters that cannot be; parameter → what is wrong."""
    return Refused(409, "Validation Error", **{name: [text] for name, text in problems.items()})


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an action: at one agency or at the installation, with its parameters; `base` is the site's address."""

    place: Agency | None
    base: str
    given: Mapping[str, Any] = field(default_factory=dict)

    def absolute(self, url: str) -> str:
        """Return a whole address."""
        return urljoin(self.base, url)

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter as text; raise Refused for what is none."""
        value = self.given.get(name)
        if value is None:
            return default
        if isinstance(value, bool | int | float):
            return str(value)
        if not _is_sound(value):
            raise invalid(**{name: "Must be a text"})
        return str(value)

    def needed(self, name: str) -> str:
        """Return a parameter that must be there; raise Refused when it is not."""
        if found := self.text(name).strip():
            return found
        raise invalid(**{name: "Missing value"})

    def number(self, name: str, default: int | None, most: int) -> int | None:
        """Return a whole number from 0 to `most`, larger ones cut; raise Refused for what is none."""
        text = self.text(name).strip()
        if not text:
            return default
        try:
            number = int(text)
        except ValueError:
            raise invalid(**{name: "Invalid integer"}) from None
        if number < 0:
            raise invalid(**{name: "Must be a natural number"})
        return min(number, most)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a yes or no; raise Refused for anything else."""
        if name not in self.given:
            return default
        text = self.text(name).strip().lower()
        if text not in _TRUE | _FALSE:
            raise invalid(**{name: "Must be true or false"})
        return text in _TRUE

    def texts(self, name: str) -> list[str]:
        """Return a list of texts, also one written as JSON or a single one; raise Refused for anything else."""
        value = self.given.get(name)
        if isinstance(value, str) and value.lstrip().startswith("["):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                raise invalid(**{name: "Not a list"}) from None
        found = [value] if isinstance(value, str) else value if value is not None else []
        if not isinstance(found, list) or not all(_is_sound(each) for each in found):
            raise invalid(**{name: "Not a list of texts"})
        return [each for each in found if each][: limits.CLAUSES_MAX]


@dataclass(frozen=True, slots=True)
class Streamed:
    """A result too long to be held: its items, written as a list as they come."""

    items: Iterator[str]


def _is_sound(value: object) -> bool:
    """Tell whether a value is text that a database can be asked for: not too long, without NUL or half a character."""
    return isinstance(value, str) and len(value) <= limits.QUERY_MAX and not _HARMFUL.search(value)


def parameters(request: HttpRequest) -> dict[str, Any]:
    """Return what the request gives: of GET the query, of POST a JSON object or a form. Raises Unreadable."""
    if request.method != "POST":
        return _mixed(request.GET)
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        form = _mixed(request.POST)
        only = next(iter(form.items()), None)
        # curl's -d sends JSON under a form's name.
        if len(form) != 1 or only is None or only[1] not in {"", "1"} or not only[0].lstrip().startswith("{"):
            return form
        return _object(only[0])
    body = request.body
    if len(body) > limits.BODY_MAX:
        raise Unreadable(f"The body may have {limits.BODY_MAX} bytes.")
    return _object(body.decode("utf-8", "replace")) if body.strip() else {}


def _mixed(given: QueryDict) -> dict[str, Any]:
    return {name: values[0] if len(values) == 1 else values for name, values in given.lists()}


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("JSON Error: Error decoding JSON data.") from None
    if not isinstance(found, dict):
        raise Unreadable("JSON Error: Request data is no JSON object.")
    return found


def answered(help_url: str, find: Callable[[], object]) -> HttpResponseBase:
    """Return CKAN's answer around what `find` gives, or around the error that it raises."""
    envelope: dict[str, object] = {"help": help_url, "success": True}
    try:
        result = find()
    except Refused as error:
        envelope |= {"success": False, "error": {"__type": error.kind, **error.words}}
        return as_json(envelope, error.code)
    if isinstance(result, Streamed):
        head = f'{{"help": {json.dumps(help_url)}, "success": true, "result": ['
        return opened(StreamingHttpResponse(_written(head, result.items), content_type=_JSON))
    return as_json(envelope | {"result": result})


def _written(head: str, items: Iterator[str]) -> Iterator[str]:
    yield head
    comma = ""
    while batch := list(islice(items, 1000)):
        yield comma + ", ".join(map(json.dumps, batch))
        comma = ", "
    yield "]}"


def as_json(found: object, status: int = 200) -> HttpResponse:
    """Return JSON that everybody's pages may read, in the early cache for some seconds when it is small."""
    response = HttpResponse(json.dumps(found, ensure_ascii=False), content_type=_JSON, status=status)
    opened(response)
    return response


def opened(response: HttpResponseBase) -> HttpResponseBase:
    """Let pages of every origin read the answer, and the early cache keep it when it is small enough for a place there."""
    for name, value in _CORS.items():
        response.headers[name] = value
    whole = isinstance(response, HttpResponse) and response.status_code == 200
    if whole and len(response.content) <= limits.KEPT_BYTES_MAX:  # type: ignore[attr-defined]
        response.pendopo_cache_seconds = limits.KEPT_SECONDS  # type: ignore[attr-defined]
    return response


def too_often(request: HttpRequest) -> HttpResponse | None:
    """Count the call; return the answer 429 for an address that has used up its calls, in CKAN's words."""
    wait = wait_before_reading(request)
    if not wait:
        return None
    error = {"__type": "Too Many Requests", "message": f"Try again after {wait} seconds."}
    refused = as_json({"success": False, "error": error}, 429)
    refused.headers["Retry-After"] = str(wait)
    return refused
