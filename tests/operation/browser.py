"""A browser without pictures: cookies, one connection at a time, HTTPS with a certificate that nobody signed."""

from __future__ import annotations

import http.client
import re
import ssl
from dataclasses import dataclass
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_COOKIE = re.compile(r"([A-Za-z_-]+)=([^;]*)")


@dataclass
class Answer:
    """Status, headers with small names, and the page."""

    status: int
    headers: dict[str, str]
    page: str


class Browser:
    """Asks one host at one port of this machine."""

    def __init__(self, port: int, host: str, *, tls: bool) -> None:
        self.port, self.host, self.tls = port, host, tls
        self.cookies: dict[str, str] = {}
        self.page = ""

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None, *, body: bytes = b"", **headers: str
    ) -> Answer:
        """Return the answer; a form is sent with the token of the page seen last."""
        sent = {"Host": self.host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.tls:
            sent["Referer"] = f"https://{self.host}/"
        if fields is not None:
            token = _TOKEN.search(self.page)
            body = urlencode(fields | ({"csrfmiddlewaretoken": token[1]} if token else {})).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self._connection()
        try:
            connection.request(method, path, body or None, sent)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie" and (found := _COOKIE.match(value)):
                self.cookies[found[1]] = found[2]
        self.page = text if response.status == 200 else self.page
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, text)

    def _connection(self) -> http.client.HTTPConnection:
        if not self.tls:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=context)
