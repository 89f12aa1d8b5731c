"""A browser without pictures behind the balancer: cookies, and forms sent as the page drew them with some fields filled."""

from __future__ import annotations

import http.client
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

_COOKIE = re.compile(r"([A-Za-z_-]+)=([^;]*)")
TIMEOUT_SECONDS = 30

Files = dict[str, tuple[str, bytes, str]]


class Astray(Exception):
    """A page answered what the journey does not expect."""


@dataclass
class Page:
    """What was answered: where, with which status and headers, and the bytes."""

    path: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the page as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def words(self) -> str:
        """Return the words of the page."""
        return " ".join(html.document_fromstring(self.body).text_content().split()) if self.body else ""


@dataclass
class Visitor:
    """Somebody at `port`; `nodes` collects which nodes have answered, as the balancer tells."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    nodes: set[str] = field(default_factory=set)
    address: str = field(default_factory=lambda: f"203.0.113.{secrets.randbelow(250) + 1}")
    page: Page | None = None

    def at(self, port: int) -> Visitor:
        """Return the same person with the same cookies at another port."""
        return Visitor(port, self.cookies, self.nodes, self.address)

    def open(self, path: str, *, status: int = 200) -> Page:
        """Return a page, redirects followed; raise Astray when it is not answered as expected."""
        found = self.ask("GET", path)
        for _ in range(5):
            if found.status not in {301, 302, 303}:
                break
            found = self.ask("GET", _place(found))
        if found.status != status:
            raise Astray(f"GET {path} answered {found.status}: {found.words[:300]}")
        self.page = found
        return found

    def press(self, fields: dict[str, str] | None = None, files: Files | None = None, *, form: str = "") -> Page:
        """Send the page's form (whose address holds `form`) with `fields` put in, and return the page that follows."""
        sent = self.send(fields, files, form=form)
        if sent.status not in {302, 303}:
            raise Astray(f"POST {sent.path} answered {sent.status}: {_told(sent)}")
        return self.open(_place(sent))

    def send(self, fields: dict[str, str] | None = None, files: Files | None = None, *, form: str = "") -> Page:
        """Send the form and return the answer itself."""
        assert self.page
        tree = html.document_fromstring(self.page.body)
        drawn = [
            each for each in tree.forms if each.method == "POST" and form in (each.action or self.page.path)
            and "/bahasa/" not in (each.action or "") and "/keluar/" not in (each.action or "")
        ]  # fmt: skip
        if not drawn:
            raise Astray(f"{self.page.path} has no form {form}")
        values = dict(drawn[0].form_values()) | (fields or {})
        path = urljoin(self.page.path, drawn[0].action or self.page.path)
        if files is None:
            kind, body = "application/x-www-form-urlencoded", urlencode(values).encode()
        else:
            kind, body = _packed(values, files)
        return self.ask("POST", path, body, kind)

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Page:
        """Return the answer to one request as it is."""
        headers = {"X-Forwarded-For": self.address}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers["Content-Type"] = kind
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie" and (found := _COOKIE.match(value)):
                self.cookies[found[1]] = found[2]
                if not found[2].strip('"'):
                    del self.cookies[found[1]]
        told = {name.lower(): value for name, value in response.getheaders()}
        if node := told.get("x-node"):
            self.nodes.add(node.rpartition(", ")[2])
        return Page(path, response.status, told, content)


def _place(page: Page) -> str:
    found = urlsplit(urljoin(page.path, page.headers["location"]))
    return found.path + (f"?{found.query}" if found.query else "")


def _told(page: Page) -> str:
    """Return what a page says is wrong."""
    told = html.document_fromstring(page.body).xpath("//*[contains(@class, 'error')]") if page.body else []
    return " ".join(" ".join(each.text_content().split()) for each in told)[:400] or page.words[:300]


def _packed(values: dict[str, str], files: Files) -> tuple[str, bytes]:
    edge = secrets.token_hex(16)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    ]
    for name, (called, content, media_type) in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\nContent-Type: {media_type}\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return f"multipart/form-data; boundary={edge}", b"".join(parts) + f"--{edge}--\r\n".encode()
