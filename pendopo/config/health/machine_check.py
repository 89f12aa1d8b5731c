"""What surrounds the program: mail server, disks, file store, virus scanner, certificate."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.mail.backends.smtp import EmailBackend

from pendopo.config.health.findings import Finding, ok, warning, wrong
from pendopo.kernel import clock
from pendopo.kernel.documents import scanning
from pendopo.kernel.documents.storage import StoreAway, private_files
from pendopo.lib.faults import describe
from pendopo.lib.ids import uuid7

_GIGABYTE: Final = 1024**3
# Free gigabytes below which is warned, and below which it is wrong; and the same in parts of all inodes.
_SPACE: Final = (5, 1)
_INODES: Final = (0.1, 0.02)
_CERTIFICATE_DAYS: Final = (21, 3)
_TIMEOUT: Final = 5


def mail() -> Iterator[Finding]:
    """Greet the mail server and log in, without sending anything."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield warning(
            "mail",
            "Mail is not sent but written into files.",
            "Set EMAIL_URL, for example smtp+tls://user:password@host:587.",
        )
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    post = EmailBackend(timeout=_TIMEOUT)
    try:
        post.open()
        server = post.connection
        if server is None:
            raise ConnectionError
        server.ehlo_or_helo_if_needed()
        code, _said = server.noop()
    except (OSError, ValueError) as failure:
        yield wrong(
            "mail", f"{where} does not take our mail: {describe(failure)}.", "Look at EMAIL_URL and at the mail server."
        )
        return
    finally:
        post.close()
    if code != 250:
        yield wrong("mail", f"{where} answers {code}.", "Look at the mail server.")
    elif settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield warning(
            "mail", f"{where} answers, but mail comes from {settings.DEFAULT_FROM_EMAIL}.", "Set PENDOPO_FROM."
        )
    else:
        yield ok("mail", f"{where} takes our mail.")


def disks() -> Iterator[Finding]:
    """Look how much room there is where data, search index and temporary files lie."""
    places = {
        "data": Path(settings.VAR_DIR),
        "search index": Path(settings.SEARCH_DIR),
        "temporary files": Path(tempfile.gettempdir()),
    }
    seen: set[int] = set()
    for name, wanted in places.items():
        folder = next(each for each in (wanted, *wanted.parents) if each.exists())
        if (device := folder.stat().st_dev) in seen:
            continue
        seen.add(device)
        free, nodes = shutil.disk_usage(folder).free / _GIGABYTE, os.statvfs(folder)
        share = nodes.f_favail / nodes.f_files if nodes.f_files else 1.0
        told = f"{free:.1f} GB and {share:.0%} of the inodes are free under {folder} ({name})."
        if free < _SPACE[1] or share < _INODES[1]:
            yield wrong("disk", told, "Make room now; submissions will soon be refused.")
        elif free < _SPACE[0] or share < _INODES[0]:
            yield warning("disk", told, "Make room.")
        else:
            yield ok("disk", told)


def file_store() -> Iterator[Finding]:
    """Store a small file, read it back, and delete it; ask a shared store whether strangers may read, and what stays."""
    files, content = private_files(), uuid7().bytes
    is_folder = isinstance(files, FileSystemStorage)
    where = str(files.location) if isinstance(files, FileSystemStorage) else getattr(files, "place", "The store")
    try:
        name = files.save(f"doctor/{uuid7().hex}", ContentFile(content))
        try:
            with files.open(name, "rb") as stored:
                same = stored.read() == content
            if not is_folder:
                yield from _shared_store(files, name)
        finally:
            files.delete(name)
    except StoreAway as away:
        yield wrong(
            "file store",
            f"{where} does not serve: {away.reason}.",
            "Look at PENDOPO_FILES, at its keys, and at the store.",
        )
        return
    if same:
        yield ok("file store", f"{where} keeps{', syncs' if is_folder else ''} and gives back.")
    else:
        yield wrong("file store", f"{where} gave back something else.", "Look at the disk and its cables.")


def _shared_store(files: Any, name: str) -> Iterator[Finding]:
    if files.opens_to_strangers(name):
        yield wrong(
            "file store",
            "Anybody may read the bucket, and with it every document.",
            "Take the public rule from the bucket; Pendopo hands files out itself.",
        )
    if files.keeps_deleted():
        yield warning(
            "file store",
            "The bucket keeps older versions: what is erased or expired is still there.",
            "Let older versions expire by a rule of the bucket, within the days that backups are kept.",
        )


def scanner() -> Iterator[Finding]:
    """Greet the virus scanner."""
    where = settings.PENDOPO_CLAMD
    if not where:
        yield warning(
            "scanner",
            "Uploads are inspected, but no virus scanner looks at them.",
            "Install clamav-daemon and set PENDOPO_CLAMD.",
        )
        return
    try:
        said = scanning.version(seconds=_TIMEOUT)
    except scanning.ScannerAway as away:
        yield wrong(
            "scanner",
            f"{where} does not answer: {describe(away.__cause__ or away)}. Uploads stay in quarantine.",
            "systemctl status clamav-daemon",
        )
        return
    yield ok("scanner", f"{where} answers: {said}.")


def certificate() -> Iterator[Finding]:
    """Look until when the certificate of PENDOPO_ADDRESS is good."""
    address = urlsplit(settings.PENDOPO_ADDRESS)
    if address.scheme != "https":
        yield ok("certificate", f"{settings.PENDOPO_ADDRESS} is not HTTPS; there is none to look at.")
        return
    host, port = address.hostname or "", address.port or 443
    try:
        ends = _end_of_certificate(host, port)
    except (OSError, ValueError) as failure:
        yield warning(
            "certificate", f"{host}:{port} cannot be asked from here: {describe(failure)}.", "Look at it from outside."
        )
        return
    days = (ends - clock.now()).total_seconds() / 86400
    told = f"The certificate of {host} ends on {ends.date().isoformat()}."
    if days < _CERTIFICATE_DAYS[1]:
        yield wrong("certificate", told, "Renew it now.")
    elif days < _CERTIFICATE_DAYS[0]:
        yield warning("certificate", told, "Renew it, and see why that did not happen by itself.")
    else:
        yield ok("certificate", told)


def _end_of_certificate(host: str, port: int) -> dt.datetime:
    """Return the end of the certificate that a server shows, whoever signed it: an expired one must be read too."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection((host, port), timeout=_TIMEOUT) as raw,
        context.wrap_socket(raw, server_hostname=host) as talk,
    ):
        shown = talk.getpeercert(binary_form=True)
    return x509.load_der_x509_certificate(shown or b"").not_valid_after_utc
