"""Who can sign electronically here: an adapter to a service (BSrE or another), or the test signer; often nobody.

PENDOPO_SIGNER names it: empty (ink only), `test`, or `package.module:Name` of an adapter.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from pendopo.kernel.documents.signing.certificates import NoTestCa, has_test_ca, officer_credential
from pendopo.kernel.documents.signing.pades import sign_pdf
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict


class SigningFailed(Exception):
    """The service did not sign; `reason` is a full sentence for the officer, with what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Signatory:
    """The officer who signs: the account's id, and name and office as the letter prints them."""

    user_id: UUID
    name: str
    title: str


class Signer(Protocol):
    """A way to sign a PDF electronically (PAdES).

    An adapter keeps no letter and writes no personal data into logs.
    """

    @property
    def name(self) -> str:
        """Return what pages call the service."""
        ...

    @property
    def is_test(self) -> bool:
        """Return whether its signatures prove nothing."""
        ...

    def capability(self, who: Signatory) -> Verdict:
        """Say whether `who` can sign now, with the reason if not; asks no network."""
        ...

    def sign(self, pdf: bytes, *, who: Signatory, reason: str, at: dt.datetime) -> bytes:
        """Return the signed PDF, an incremental update of `pdf`; raise SigningFailed in words."""
        ...


class TestSigner:
    """Signs with a software key under the test CA of this installation (uji coba): for demonstration only."""

    # pytest takes every class called Test… for tests.
    __test__ = False
    is_test: Final = True

    @property
    def name(self) -> str:
        """Return what pages call it."""
        return "Uji coba"

    def capability(self, who: Signatory) -> Verdict:
        """Say whether there is a test CA."""
        if not has_test_ca():
            return Denied(
                _("CA uji belum dibuat. Jalankan “pendopo signing test-ca”, atau tandatangani di atas kertas.")
            )
        return ALLOWED

    def sign(self, pdf: bytes, *, who: Signatory, reason: str, at: dt.datetime) -> bytes:
        """Return the PDF signed with the officer's test key; raise SigningFailed without CA or after its time."""
        try:
            credential = officer_credential(who.user_id, who.name)
        except (NoTestCa, OSError, ValueError) as missing:
            raise SigningFailed(
                _("Kunci uji tidak dapat dibaca. Minta admin sistem memeriksa folder signing-test.")
            ) from missing
        if at > credential.valid_until:
            raise SigningFailed(_("Sertifikat uji Anda sudah kedaluwarsa. Minta admin sistem membuat CA uji baru."))
        return sign_pdf(pdf, credential=credential, name=who.name, reason=reason, at=at)


def current_signer() -> Signer | None:
    """Return the signer of this installation, None when letters are signed with ink only.

    Raises ImproperlyConfigured for a name that cannot be loaded.
    """
    named = settings.PENDOPO_SIGNER
    if not named:
        return None
    if named == "test":
        return TestSigner()
    try:
        found: Signer = import_string(named.replace(":", "."))()
    except ImportError as wrong:
        raise ImproperlyConfigured(f"PENDOPO_SIGNER names {named}, which cannot be loaded.") from wrong
    return found
