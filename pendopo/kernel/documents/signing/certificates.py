"""A test CA of one's own (CA uji) and officers' software keys under it: to try signing, never for real letters.

Everything lies in the folder of the installation (var), readable by its owner only, and never in the repository.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from pendopo.kernel import clock

CA_NAME: Final = "CA UJI Pendopo (bukan sertifikat resmi)"
TEST_UNIT: Final = "Sertifikat uji, bukan tanda tangan tersertifikasi"
CA_DAYS: Final = 3650
OFFICER_DAYS: Final = 730
_README: Final = """Kunci dan sertifikat UJI untuk mencoba tanda tangan elektronik.

Bukan sertifikat resmi. Jangan dipakai untuk surat sungguhan, jangan disalin ke tempat lain.
Hapus folder ini untuk berhenti memakainya.
"""


class NoTestCa(Exception):
    """There is no test CA in this installation; `pendopo signing test-ca` makes one."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A private key with its certificate and the certificate of who issued it, all DER."""

    key: bytes
    certificate: bytes
    issuer: bytes
    valid_until: dt.datetime


def ca_folder() -> Path:
    """Return where the test CA lies."""
    return Path(settings.VAR_DIR) / "signing-test"


def trust_folder() -> Path:
    """Return where an administrator puts the root certificates (PEM) that the check page believes."""
    return Path(settings.VAR_DIR) / "signing-trust"


def has_test_ca() -> bool:
    """Return whether this installation has a test CA."""
    return (ca_folder() / "ca.pem").exists()


def make_test_ca(*, since: dt.datetime | None = None) -> bool:
    """Make the test CA unless there is one; return whether it was made.

    Its certificates are valid from `since`, now when left out.
    """
    if has_test_ca():
        return False
    folder = ca_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    start = since or clock.now()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"), x509.NameAttribute(NameOID.COMMON_NAME, CA_NAME)])
    certificate = (
        _blank(name, name, key.public_key(), start, CA_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(folder / "README.txt", _README.encode())
    _write_key(folder / "ca.key", key)
    # Last: its presence says that the CA is complete.
    _write(folder / "ca.pem", certificate.public_bytes(serialization.Encoding.PEM))
    return True


def officer_credential(user_id: UUID, name: str) -> Credential:
    """Return an officer's test key and certificate, made at the first call; raise NoTestCa without a CA."""
    if not has_test_ca():
        raise NoTestCa("There is no test CA: run `pendopo signing test-ca`.")
    folder = ca_folder() / "officers"
    folder.mkdir(mode=0o700, exist_ok=True)
    place = folder / f"{user_id.hex}.pem"
    if not place.exists():
        _issue(folder, user_id, name)
    ca = _certificate(ca_folder() / "ca.pem")
    certificate = _certificate(place)
    key = serialization.load_pem_private_key((folder / f"{user_id.hex}.key").read_bytes(), password=None)
    return Credential(
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.public_bytes(serialization.Encoding.DER),
        ca.public_bytes(serialization.Encoding.DER),
        certificate.not_valid_after_utc,
    )


def trusted_roots() -> list[bytes]:
    """Return the certificates (DER) that signatures are followed up to: those of the administrator and the test CA."""
    places = sorted(trust_folder().glob("*.pem")) if trust_folder().is_dir() else []
    found = [root for place in places for root in x509.load_pem_x509_certificates(place.read_bytes())]
    if has_test_ca():
        found.append(_certificate(ca_folder() / "ca.pem"))
    return [root.public_bytes(serialization.Encoding.DER) for root in found]


def _issue(folder: Path, user_id: UUID, name: str) -> None:
    ca = _certificate(ca_folder() / "ca.pem")
    ca_key = serialization.load_pem_private_key((ca_folder() / "ca.key").read_bytes(), password=None)
    if not isinstance(ca_key, ec.EllipticCurvePrivateKey):
        raise NoTestCa("The key of the test CA is of another kind: remove the folder and make it anew.")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, TEST_UNIT),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )
    start = ca.not_valid_before_utc
    days = (clock.now() - start).days + OFFICER_DAYS
    certificate = (
        _blank(subject, ca.subject, key.public_key(), start, days)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    _write_key(folder / f"{user_id.hex}.key", key)
    _write(folder / f"{user_id.hex}.pem", certificate.public_bytes(serialization.Encoding.PEM))


def _blank(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, start: dt.datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start.replace(microsecond=0))
        .not_valid_after(start.replace(microsecond=0) + dt.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _certificate(place: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(place.read_bytes())


def _write_key(place: Path, key: ec.EllipticCurvePrivateKey) -> None:
    _write(
        place,
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )


def _write(place: Path, content: bytes) -> None:
    """Write a file that only its owner reads; it appears under its name with the whole content."""
    aside = place.with_name(f".{place.name}.{os.getpid()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    aside.rename(place)
