"""A partner's server that listens for deliveries: what it got, and what it answers."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_given: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        status = self.server.answers.pop(0) if self.server.answers else 204
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/lain")
        self.send_header("Content-Length", "0")
        self.end_headers()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    got: list[tuple[str, dict[str, str], bytes]]
    answers: list[int]


class Listener:
    """A server on this machine; `got` are path, headers and body, `answers` the statuses that come next."""

    def __enter__(self) -> Listener:
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.got = self.server.got = []
        self.answers = self.server.answers = []
        self.url = f"http://127.0.0.1:{self.server.server_port}/terima?dari=pendopo"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.server.shutdown()
        self.server.server_close()
