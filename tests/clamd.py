"""A virus scanner for tests: the real clamd with one signature of our own, which makes it start in a tenth of a second.

The signature is the harmless EICAR test file, put together here so that no scanner objects to this source. A small
server that speaks the same protocol is there for what a real one does only on bad days: to be slow, or to stop.
"""

from __future__ import annotations

import os
import shutil
import socket
import socketserver
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.postgres import free_port

_NAME = "Pendopo.Test.Eicar"
# clamd marks what does not come from its makers.
SIGNATURE = f"{_NAME}.UNOFFICIAL"
START_SECONDS = 30


class NoClamd(Exception):
    """clamd cannot be started here; the message says why and what would help."""


def eicar() -> bytes:
    """Return the harmless text that every virus scanner calls a virus (eicar.org)."""
    return b"".join([b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$", b"EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!", b"$H+H*"])


@contextmanager
def real_clamd(log: Path | None = None) -> Iterator[str]:
    """Run clamd with our one signature on a free port of this machine and give host:port. Raises NoClamd."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        raise NoClamd("clamd: not on this machine (Debian: apt install clamav-daemon)")
    with tempfile.TemporaryDirectory(prefix="pendopo-clamd-") as name:
        folder, port = Path(name), free_port()
        (folder / "signatures").mkdir()
        # Format of .ndb: name, kind of file (0: any), offset (any), bytes in hexadecimal.
        line = f"{_NAME}:0:*:{eicar().hex()}\n"
        (folder / "signatures" / "test.ndb").write_text(line, encoding="ascii")
        (folder / "clamd.conf").write_text(
            f"Foreground yes\nDatabaseDirectory {folder / 'signatures'}\nTemporaryDirectory {folder}\n"
            f"TCPAddr 127.0.0.1\nTCPSocket {port}\nLogFile {folder / 'clamd.log'}\nStreamMaxLength 25M\n",
            encoding="utf-8",
        )
        with (folder / "said").open("wb") as said:
            command = [program, "--config-file", str(folder / "clamd.conf")]
            server = subprocess.Popen(command, stdout=said, stderr=said, cwd=folder)
            try:
                _wait(server, port, folder)
                yield f"127.0.0.1:{port}"
            finally:
                server.terminate()
                try:
                    server.wait(15)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                probe.sendall(b"zPING\0")
                if probe.recv(16) == b"PONG\0":
                    return
        time.sleep(0.1)
    raise NoClamd(f"clamd did not start: {(folder / 'said').read_text(errors='replace')[-500:]}")


class _Conversation(socketserver.StreamRequestHandler):
    """One connection: a command with z in front and NUL behind, for INSTREAM then pieces with their length in front."""

    timeout = 5
    server: SmallClamd

    def handle(self) -> None:
        """Answer one command."""
        command = self._until_nul()
        if command == b"zVERSION":
            self._answer(b"ClamAV 1.4.6/0/Sun Nov 22 00:00:00 2026")
        elif command == b"zINSTREAM":
            self._instream()
        else:
            self._answer(b"UNKNOWN COMMAND")

    def _instream(self) -> None:
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > self.server.longest:
                # As clamd does: it answers in the middle of the stream and hangs up.
                self._answer(b"INSTREAM size limit exceeded. ERROR")
                return
        self.server.free.wait(5)
        self._answer(f"stream: {SIGNATURE} FOUND".encode() if eicar() in content else b"stream: OK")

    def _until_nul(self) -> bytes:
        told = b""
        while (sign := self.rfile.read(1)) not in {b"", b"\0"}:
            told += sign
        return told

    def _answer(self, words: bytes) -> None:
        self.wfile.write(words + b"\0" if self.server.answers is None else self.server.answers)


class SmallClamd(socketserver.ThreadingTCPServer):
    """Scans uncompressed bytes for EICAR.

    `longest` bounds a stream, `free` unset makes it slow, `answers` are raw bytes that it says instead of an answer.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.longest = 25 * 1024 * 1024
        self.free = threading.Event()
        self.free.set()
        self.answers: bytes | None = None

    @property
    def address(self) -> str:
        """Return host:port."""
        host, port = self.server_address[:2]
        return f"{host!s}:{port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when the other side hangs up."""


@contextmanager
def small_clamd() -> Iterator[SmallClamd]:
    """Run the small server and give it."""
    with SmallClamd() as server:
        # Short, because a test waits so long for its end.
        running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        running.start()
        try:
            yield server
        finally:
            server.free.set()
            server.shutdown()
            running.join()


@contextmanager
def any_clamd() -> Iterator[str]:
    """Run the real scanner where the machine has one, else the small one, which nobody may be content with in CI."""
    try:
        with real_clamd() as address:
            yield address
        return
    except NoClamd:
        if os.environ.get("PENDOPO_TEST_REQUIRE_ALL", "") not in {"", "0"}:
            raise
    with small_clamd() as server:
        yield server.address
