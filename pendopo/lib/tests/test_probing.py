"""Asking addresses of a real site on this machine, and refusing what lies inside."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pendopo.lib import probing
from pendopo.lib.probing import Probed, is_public, probe
from pendopo.lib.tests.website import Website

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def site() -> Iterator[Website]:
    with Website() as running:
        yield running


def ask(url: str, seconds: float = 5.0, *, inside: bool = True) -> Probed:
    return probe(url, user_agent="Uji/1 (+http://localhost)", seconds=seconds, allow_private=inside)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/ada", (True, 200, "")),
        ("/ada?x=1#bagian", (False, 404, "status")),
        ("/tidak-ada", (False, 404, "status")),
        ("/hanya-get", (True, 206, "")),
        ("/lompat-5", (True, 200, "")),
        ("/lompat-6", (False, 301, "redirects")),
        ("/putar", (False, 302, "redirects")),
        ("/besar", (True, 200, "")),
        ("/kacau", (False, 0, "answer")),
        ("/putus", (False, 0, "connection")),
    ],
)
def test_what_a_site_answers(site: Website, path: str, expected: tuple[bool, int, str]) -> None:
    probed = ask(site.url(path))
    assert (probed.ok, probed.status, probed.reason) == expected


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_errors_are_told_by_their_number(site: Website, status: int) -> None:
    site.pages["/galat"] = status
    assert ask(site.url("/galat")) == Probed(False, status, "status", site.url("/galat"))


@pytest.mark.parametrize("path", ["/lambat", "/menetes"])
def test_a_site_that_never_ends_its_answer_is_left(site: Website, path: str) -> None:
    assert ask(site.url(path), 0.3).reason == "timeout"


def test_no_time_left(site: Website) -> None:
    assert ask(site.url("/ada"), 0).reason == "timeout"


def test_the_visitor_says_who_it_is_and_asks_for_little(site: Website) -> None:
    site.asked.clear()
    ask(site.url("/hanya-get"))
    assert [(method, path) for method, path, _headers in site.asked] == [("HEAD", "/hanya-get"), ("GET", "/hanya-get")]
    headers = site.asked[1][2]
    assert headers["User-Agent"] == "Uji/1 (+http://localhost)"
    assert headers["Range"] == "bytes=0-0"


def test_blanks_and_other_letters_in_a_path(site: Website) -> None:
    site.pages["/a%20b/%C3%A9"] = 200
    assert ask(site.url("/a b/é")).ok


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://contoh.go.id/", "address"),
        ("https:///tanpa-nama", "address"),
        ("http://nama:sandi@contoh.go.id/", "address"),
        ("http://contoh.go.id:abc/", "address"),
        ("http://[::1/", "address"),
        ("http://tidak-ada.invalid/", "unknown_host"),
        (f"http://{'a' * 70}.id/", "unknown_host"),
        ("http://contoh.go.id:22/", "port"),
        ("http://127.0.0.1/", "private"),
        ("http://localhost:8080/", "private"),
        ("http://[::1]/", "private"),
        ("http://127.1.2.3:443/latest/", "private"),
    ],
)
def test_what_is_not_asked(url: str, reason: str) -> None:
    assert ask(url, inside=False) == Probed(False, 0, reason, url)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("192.168.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::1", False),
        ("::10.0.0.1", False),
        ("fec0::1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False),
    ],
)
def test_what_is_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_a_redirect_into_the_own_network_is_refused(site: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    # As if the site stood outside; everything else on this machine stays inside.
    monkeypatch.setattr(probing, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(probing, "PORTS", {site.server.server_port, 80})
    site.server.elsewhere = "http://127.0.0.2/rahasia"
    assert ask(site.url("/keluar"), inside=False) == Probed(False, 0, "private", "http://127.0.0.2/rahasia")
    site.server.elsewhere = "file:///etc/passwd"
    assert ask(site.url("/keluar"), inside=False).reason == "address"


def test_nobody_listens() -> None:
    with Website() as site:
        url = site.url("/ada")
    assert ask(url).reason == "connection"


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = (
        made.serial_number(1).not_valid_before(day).not_valid_after(day.replace(year=2100)).sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    (tmp_path / "site.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM) + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "site.pem")
    site = Website()
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    with site:
        assert ask(site.url("/ada").replace("http:", "https:")).reason == "tls"
