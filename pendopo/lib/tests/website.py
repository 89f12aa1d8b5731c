"""A small website for tests: pages that are there, gone, broken, slow, endless, and that lead elsewhere."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Page(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_given: Any) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        name = self.path.partition("?")[0].strip("/")
        status = self.server.pages.get(self.path)
        if status is not None:
            self.say(status)
        elif name == "hanya-get":
            self.say(405 if self.command == "HEAD" else 206)
        elif name == "putar":
            self.say(302, self.path)
        elif name.startswith("lompat-"):
            left = int(name.removeprefix("lompat-"))
            self.say(301, f"/lompat-{left - 1}" if left > 1 else "/ada")
        elif name == "keluar":
            self.say(302, self.server.elsewhere)
        elif name == "besar":
            self.endless()
        elif name == "lambat":
            self.server.over.wait(20)
        elif name == "menetes":
            self.trickle()
        elif name == "kacau":
            self.wfile.write(b"bukan http\r\n\r\n")
        elif name == "putus":
            self.connection.close()
        else:
            self.say(404)

    def say(self, status: int, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def endless(self) -> None:
        self.send_response(405 if self.command == "HEAD" else 200)
        self.end_headers()
        while self.command == "GET" and not self.server.over.is_set():
            try:
                self.wfile.write(b"x" * 65536)
            except OSError:
                return

    def trickle(self) -> None:
        while not self.server.over.wait(0.05):
            try:
                self.wfile.write(b"H")
                self.wfile.flush()
            except OSError:
                return


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_given: Any) -> None:
        """A visitor who hangs up is no error."""


class Website:
    """The site on a free port of this machine; `pages` are addresses with the status they answer."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.server = _Server((host, 0), _Page)
        self.server.pages = {"/ada": 200}
        self.server.asked = []
        self.server.elsewhere = ""
        self.server.over = threading.Event()
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Website:
        self.thread.start()
        return self

    def __exit__(self, *_given: object) -> None:
        self.server.over.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def url(self, path: str) -> str:
        """Return the address of a page."""
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    @property
    def pages(self) -> dict[str, int]:
        """Return address → status; a test changes it."""
        return self.server.pages

    @property
    def asked(self) -> list[tuple[str, str, dict[str, str]]]:
        """Return method, path and headers of every visit."""
        return self.server.asked
