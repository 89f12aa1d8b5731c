"""The nginx example as it stands in deploy/, in front of a real server: journeys, limits, trust, slow senders, absence."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.operation.browser import Browser
from tests.operation.check import Check
from tests.postgres import free_port
from tests.torture.ground import ROOT
from tests.torture.installation import AGENCIES, CONSOLE, Installation, Seed
from tests.torture.processes import end, spawn

HOST = "layanan.contoh.go.id"
EXAMPLE = ROOT / "deploy" / "nginx" / "pendopo.conf"
SLOW_SENDERS = 40
_MEGABYTE = 1024 * 1024


class NoNginx(Exception):
    """nginx is not on this machine."""


def look_through_nginx(seed: Seed, folder: Path) -> list[Check]:
    """Run the example in front of an installation; return what was seen."""
    place = seed.copy(folder / "proxied")
    http, https = free_port(), free_port()
    web = _start(place)
    try:
        with nginx(folder / "nginx", place.port, http, https) as said:
            _wait(https)
            checks = [Check("nginx -t accepts the example", "test is successful" in said)]
            checks += _journey(http, https) + _trust(place, https) + _limits(https) + _slow(https)
            end(web)
            checks += _away(https)
    finally:
        end(web)
    return checks


def _start(place: Installation) -> subprocess.Popen[bytes]:
    """Start the server with the settings that docs/operasi.md gives for a proxy, two processes."""
    environs = place.environment() | {
        "PENDOPO_HTTPS": "1",
        "PENDOPO_ADDRESS": f"https://{HOST}",
        "PENDOPO_HOSTS": HOST,
        "PENDOPO_ORIGINS": f"https://{HOST}",
        "PENDOPO_TRUSTED_PROXIES": "127.0.0.1",
        "PENDOPO_LOG": "json",
    }
    return spawn([*CONSOLE, "serve", "--port", str(place.port), "--workers", "2", "--proxied"], environs, place.log)


def nginx_program() -> str:
    """Return where nginx lies; raise NoNginx when it is not on this machine."""
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        raise NoNginx("nginx: not on this machine (Debian: apt install nginx)")
    return program


@contextmanager
def nginx(folder: Path, upstream: int, http: int, https: int) -> Iterator[str]:
    """Run nginx with the example, its ports, paths and certificate replaced, and give what `nginx -t` said."""
    nginx_program()
    folder.mkdir(mode=0o755)
    certificate(folder)
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{https} ssl http2;",
        f"/etc/letsencrypt/live/{HOST}/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    with nginx_with(folder, text) as said:
        yield said


@contextmanager
def nginx_with(folder: Path, site: str) -> Iterator[str]:
    """Run nginx with `site` in `folder`, which is there, and give what `nginx -t` said. Raises NoNginx."""
    program = nginx_program()
    (folder / "site.conf").write_text(site, encoding="utf-8")
    paths = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    account = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{account} daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 2;\n"
        f"events {{ worker_connections 512; }}\nhttp {{ {paths} include {folder}/site.conf; }}\n",
        encoding="utf-8",
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    said = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    process = spawn(command, dict(os.environ), folder / "log")
    try:
        yield said.stdout + said.stderr
    finally:
        process.send_signal(signal.SIGQUIT)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            end(process)


def certificate(folder: Path) -> None:
    """Write a certificate for HOST that signs itself, good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(hours=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(private)


def _wait(https: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if Browser(https, HOST, tls=True).ask("GET", "/readyz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("The server behind nginx did not become ready.")


def _journey(http: int, https: int) -> list[Check]:
    plain = Browser(http, HOST, tls=False).ask("GET", "/")
    browser = Browser(https, HOST, tls=True)
    home = browser.ask("GET", "/", X_Request_ID="3304121212900001")
    begun = f"/{AGENCIES[0]}/permohonan/baru/informasi/"
    browser.ask("GET", begun)
    sent = browser.ask("POST", begun, {"details": "Rincian anggaran", "purpose": "Penelitian"})
    hsts = home.headers.get("strict-transport-security", "")
    reference = home.headers.get("x-request-id", "")
    cookies = sorted(browser.cookies)
    metrics = browser.ask("GET", "/metrics").status
    return [
        Check("http leads to https", (plain.status, plain.headers.get("location")) == (301, f"https://{HOST}/")),
        Check("HSTS, one year with subdomains", hsts.startswith("max-age=31536000; includeSubDomains"), hsts),
        Check("a form is taken over HTTPS and leads on", sent.status == 303, sent.headers.get("location", "")),
        Check("cookies are bound to the host", bool(cookies) and "__Host-csrftoken" in cookies, ", ".join(cookies)),
        Check("X-Request-ID is nginx's own, not the visitor's", len(reference) == 32, f"{len(reference)} characters"),
        Check("/metrics is closed to the outside", metrics == 404),
    ]


def _trust(place: Installation, https: int) -> list[Check]:
    """Whoever invents an X-Forwarded-For for every try is still one visitor: the limit comes."""
    browser = Browser(https, HOST, tls=True)
    page = f"/{AGENCIES[0]}/lacak/"
    browser.ask("GET", page)
    statuses: list[int] = []
    for number in range(60):
        fields = {"number": f"PPID-2026-{number:06d}", "code": "ABCDE-FGHJK"}
        statuses.append(browser.ask("POST", page, fields, X_Forwarded_For=f"203.0.113.{number}").status)
        if statuses[-1] == 429:
            break
    here = Browser(place.port, "127.0.0.1", tls=False)
    figures = here.ask("GET", "/metrics")
    spoofed = here.ask("GET", "/metrics", X_Forwarded_For="127.0.0.1").status
    counted = 'route="home"' in figures.page
    return [
        Check(
            "an invented X-Forwarded-For does not escape the limit",
            statuses[-1] == 429,
            f"429 after {len(statuses)} tries",
        ),
        Check("/metrics is open to this machine, and to no proxy", (figures.status, spoofed) == (200, 404)),
        Check("/metrics adds up what both processes answered", counted),
    ]


def _limits(https: int) -> list[Check]:
    browser = Browser(https, HOST, tls=True)
    path = f"/{AGENCIES[0]}/permohonan/baru/informasi/"
    try:
        huge = browser.ask("POST", path, body=b"x" * (26 * _MEGABYTE), Content_Type="application/octet-stream").status
    except OSError:
        huge = 413  # nginx has answered and hung up while we were still sending
    # With its cookie, as every form has it: without one Pendopo answers before it has read the body.
    browser.ask("GET", path)
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="besar.pdf"\r\n\r\n'
    form = head + b"x" * (24 * _MEGABYTE) + b"\r\n--x--\r\n"
    below = browser.ask("POST", path, body=form, Content_Type="multipart/form-data; boundary=x").status
    return [
        Check("26 MB are refused by nginx", huge == 413),
        Check("24 MB reach Pendopo and are refused in words", 400 <= below < 500, str(below)),
    ]


def _slow(https: int) -> list[Check]:
    """Forty senders of one byte a second keep nginx waiting; pages come as before."""
    quiet = _median(https)
    senders = [_begin_slowly(https) for _ in range(SLOW_SENDERS)]
    try:
        for _ in range(3):
            for sender in senders:
                sender.send(b"x")
            time.sleep(0.3)
        busy = _median(https)
    finally:
        for sender in senders:
            sender.close()
    figure = f"median {quiet:.0f} ms without, {busy:.0f} ms beside {SLOW_SENDERS} slow senders"
    return [Check("slow senders hold up nobody", busy < 1000, figure)]


def _begin_slowly(https: int) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    talk = context.wrap_socket(socket.create_connection(("127.0.0.1", https), timeout=30), server_hostname=HOST)
    head = f"POST /masuk/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
    talk.sendall(head.encode())
    return talk


def _median(https: int) -> float:
    taken = []
    for _ in range(15):
        began = time.monotonic()
        assert Browser(https, HOST, tls=True).ask("GET", f"/{AGENCIES[0]}/", Cookie="personal=1").status == 200
        taken.append(1000 * (time.monotonic() - began))
    return statistics.median(taken)


def _away(https: int) -> list[Check]:
    answer = Browser(https, HOST, tls=True).ask("GET", "/")
    kind = "Layanan sedang tidak tersedia" in answer.page
    safe = "strict-transport-security" in answer.headers and answer.headers.get("retry-after") == "30"
    return [
        Check(
            "without Pendopo nginx answers 503 in words, with HSTS and Retry-After",
            answer.status == 503 and kind and safe,
            str(answer.status),
        )
    ]
