"""Strategies: what is sent to an address, drawn by Hypothesis from the form's own fields and from the hostile corpus."""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from hypothesis import strategies as st

from tests.fuzzing import corpus
from tests.fuzzing.forms import Field, Form

BOUNDARY: Final = "batas-xq7"
_SENTENCE: Final = "Salinan laporan kegiatan tahun 2025 beserta lampirannya."


@dataclass(slots=True)
class Input:
    """One request: what, where, with which body and headers, and as whom (empty: as the page was opened)."""

    kind: str
    method: str
    path: str
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    who: str = ""
    # Whether the form's own token against forged requests goes along.
    is_trusted: bool = True


# There are so many of those with one strict text that they are made when they are sent.
Maker = Callable[[], Input]

_text = st.one_of(st.sampled_from(corpus.TEXTS), st.text(max_size=60), st.text(st.characters(), max_size=400))
# What Hypothesis draws for one input: where its parts come from, and three texts of its own.
DRAWN: Final = st.tuples(st.integers(0, 2**62).map(random.Random), st.lists(_text, min_size=3, max_size=3))


def _percent(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


class Drawer:
    """Draws inputs; knows the roles and a heap of real identifiers."""

    def __init__(self, roles: list[str], identifiers: list[str], routes: list[str], slugs: list[str]) -> None:
        self.roles, self.identifiers, self.routes, self.slugs = roles, identifiers, routes, slugs
        self.files = list(corpus.files().values())

    def _who(self, luck: random.Random) -> str:
        return luck.choice(self.roles) if luck.random() < 0.35 else ""

    def form(self, form: Form, luck: random.Random, texts: list[str]) -> Input:
        """Return an input for a form: mostly as it wants it, with some fields hostile, missing, twice, or a file."""
        pairs: list[tuple[str, Any]] = []
        mood = luck.random()
        wild = 0.08 if mood < 0.6 else 0.5 if mood < 0.8 else 1.0
        for each in form.fields:
            if each.kind in {"button", "submit"} and luck.random() < 0.5:
                continue
            if luck.random() < (0.03 if wild < 0.5 else 0.25) and each.name != "csrfmiddlewaretoken":
                continue
            is_hostile = each.name != "csrfmiddlewaretoken" and luck.random() < wild
            pairs.append((each.name, self._hostile(each, luck, texts) if is_hostile else self._wanted(each, luck)))
            if luck.random() < 0.04:
                pairs.append((each.name, self._hostile(each, luck, texts)))
        if luck.random() < 0.1:
            pairs.append((luck.choice(corpus.QUERY_NAMES), luck.choice(texts)))
        told = Input("form", form.method, form.path, who=self._who(luck), is_trusted=luck.random() > 0.02)
        self._headers(told, luck, 0.04)
        _fill(told, pairs, in_parts=form.has_files or luck.random() < 0.1)
        if form.method != "POST":
            return told
        if luck.random() < 0.02:
            told.content_type = luck.choice(corpus.CONTENT_TYPES)
        if luck.random() < 0.02:
            told.body = told.body[: luck.randrange(len(told.body) + 1)]
        return told

    def one_by_one(self, form: Form, luck: random.Random) -> Iterator[Maker]:
        """Yield what makes inputs for a form that are as it wants them, but for one field: each in turn, each strict text.

        The longest text that a field takes is among them: what is made of it may be too long for its place.
        """
        for place, odd in enumerate(form.fields):
            if odd.name != "csrfmiddlewaretoken":
                for text in (*corpus.STRICT, "m" * odd.most):
                    yield partial(self._but_for, form, place, text, luck)

    def _but_for(self, form: Form, place: int, text: str, luck: random.Random) -> Input:
        pairs = [(each.name, self._wanted(each, luck)) for each in form.fields]
        name, wanted = pairs[place]
        pairs[place] = (name, (text, wanted[1]) if isinstance(wanted, tuple) else text)
        told = Input("one field", form.method, form.path)
        _fill(told, pairs, in_parts=form.has_files)
        return told

    def part_by_part(self, path: str, names: Iterable[str], luck: random.Random) -> Iterator[Maker]:
        """Yield the same for an address, each with one strict text: in a part of it, a name of the query or a cookie."""
        bare, _, query = path.partition("?")
        parts = bare.split("/")
        for text in corpus.STRICT:
            for place in range(2, len(parts) - 1):
                odd = "/".join([*parts[:place], _percent(text), *parts[place + 1 :]])
                yield partial(Input, "one part", "GET", odd + (f"?{query}" if query else ""))
            for name in names:
                others = [each for each in query.split("&") if each and each.partition("=")[0] != name]
                asked = "&".join([*others, f"{_percent(name)}={_percent(text)}"])
                yield partial(Input, "one part", "GET", f"{bare}?{asked}")
        for name in corpus.COOKIES:
            yield partial(Input, "one part", "GET", path, cookies={name: _quoted(luck.choice(corpus.STRICT))})

    def _wanted(self, each: Field, luck: random.Random) -> Any:
        if each.options:
            return luck.choice(each.options)
        if each.kind == "file":
            return luck.choice(self.files)
        if each.kind == "hidden" or (each.value and luck.random() < 0.7):
            return each.value
        return {
            "date": "2026-08-03",
            "datetime-local": "2026-08-03T10:00",
            "time": "09:00",
            "number": str(luck.choice([1, 2, 3, 4, 100])),
            "email": "warga@warga.example",
            "tel": "081255500001",
            "url": "https://contoh.go.id/x",
            "password": "kata-sandi-contoh",
            "textarea": _SENTENCE,
        }.get(
            each.kind,
            luck.choice(["Warga Contoh", "2026-08-03", "3", "9901014502900077", "warga@warga.example", _SENTENCE]),
        )

    def _hostile(self, each: Field, luck: random.Random, texts: list[str]) -> Any:
        if each.kind == "file" and luck.random() < 0.8:
            name, content = luck.choice(self.files)
            return luck.choice([name, *texts]), content[: luck.choice([len(content), 100, 1])]
        if luck.random() < 0.1:
            return luck.choice(self.identifiers)
        return luck.choice([*texts, luck.choice(corpus.TEXTS)])

    def _headers(self, told: Input, luck: random.Random, share: float) -> None:
        while luck.random() < share:
            name, value = luck.choice(corpus.HEADERS)
            told.headers[name] = value

    def odd(self, path: str, luck: random.Random, texts: list[str]) -> Input:
        """Return an input for an address that needs no form: query, method, body, headers, cookies."""
        told = Input("query", "GET", path, who=self._who(luck))
        choice = luck.random()
        if choice < 0.45:
            names = [luck.choice(corpus.QUERY_NAMES) for _ in range(luck.randrange(1, 4))]
            query = "&".join(f"{_percent(name)}={_percent(luck.choice(texts))}" for name in names)
            told.path = f"{path}{'&' if '?' in path else '?'}{query}"
        elif choice < 0.75:
            told.kind, told.method = "method and body", luck.choice(corpus.METHODS)
            told.content_type, told.body = luck.choice(corpus.CONTENT_TYPES), luck.choice(corpus.BODIES)
            told.is_trusted = luck.random() < 0.7
        else:
            told.kind = "header and cookie"
            self._headers(told, luck, 0.7)
            if luck.random() < 0.5:
                name = luck.choice(corpus.COOKIES)
                text = luck.choice(texts)
                told.cookies[name] = text if luck.random() < 0.5 else _quoted(text)
        return told

    def route(self, luck: random.Random, texts: list[str]) -> Input:
        """Return an input for an address made up from a route of the site."""

        def value(found: re.Match[str]) -> str:
            converter, name = found[1] or "str:", found[2]
            if name == "agency_slug" and luck.random() < 0.9:
                return luck.choice(self.slugs)
            if luck.random() < 0.15:
                return _percent(luck.choice(texts))
            if converter == "uuid:":
                return luck.choice([luck.choice(self.identifiers), str(uuid.UUID(int=luck.getrandbits(128)))])
            if converter == "int:":
                return luck.choice(
                    ["0", "1", "2", "7", "2025", "2026", "99999999999999999999", "9" * 300, str(luck.randrange(3000))]
                )
            return luck.choice(
                [
                    "xq7",
                    "%3Cxq7",
                    "csv",
                    "json",
                    "ttl",
                    "permohonan",
                    "nik",
                    "1",
                    "0" * 26,
                    _percent(luck.choice(texts)),
                ]
            )

        path = re.sub(r"<(\w+:)?(\w+)>", value, luck.choice(self.routes))
        told = Input("address", luck.choice(["GET", "GET", "POST", "HEAD"]), path, who=luck.choice(["", *self.roles]))
        if told.method == "POST":
            told.content_type = "application/x-www-form-urlencoded"
            told.body = f"{_percent(luck.choice(corpus.QUERY_NAMES))}={_percent(luck.choice(texts))}".encode()
        return told


def _fill(told: Input, pairs: list[tuple[str, Any]], *, in_parts: bool) -> None:
    """Let an input carry the answers to a form, in its address or in its body."""
    plain = "&".join(f"{_percent(name)}={_percent(_plain(value))}" for name, value in pairs)
    if told.method != "POST":
        told.path = f"{told.path.partition('?')[0]}?{plain}"
    elif in_parts:
        told.body, told.content_type = _multipart(pairs), f"multipart/form-data; boundary={BOUNDARY}"
    else:
        told.body, told.content_type = plain.encode(), "application/x-www-form-urlencoded"


def _plain(value: Any) -> str:
    return value[0] if isinstance(value, tuple) else str(value)


def _multipart(pairs: list[tuple[str, Any]]) -> bytes:
    lines = []
    for name, value in pairs:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'.encode("utf-8", "surrogatepass")
        if isinstance(value, tuple):
            told = value[0].replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
            head += f'; filename="{told}"\r\nContent-Type: application/octet-stream'.encode("utf-8", "surrogatepass")
            content = value[1]
        else:
            content = str(value).encode("utf-8", "surrogatepass")
        lines.append(head + b"\r\n\r\n" + content + b"\r\n")
    return b"".join(lines) + f"--{BOUNDARY}--\r\n".encode()


def _quoted(text: str) -> str:
    """Return a text as cookies may hold any byte: in quotes, each as an octal number."""
    octal = "".join(f"\\{byte:03o}" for byte in text.encode(errors="surrogatepass"))
    return f'"{octal}"'
