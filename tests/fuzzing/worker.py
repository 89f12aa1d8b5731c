"""One process: opens its share of the pages, then sends what Hypothesis draws for their forms and addresses.

Everything that an input does is undone before the next, so that each meets the town as it was; the last quarter of the
inputs keeps what it does.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROLES: Final = {
    "anonymous": "",
    "front office": "ult",
    "back office": "unit",
    "PPID": "ppid",
    "superior": "atasan",
    "agency admin": "admin",
    "auditor": "auditor",
    "system admin": "sistem",
    "another agency": "bpmp-ppid",
    "no role": "tamu",
}


# Which share of the inputs keeps what it does, after all others.
KEPT: Final = 0.25
# Which share is as the page wants it but for one part.
STRICT: Final = 0.25


@dataclass(slots=True)
class Target:
    """A page as somebody opens it: its forms are filled in, its address is shaken."""

    path: str
    cookies: dict[str, str]
    forms: list[Any]
    # What the page asks the query for.
    names: set[str]


class Worker:
    """Sends inputs in this process, through every middleware, and judges the answers."""

    def __init__(self) -> None:
        import django.test.client
        from django.core.signals import got_request_exception
        from django.test import Client

        from pendopo.config.requests import PlainRequest

        from tests.fuzzing.judging import Heard, Tally
        from tests.fuzzing.town import town

        self.keeps, self.tally, self.town = False, Tally(), town()
        self.clients = {
            strict: Client(enforce_csrf_checks=strict, raise_request_exception=False) for strict in (False, True)
        }
        # As our server makes them.
        django.test.client.WSGIRequest = PlainRequest  # type: ignore[misc]
        self.failure: BaseException | None = None
        self.heard = Heard.listening()
        got_request_exception.connect(self._failed, weak=False)
        self.cookies = {role: self.town.login(user) if user else {} for role, user in ROLES.items()}

    def _failed(self, **_: Any) -> None:
        self.failure = sys.exc_info()[1]

    def targets(self, share: int, shares: int) -> list[Target]:
        """Open this share of all pages in all their states."""
        from pendopo.kernel import clock

        from tests.fuzzing.forms import forms_of
        from tests.journeys.pages import PAGES

        found: dict[tuple[str, str], Target] = {}
        known: set[tuple[str, str]] = set()
        for page in PAGES[share::shares]:
            with clock.frozen(self.town.hours.now()):
                path, cookies = page.address(self.town), page.cookies_of(self.town)
            role = page.who or (",".join(sorted(cookies)) if cookies else "")
            if (path, role) in found:
                continue
            target = found[path, role] = Target(path, cookies, [], set())
            with _asked(target.names):
                answer = self._get(path, cookies)
            for form in forms_of(answer, path) if answer else []:
                # The same search form stands on many pages.
                shape = (form.path.partition("?")[0], ",".join(each.name for each in form.fields))
                if shape not in known:
                    known.add(shape)
                    target.forms.append(form)
        return list(found.values())

    def _get(self, path: str, cookies: dict[str, str]) -> bytes:
        from tests.fuzzing.inputs import Input

        return self.send(Input("page", "GET", path), cookies)

    def send(self, told: Any, cookies: dict[str, str]) -> bytes:
        """Send one input and judge the answer; return its body."""
        from pendopo.kernel import clock

        from tests.fuzzing.town import undone

        worn = self.cookies[told.who] if told.who else cookies
        keeping = contextlib.nullcontext() if self.keeps and told.kind != "page" else undone()
        with clock.frozen(self.town.hours.now()), keeping:
            return self._send(told, {**worn, **told.cookies})

    def _send(self, told: Any, cookies: dict[str, str]) -> bytes:
        from pendopo.config.middleware.early_cache import shelf

        from tests.fuzzing import judging
        from tests.fuzzing.town import expect_to_be_kept

        shelf.clear()
        client = self.clients[not told.is_trusted]
        client.cookies.clear()
        path, _, query = told.path.partition("?")
        self.failure = self.heard.last = None
        started = time.monotonic()
        request = {
            "PATH_INFO": _wire(path),
            "QUERY_STRING": query,
            "REQUEST_METHOD": told.method,
            "CONTENT_TYPE": told.content_type,
            "CONTENT_LENGTH": str(len(told.body)),
            "wsgi.input": io.BytesIO(told.body),
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": "; ".join(f"{name}={_header(value)}" for name, value in cookies.items()),
            **told.headers,
        }
        try:
            answer = client.request(**request)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            status, headers = answer.status_code, dict(answer.items())
            answer.close()
            expect_to_be_kept()
        except UnicodeEncodeError as odd:
            # The client itself cannot say it; on the wire nobody could.
            if "django/test" in judging.where(odd).splitlines()[-2]:
                return b""
            self.failure, status, headers, body = odd, 500, {}, b""
        except Exception as failure:  # noqa: BLE001 - whatever comes out here would have come out of the server
            self.failure, status, headers, body = failure, 500, {}, b""
        seconds, view = time.monotonic() - started, _view(request["PATH_INFO"])
        self.tally.note(told, view, status, seconds)
        failure = self.failure or self.heard.last
        if failure is not None and status >= 500:
            self.tally.fault("5xx", view, judging.where(failure), told)
        else:
            judging.judge(self.tally, told, view, status, headers, body)
        return body


@contextlib.contextmanager
def _asked(names: set[str]) -> Iterator[None]:
    """Keep the names that are looked up in a query or a form meanwhile."""
    from django.http import QueryDict

    def keeping(word: str) -> Any:
        real = getattr(QueryDict, word)

        def asked(self: Any, key: Any, *arguments: Any) -> Any:
            names.add(str(key))
            return real(self, key, *arguments)

        return asked

    words = ("__getitem__", "__contains__", "getlist")
    # Django's class inherits all of them.
    for word in words:
        setattr(QueryDict, word, keeping(word))
    try:
        yield
    finally:
        for word in words:
            delattr(QueryDict, word)


def _view(path: str) -> str:
    """Return the name of the view behind a path as WSGI has it."""
    from django.urls import Resolver404, resolve

    try:
        return str(resolve(path.encode("latin-1").decode("utf-8", "replace")).view_name)
    except Resolver404:
        return "(no address)"


def _header(text: str) -> str:
    """Return a header's text as WSGI has it: bytes as latin-1, without what ends a header."""
    return re.sub(r"[\x00\r\n]", "", text.encode("utf-8", "surrogatepass").decode("latin-1"))


def _wire(path: str) -> str:
    """Return a path as WSGI has it: unquoted bytes as latin-1."""
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(path).decode("latin-1")


def identifiers() -> list[str]:
    """Return keys of real rows of every table."""
    from django.apps import apps

    found: list[str] = []
    for model in apps.get_models():
        found += [str(pk) for pk in model._default_manager.values_list("pk", flat=True)[:25]]
    return found


def shake(worker: Worker, targets: list[Target], inputs: int, seed: int) -> None:
    """Send about `inputs` inputs: first what is wrong in one part alone, then the most to forms, the rest to addresses."""
    from django.urls import get_resolver
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    from pendopo.kernel.agencies.models import Agency

    from tests.fuzzing.inputs import DRAWN, Drawer
    from tests.guards.structure import walk

    routes = [route for _name, route, _view in walk(get_resolver().url_patterns) if "(?P" not in route]
    slugs = list(Agency.objects.values_list("slug", flat=True)[:5])
    drawer = Drawer(list(ROLES), identifiers(), routes, slugs)
    forms = [(form, target.cookies) for target in targets for form in target.forms]
    worker.tally.forms, worker.tally.addresses = len(forms), len(targets)
    turns: dict[float, Iterator[int]] = defaultdict(itertools.count)

    def run(share: float, make: Callable[[int, Any, list[str]], tuple[Any, dict[str, str]]]) -> None:
        @seeded(seed + worker.keeps)
        @settings(
            max_examples=max(1, round(inputs * share * (KEPT if worker.keeps else 1 - KEPT))),
            deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck), print_blob=False,
        )  # fmt: skip
        @given(DRAWN)
        def one(drawn: tuple[Any, list[str]]) -> None:
            worker.send(*make(next(turns[share]), *drawn))

        one()

    # Turn by turn, so that every form and every address gets its part.
    def to_form(turn: int, luck: Any, texts: list[str]) -> tuple[Any, dict[str, str]]:
        form, cookies = forms[turn % len(forms)]
        return drawer.form(form, luck, texts), cookies

    def to_address(turn: int, luck: Any, texts: list[str]) -> tuple[Any, dict[str, str]]:
        target = targets[turn % len(targets)]
        return drawer.odd(target.path, luck, texts), target.cookies

    luck = random.Random(seed)
    strict = [
        (make, target.cookies)
        for target in targets
        for make in (
            *drawer.part_by_part(target.path, sorted(target.names), luck),
            *(each for form in target.forms for each in drawer.one_by_one(form, luck)),
        )
    ]
    for make, cookies in luck.sample(strict, min(len(strict), round(inputs * STRICT))):
        worker.send(make(), cookies)
    for worker.keeps in (False, True):
        run(0.45, to_form)
        run(0.2, to_address)
        run(0.1, lambda _turn, luck, texts: (drawer.route(luck, texts), {}))


def main(folder: str, share: int, shares: int, inputs: int, seed: int) -> None:
    """Do this process's share in a folder with a copy of the town, and leave the tally there as JSON."""
    from tests.fuzzing import town

    place = Path(folder)
    town.prepare(place)
    from tests.network import closed

    with closed():
        worker = Worker()
        shake(worker, worker.targets(share, shares), inputs, seed + 2 * share)
    (place / "tally.json").write_text(json.dumps(worker.tally.as_json(), default=str), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:6]))
