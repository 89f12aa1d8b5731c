"""Is there a virus in this file? Asked of ClamAV (clamd) over its own protocol; see the package's README.

Setting PENDOPO_CLAMD: path of a Unix socket or host:port; empty means that nobody scans.
"""

from __future__ import annotations

import socket
import struct
import time
from typing import Final

from django.conf import settings

from pendopo.kernel.documents.scanning import rules

_PIECE: Final = 64 * 1024
_LONGEST_ANSWER: Final = 4096


class ScannerAway(Exception):
    """The scanner gave no verdict (pemindai tidak menjawab): away, too slow, or it could not read the file."""


def is_configured() -> bool:
    """Return whether files are to be scanned in this installation."""
    return bool(settings.PENDOPO_CLAMD)


def find_virus(content: bytes, *, seconds: float) -> str:
    """Return the name of the signature that matches `content`, empty when it is clean.

    Raises ScannerAway without a verdict within `seconds`: whoever asks must then treat the file as not clean.
    """
    answer = _ask(b"zINSTREAM\0", content, seconds=seconds)
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")[: rules.SIGNATURE_MAX] or "?"
    raise ScannerAway(f"clamd answered {answer!r}")


def version(*, seconds: float = rules.CONNECT_SECONDS) -> str:
    """Return what the scanner says of itself: program, number of its signatures and their date. Raises ScannerAway."""
    return _ask(b"zVERSION\0", None, seconds=seconds)


def _ask(command: bytes, content: bytes | None, *, seconds: float) -> str:
    deadline = time.monotonic() + seconds
    try:
        with _connected(min(seconds, rules.CONNECT_SECONDS)) as line:
            _send(line, command, deadline)
            if content is not None:
                for start in range(0, len(content), _PIECE):
                    piece = content[start : start + _PIECE]
                    _send(line, struct.pack(">I", len(piece)) + piece, deadline)
                _send(line, struct.pack(">I", 0), deadline)
            return _read(line, deadline)
    except (OSError, ValueError) as away:
        raise ScannerAway(f"clamd at {settings.PENDOPO_CLAMD}: {away}") from away


def _connected(seconds: float) -> socket.socket:
    address = settings.PENDOPO_CLAMD
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(seconds)
            line.connect(address)
        except BaseException:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _send(line: socket.socket, piece: bytes, deadline: float) -> None:
    line.settimeout(_left(deadline))
    line.sendall(piece)


def _read(line: socket.socket, deadline: float) -> str:
    """Return the answer up to its NUL; a half one is none."""
    answer = b""
    while not answer.endswith(b"\0"):
        line.settimeout(_left(deadline))
        piece = line.recv(_LONGEST_ANSWER)
        answer += piece
        if not piece or len(answer) > _LONGEST_ANSWER:
            raise ValueError(f"half an answer: {answer[:200]!r}")
    return answer[:-1].decode("utf-8", "replace").strip()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it took too long")
    return left
