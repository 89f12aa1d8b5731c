"""No address that somebody types, sends or links to leads away from this site."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings as loaded
from django.test import Client, RequestFactory

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import User
from pendopo.portal.signin.tests.phone import code, with_app
from pendopo.portal.tests.conftest import PASSWORD
from pendopo.portal.views.public import safe_next

pytestmark = pytest.mark.once

FOREIGN: Final = (
    "https://jahat.example/", "http://jahat.example/", "HTTPS://jahat.example", "//jahat.example/", "///jahat.example/",
    "////jahat.example", "/\\jahat.example/", "\\\\jahat.example", "\\/jahat.example", "/\\/jahat.example", "https:jahat.example",
    "http:///jahat.example/", "https://testserver@jahat.example/", "https://testserver.jahat.example/", "//testserver:80@jahat.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x",
    "\x01//jahat.example", "\x00/", "/\t/jahat.example", "/\n/jahat.example", "\n//jahat.example", " //jahat.example", "ftp://jahat.example",
    "https://[jahat/", "https://testserver:99999999999/",
)  # fmt: skip
# Accepted as paths, and paths they are: a browser resolves them on this site.
HERE: Final = ("/meja/", "/meja/?a=https://jahat.example/", "/%2f%2fjahat.example", "/@jahat.example", "/meja/#//x")


def goes_to(location: str) -> str:
    """Return the host to which a browser goes from /masuk/: tabs and line feeds fall out, backslashes are slashes."""
    from urllib.parse import urljoin, urlsplit

    told = location.strip("".join(map(chr, range(33)))).translate({9: None, 10: None, 13: None}).replace("\\", "/")
    found = urlsplit(urljoin("http://testserver/masuk/", told))
    return f"{found.scheme}://{found.hostname}"


@pytest.mark.parametrize("wanted", FOREIGN)
def test_a_foreign_address_is_not_followed(rf: RequestFactory, wanted: str) -> None:
    assert safe_next(rf.get("/"), wanted, "/aman/") in {"/aman/", *HERE} or goes_to(wanted) == "http://testserver"


def test_an_address_of_this_site_is_followed(rf: RequestFactory) -> None:
    assert [safe_next(rf.get("/"), wanted, "/aman/") for wanted in HERE] == list(HERE)
    # Over HTTPS nothing leads back to HTTP.
    assert safe_next(rf.get("/", secure=True), "http://testserver/meja/", "/aman/") == "/aman/"


@pytest.fixture
def ways(agency: Agency, hire: Callable[..., User], client: Client, settings: Any) -> dict[str, Callable[[str], Any]]:
    """Return every place where `next` is read, as a function that goes through it and returns the answer."""
    settings.PENDOPO_MFA = True
    user = with_app(hire("rina", agency))
    login = {"username": "rina", "password": PASSWORD}

    def second_step(wanted: str) -> Any:
        visitor = Client()
        visitor.post("/masuk/", {**login, "next": wanted})
        return visitor.post("/masuk/langkah-kedua/", {"code": code(steps=next(steps))})

    def without_second_step(wanted: str) -> Any:
        settings.PENDOPO_MFA = False
        answer = Client().post(f"/masuk/?next={wanted}", {**login, "next": wanted})
        settings.PENDOPO_MFA = True
        return answer

    def confirming(wanted: str) -> Any:
        settings.PENDOPO_MFA = False
        visitor = Client()
        visitor.force_login(user)
        answer = visitor.post("/akun/konfirmasi/", {"password": PASSWORD, "next": wanted})
        settings.PENDOPO_MFA = True
        return answer

    steps = iter((-1, 0, 1))
    return {
        "language": lambda wanted: Client().post("/bahasa/", {"language": "en", "next": wanted}),
        "password": without_second_step,
        "second step": second_step,
        "confirming": confirming,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wanted", ["//jahat.example/", "/\\jahat.example", "https://jahat.example/", "javascript:alert(1)"]
)
def test_no_form_leads_away(ways: dict[str, Callable[[str], Any]], wanted: str) -> None:
    led = {way: go(wanted) for way, go in ways.items() if way != "second step" or wanted.startswith("//")}
    assert {way: answer.status_code for way, answer in led.items()} == dict.fromkeys(led, 303)
    assert {goes_to(answer.headers["Location"]) for answer in led.values()} == {"http://testserver"}
    assert not any("jahat" in answer.headers["Location"] for answer in led.values())


@pytest.mark.django_db
def test_the_way_to_the_login_names_this_site_alone(agency: Agency) -> None:
    for address in ("/dinas-contoh/meja/?next=//jahat.example/", "/dinas-contoh/meja//jahat.example/"):
        answer = Client().get(address)
        assert answer.status_code == 404 or answer.headers["Location"].startswith("/masuk/?next=/dinas-contoh/meja/")
    # A page that keeps `next` in its form keeps none that leads away.
    for wanted in ("https://jahat.example/", "/%5Cjahat.example"):
        assert Client().get(f"/masuk/?next={wanted}").context["next"] == "/meja/"


# What comes out of these is an address of ours, whatever went in: `address` and `reverse` build one by its name.
_JUDGES: Final = frozenset({"safe_next", "address", "reverse"})
REDIRECTS: Final = frozenset({"SeeOther", "redirect", "HttpResponseRedirect", "HttpResponsePermanentRedirect"})


def straight_redirects(source: str) -> list[int]:
    """Return the lines on which what a visitor sent is redirected to without `safe_next` in between."""
    found: list[int] = []
    if not any(f"{name}(" in source for name in REDIRECTS):
        return found
    for node in ast.walk(ast.parse(source)):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if name not in REDIRECTS:
            continue
        assert isinstance(node, ast.Call)
        for part in (each for given in node.args for each in _outside_of_safe_next(given)):
            sent = isinstance(part, ast.Attribute) and part.attr in {"GET", "POST", "headers", "META", "COOKIES"}
            if sent and isinstance(part.value, ast.Name) and part.value.id == "request":
                found.append(node.lineno)
    return found


def _outside_of_safe_next(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _JUDGES:
        return
    # Behind a question mark of our own it is a parameter and no address.
    if isinstance(node, ast.JoinedStr) and any(
        isinstance(each, ast.Constant) and "?" in str(each.value) for each in node.values
    ):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _outside_of_safe_next(child)


def test_no_view_redirects_to_what_was_sent_without_looking() -> None:
    root = Path(loaded.BASE_DIR)
    found = {
        str(path.relative_to(root)): lines
        for path in root.rglob("*.py")
        if "/tests/" not in str(path) and (lines := straight_redirects(path.read_text(encoding="utf-8")))
    }
    assert found == {}
    # The words `next` and `kembali` are read in these places, and each hands them to safe_next.
    read = sorted(
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "/tests/" not in str(path) and 'get("next"' in path.read_text(encoding="utf-8")
    )
    assert read == ["portal/signin/views/answers.py", "portal/views/accounts.py", "portal/views/public.py"]
    for path in read:
        text = (root / path).read_text(encoding="utf-8")
        assert text.count('get("next"') == sum(
            line.count('get("next"') for line in text.splitlines() if "safe_next(" in line
        )


def test_the_look_would_notice() -> None:
    assert straight_redirects('SeeOther(request.GET["next"])\nredirect(safe_next(request, request.POST["next"]))') == [
        1
    ]
    assert straight_redirects(
        'redirect(f"{home}?{request.GET.urlencode()}")\nredirect(request.headers["Referer"])'
    ) == [2]
