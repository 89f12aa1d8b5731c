"""Citizens on real connections: three pages, the check, "Kirim", the receipt. What they saw, they may count on."""

from __future__ import annotations

import html
import http.client
import itertools
import random
import re
import secrets
import struct
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode

# A form filled faster than this many seconds is taken for a program's.
READING_SECONDS = 3.2
PATIENCE_SECONDS = 120
TIMEOUT_SECONDS = 20

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_NUMBER = re.compile(r"PPID-\d{4}-\d{6}")
_CODE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")
_COOKIE = re.compile(r"([A-Za-z_]+)=([^;]*)")


class Broken(Exception):
    """The connection broke, or no answer came in time."""


class Abandoned(Exception):
    """The run was ended while this citizen was at work."""


class Wrong(Exception):
    """An answer that no citizen may ever see."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What a receipt promised: the agency, the citizen's mark, number and code, and the name of the file sent with it."""

    agency: str
    mark: str
    number: str
    code: str
    picture: str
    seconds: float


@dataclass
class Ledger:
    """What all citizens saw, safe between threads."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    broken: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, receipt: Acknowledged) -> None:
        """Write a receipt down."""
        with self.lock:
            self.acknowledged.append(receipt)

    def count(self, *, broken: int = 0, refused: int = 0) -> None:
        """Count broken connections and answers 503."""
        with self.lock:
            self.broken += broken
            self.refused += refused

    def told(self) -> list[dict[str, Any]]:
        """Return the receipts so far as JSON takes them."""
        with self.lock:
            return [asdict(each) for each in self.acknowledged]

    def milliseconds(self, share: float) -> int:
        """Return in how many milliseconds so many of the presses had led to a receipt, retries included."""
        taken = sorted(each.seconds for each in self.acknowledged)
        return round(1000 * taken[min(int(len(taken) * share), len(taken) - 1)]) if taken else 0


def picture() -> bytes:
    """Return a small picture unlike any other."""
    rows = b"".join(b"\0" + secrets.token_bytes(96) for _ in range(32))

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Citizen:
    """One browser with one request, on a connection of its own; presses again when an answer does not come."""

    def __init__(self, port: int, agency: str, ledger: Ledger, go_on: Callable[[], bool], *, with_file: bool) -> None:
        self.port, self.agency, self.ledger, self.go_on = port, agency, ledger, go_on
        self.mark = f"w{secrets.token_hex(8)}"
        self.picture = f"ktp-{self.mark}.png" if with_file else ""
        self.address = ".".join(str(random.randint(1, 250)) for _ in range(4))
        self.cookies: dict[str, str] = {}
        self.connection: http.client.HTTPConnection | None = None
        self.begun_at = 0.0

    def fill(self) -> None:
        """Answer the three pages and read the check."""
        wish = {"details": f"Rincian anggaran {self.mark}", "purpose": "Penelitian"}
        who = {
            "kind": "person", "name": "Sri Rahayu", "nik": "3304011201900001", "address": "Jl. Merdeka 1, Banjarnegara",
            "occupation": "Guru", "email": f"{self.mark}@contoh.id",
        }  # fmt: skip
        way = {"obtain_way": "softcopy", "delivery_way": "online", "accommodation": "none"}
        page = self.read("informasi")
        page = self.press("informasi", page, wish, onward="pemohon")
        self.begun_at = time.monotonic()
        page = self.press("pemohon", page, who, onward="cara", file=picture() if self.picture else b"")
        self.press("cara", page, way, onward="periksa")

    def send(self) -> None:
        """Press "Kirim" until the receipt is shown, and write down what it says."""
        page = self.read("periksa")
        began = time.monotonic()
        shown = self.press("periksa", page, {"statement": "on"}, onward="tanda-terima")
        number, code = _NUMBER.search(shown), _CODE.search(shown)
        if number is None or code is None:
            raise Wrong(f"A receipt without number or code: {_words(shown)}")
        taken = time.monotonic() - began
        self.ledger.add(Acknowledged(self.agency, self.mark, number[0], code[0], self.picture, taken))
        self.close()

    def path(self, page: str) -> str:
        """Return the address of a page."""
        below = "tanda-terima/" if page == "tanda-terima" else f"baru/{page}/"
        return f"/{self.agency}/permohonan/{below}"

    def read(self, page: str) -> str:
        """Return a page, however often it must be asked for."""
        status, _onward, shown = self.insist("GET", self.path(page))
        if status != 200:
            raise Wrong(f"GET {page} answered {status}: {_words(shown)}")
        return shown

    def press(self, page: str, shown: str, fields: dict[str, str], *, onward: str, file: bytes = b"") -> str:
        """Send the form of a page and return the page that follows, which must be `onward`."""
        token = _TOKEN.search(shown)
        if token is None:
            raise Wrong(f"{page} has no form: {_words(shown)}")
        sent = fields | {"csrfmiddlewaretoken": token[1]}
        status, place, answer = self.insist("POST", self.path(page), sent, file)
        if status != 303 or place != self.path(onward):
            raise Wrong(f"POST {page} answered {status} {place}: {_words(answer)}")
        return self.read(onward)

    def insist(
        self, method: str, path: str, fields: dict[str, str] | None = None, file: bytes = b""
    ) -> tuple[int, str, str]:
        """Ask until there is an answer other than "busy"; what was typed must stand in each page that says so."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            if not self.go_on():
                raise Abandoned
            if time.monotonic() > until:
                raise Wrong(f"No answer to {method} {path} in {PATIENCE_SECONDS} seconds.")
            try:
                status, headers, page = self.ask(method, path, fields, file)
            except Broken:
                self.ledger.count(broken=1)
                self.close()
            else:
                if status != 503:
                    return status, headers.get("location", ""), page
                self.ledger.count(refused=1)
                _expect_kept(headers, page, fields, f"{method} {path}")
            time.sleep(random.uniform(0.1, 0.4))

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None, file: bytes
    ) -> tuple[int, dict[str, str], str]:
        """Ask once; raise Broken when the connection breaks or is silent for too long."""
        headers = {"X-Forwarded-For": self.address}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body: bytes | None = None
        if fields is not None:
            headers["Content-Type"], body = self.packed(fields, file)
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            page = response.read().decode()
        except (OSError, http.client.HTTPException) as problem:
            raise Broken from problem
        for name, value in response.getheaders():
            if name.lower() == "set-cookie" and (found := _COOKIE.match(value)):
                self.cookies[found[1]] = found[2]
        return response.status, {name.lower(): value for name, value in response.getheaders()}, page

    def packed(self, fields: dict[str, str], file: bytes) -> tuple[str, bytes]:
        """Return type and body of a form."""
        if not file:
            return "application/x-www-form-urlencoded", urlencode(fields).encode()
        edge = secrets.token_hex(16)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        named = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{self.picture}"\r\n'
        body = "".join(parts).encode() + named.encode() + b"Content-Type: image/png\r\n\r\n" + file
        return f"multipart/form-data; boundary={edge}", body + f"\r\n--{edge}--\r\n".encode()

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        if self.connection:
            self.connection.close()
            self.connection = None


def _expect_kept(headers: dict[str, str], page: str, fields: dict[str, str] | None, where: str) -> None:
    """Raise Wrong unless a 503 says when to come back and holds everything that was typed."""
    if "retry-after" not in headers:
        raise Wrong(f"503 without Retry-After at {where}: {_words(page)}")
    for name, value in (fields or {}).items():
        if name != "csrfmiddlewaretoken" and not (f'name="{name}"' in page and html.escape(value) in page):
            raise Wrong(f"503 at {where} has lost {name}: {_words(page)}")


def _words(page: str) -> str:
    """Return the words of a page, shortened."""
    text = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(style|script|head).*?</\1>", " ", page))
    return " ".join(html.unescape(text).split())[:400]


class Crowd:
    """Threads of citizens who come one after the other until they are told to stop; `kind` is how they ask."""

    kind: type[Citizen] = Citizen

    def __init__(
        self, port: int, agencies: Sequence[str], *, threads: int, waiting: int, files_every: int = 10
    ) -> None:
        self.port, self.ledger, self.files_every, self.waiting = port, Ledger(), files_every, waiting
        self._agencies, self._turn = itertools.cycle(agencies), itertools.count(1)
        self._stopping = self._abandoned = False
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]

    def start(self) -> None:
        """Let them come."""
        for thread in self._threads:
            thread.start()

    def finish(self) -> Ledger:
        """Let everybody who has begun come to the end, and return what they saw."""
        self._stopping = True
        for thread in self._threads:
            thread.join(2 * PATIENCE_SECONDS)
            if thread.is_alive():
                self.ledger.wrong.append("A citizen did not come to the end.")
        return self.ledger

    @property
    def is_busy(self) -> bool:
        """Tell whether anybody is still at work."""
        return any(thread.is_alive() for thread in self._threads)

    def stop_coming(self) -> None:
        """Let nobody else come."""
        self._stopping = True

    def abandon(self) -> None:
        """Let nobody ask for anything any more."""
        self._abandoned = self._stopping = True

    def await_quota(self, count: int, seconds: float) -> bool:
        """Wait until so many more receipts were shown; return False when that took too long."""
        wanted, until = len(self.ledger.acknowledged) + count, time.monotonic() + seconds
        while len(self.ledger.acknowledged) < wanted:
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    def _work(self) -> None:
        waiting: deque[Citizen] = deque()
        while not self._abandoned and (waiting or not self._stopping):
            try:
                self._step(waiting)
            except Abandoned:
                return
            except Wrong as seen:
                with self.ledger.lock:
                    self.ledger.wrong.append(str(seen))

    def _step(self, waiting: deque[Citizen]) -> None:
        if waiting and time.monotonic() - waiting[0].begun_at > READING_SECONDS:
            waiting.popleft().send()
        elif not self._stopping and len(waiting) < self.waiting:
            with self.ledger.lock:
                agency, with_file = next(self._agencies), next(self._turn) % self.files_every == 0
            citizen = self.kind(self.port, agency, self.ledger, lambda: not self._abandoned, with_file=with_file)
            citizen.fill()
            waiting.append(citizen)
        else:
            time.sleep(0.05)
