"""A share of the inputs goes over a real connection to a real server (granian): what no test client can say.

Broken request lines, headers and bodies, bodies that never end; after all of it the server still answers.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

_WAIT: Final = 20.0
# Who announced more than came waits for nothing: then the connection is cut, as by a browser that is closed.
_IMPATIENT: Final = 0.3
_ADDRESSES: Final = (
    "/", "/bpsdm/", "/bpsdm/permohonan/baru/informasi/", "/masuk/", "/bpsdm/cari/?q=a", "/bahasa/", "/api/v1/due-date", "/api/v1/skm/compute",
    "/bpsdm/meja/", "/static/pendopo/x.css", "/bpsdm/lacak/", "/api/3/action/package_search", "/healthz", "/bpsdm/dip/",
)  # fmt: skip


def _request(luck: random.Random) -> tuple[bytes, bool]:
    """Return one request, nearly right or quite wrong, and whether the server may rightly wait for more of it."""
    from tests.fuzzing import corpus

    path = luck.choice(_ADDRESSES)
    method = luck.choice([*corpus.METHODS, "GET", "GET", "POST", "G\x00T", ""])
    if luck.random() < 0.3:
        path += luck.choice(
            ["?", "/", "#", "%00", "%", " x", "\xff", "?" + "a=1&" * 2_000, "../../etc/passwd", "\r\nX: y"]
        )
    version = luck.choice(["HTTP/1.1"] * 8 + ["HTTP/1.0", "HTTP/9.9", "", "HTTP/2.0"])
    content = luck.choice(corpus.BODIES)[: luck.choice([10, 1_000, 100_000])]
    headers = [("Host", luck.choice(["localhost"] * 8 + ["", "evil.example", "x\x00"])), ("Connection", "close")]
    headers.append(("Content-Type", luck.choice(corpus.CONTENT_TYPES).replace("\x00", "")))
    told = luck.choice([len(content)] * 6 + [0, len(content) + 10, -1, "x", 10**18])
    if luck.random() < 0.2:
        headers.append(("Transfer-Encoding", luck.choice(["chunked", "gzip, chunked", "identity"])))
        content = luck.choice([b"5\r\nhalo!\r\n0\r\n\r\n", b"zz\r\nx", b"ffffffffffff\r\n", b"0\r\n\r\n", content])
    if luck.random() < 0.9:
        headers.append(("Content-Length", str(told)))
    for _ in range(luck.randrange(3)):
        name, value = luck.choice(corpus.HEADERS)
        headers.append((name.removeprefix("HTTP_").replace("_", "-").title(), value))
    if luck.random() < 0.03:
        headers += [(f"X-{number}", "y" * 50) for number in range(300)]
    lines = [f"{method} {path} {version}", *(f"{name}: {value}" for name, value in headers)]
    is_open_ended = told != len(content) or any(name == "Transfer-Encoding" for name, _ in headers)
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + content, is_open_ended


def _say(port: int, told: bytes, seconds: float = _WAIT) -> bytes:
    """Send bytes and return what comes back, at most `seconds` of silence; a connection that is cut is an answer too."""
    answer = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=_WAIT) as line:
            line.sendall(told)
            line.settimeout(seconds)
            while len(answer) < 400_000:
                piece = line.recv(65_536)
                if not piece:
                    break
                answer += piece
    except OSError:
        pass
    return answer


def shake(port: int, inputs: int, seed: int) -> Any:
    """Send `inputs` requests and return their tally."""
    from tests.fuzzing.inputs import Input
    from tests.fuzzing.judging import Tally, judge

    tally, luck = Tally(), random.Random(seed)
    for _ in range(inputs):
        told, is_open_ended = _request(luck)
        line = told.split(b"\r\n", 1)[0].decode("latin-1")
        shown = Input("over a real server", line.split(" ")[0], line, body=told)
        started = time.monotonic()
        answer = _say(port, told, _IMPATIENT if is_open_ended else 3.0)
        head, _, body = answer.partition(b"\r\n\r\n")
        first = head.split(b"\r\n")[0].split(b" ")
        status = int(first[1]) if len(first) > 1 and first[1].isdigit() else 0
        headers = {
            name.decode("latin-1").title(): value.decode("latin-1").strip()
            for name, _, value in (row.partition(b":") for row in head.split(b"\r\n")[1:])
        }
        tally.note(shown, "over a real server", status, time.monotonic() - started)
        judge(tally, shown, line.split(" ")[1] if " " in line else "", status, headers, body)
    if b" 200 " not in _say(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")[:20]:
        tally.fault(
            "5xx", "over a real server", "The server does not answer any more.", Input("over a real server", "GET", "/")
        )
    return tally


def main(folder: str, inputs: int, seed: int) -> None:
    """Serve the town in `folder` on a free port, shake the server, leave the tally as JSON."""
    from tests.fuzzing import town
    from tests.postgres import free_port

    place, port = Path(folder), free_port()
    town.prepare(place)
    command = [str(Path(sys.executable).parent / "pendopo"), "serve", "--port", str(port), "--workers", "2"]
    with (place / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=dict(os.environ), start_new_session=True)
        try:
            deadline = time.monotonic() + 60
            while (
                b" 200 "
                not in _say(port, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")[:20]
            ):
                if time.monotonic() > deadline or server.poll() is not None:
                    raise RuntimeError((place / "server.log").read_text(errors="replace")[-2000:])
                time.sleep(0.2)
            tally = shake(port, inputs, seed)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()
    (place / "tally.json").write_text(json.dumps(tally.as_json(), default=str), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:4]))
