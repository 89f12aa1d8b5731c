"""A small SMTP server for tests: takes mail, refuses recipients, hangs up, goes away and comes back."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


class _Session(socketserver.StreamRequestHandler):
    server: _Listener

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        behaviour = self.server.behaviour
        self.say("220 surel uji")
        while line := self.rfile.readline():
            words = line.decode().strip()
            verb = words.upper().split(" ")[0]
            if verb == "QUIT":
                self.say("221 sampai jumpa")
                return
            if verb == "RCPT" and any(address in words for address in behaviour.refused):
                self.say("550 tidak dikenal " + words)
            elif verb == "DATA":
                if not self.take():
                    return
            elif verb == "EHLO":
                self.say("250 surel uji")
            else:
                self.say("250 ok")

    def take(self) -> bool:
        behaviour = self.server.behaviour
        if behaviour.hang_up_on_data:
            behaviour.hang_up_on_data -= 1
            return False
        self.say("354 silakan")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        time.sleep(behaviour.seconds_per_message)
        if behaviour.busy:
            behaviour.busy -= 1
            self.say("451 coba lagi nanti")
            return True
        with behaviour.lock:
            behaviour.taken.append(message_from_bytes(b"".join(lines)))
        self.say("250 diterima")
        return True


@dataclass
class Behaviour:
    """What the server does with what it is given."""

    taken: list[Message] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    busy: int = 0
    hang_up_on_data: int = 0
    seconds_per_message: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    behaviour: Behaviour


class MailServer:
    """The server; `port` stays the same when it stops and starts again."""

    def __init__(self) -> None:
        self.behaviour = Behaviour()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.listener: _Listener | None = None

    @property
    def taken(self) -> list[Message]:
        return self.behaviour.taken

    def start(self) -> None:
        self.listener = _Listener(("127.0.0.1", self.port), _Session)
        self.listener.behaviour = self.behaviour
        threading.Thread(target=self.listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        if self.listener is not None:
            self.listener.shutdown()
            self.listener.server_close()
            self.listener = None
