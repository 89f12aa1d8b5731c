"""Signing a PDF with a key in this process (PAdES B-B), as an incremental update that keeps PDF/A and PDF/UA."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any, Final, cast

from pendopo.kernel.documents.signing.certificates import Credential

if TYPE_CHECKING:
    from pyhanko.pdf_utils.writer import BasePdfFileWriter

FIELD: Final = "TandaTangan"
_TOLD: Final = "Tanda tangan elektronik"


def sign_pdf(pdf: bytes, *, credential: Credential, name: str, reason: str, at: dt.datetime) -> bytes:
    """Return `pdf` with a certifying signature that allows no later change; `at` is the machine's time, unproven.

    The field is invisible and outside the page: what people see is set in the letter itself, tagged, before signing.
    """
    from asn1crypto import keys, x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner

    signer = SimpleSigner(
        x509.Certificate.load(credential.certificate),
        keys.PrivateKeyInfo.load(credential.key),
        _store(x509.Certificate.load(credential.issuer)),
    )
    about = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        name=name,
    )
    field = SigFieldSpec(FIELD, readable_field_name=_TOLD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))
    out: Any = _timed(at)(about, signer, new_field_spec=field).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return bytes(out.getvalue())


def _store(certificate: Any) -> Any:
    """Return the issuer's certificate as pyHanko takes it, to be embedded beside the signer's."""
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    found = cast(Any, SimpleCertificateStore)()
    found.register(certificate)
    return found


def _timed(at: dt.datetime) -> Any:
    """Return pyHanko's signer with our clock in place of the machine's, and PDF 1.7 as PDF/A-2 asks."""
    from pyhanko.sign.signers import PdfSigner
    from pyhanko.sign.signers.constants import ESIC_EXTENSION_1

    class TimedSigner(PdfSigner):
        def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> Any:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = at
            return session

        def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
            # For keys on elliptic curves it would call the file PDF 2.0, which no PDF/A-2 may be.
            pdf_out.register_extension(ESIC_EXTENSION_1)

    return TimedSigner
