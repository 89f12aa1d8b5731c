"""Letters of the example: the newest wait for the PPID, one was signed by the test service, one with ink and scanned."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.inspection import inspect_bytes
from pendopo.kernel.documents.models import Signature
from pendopo.kernel.documents.signing import actions
from pendopo.kernel.documents.signing.certificates import make_test_ca
from pendopo.kernel.documents.signing.source import for_ink
from pendopo.kernel.people.actors import staff
from pendopo.kernel.people.rules import PPID

_WAITING: Final = 3
# The test certificates are older than every letter of the example.
_BEFORE: Final = dt.timedelta(days=400)


def play_signatures(agency: Agency) -> None:
    """Ask for signatures under the newest letters of the PPID, and have the two before them signed."""
    letters = Signature.objects.for_agency(agency).filter(signer__grants__role=PPID, signer__grants__agency=agency)
    found = list(letters.select_related("signer", "letter").order_by("-id").distinct()[: _WAITING + 2])
    for signature in found:
        signature.agency = agency
    for signature in found[:_WAITING]:
        actions.ask(signature=signature, by=staff(signature.signer, agency))
    for signature in found[_WAITING : _WAITING + 1]:
        # A print stands for the scan of a print: nobody's ink is invented.
        pdf = inspect_bytes(for_ink(signature.source), name=f"pindaian-{signature.letter.name}", allowed=_PDF)
        actions.upload_signed(signature=signature, upload=pdf, by=staff(signature.signer, agency))
    if settings.PENDOPO_SIGNER == "test":
        make_test_ca(since=clock.now() - _BEFORE)
        for signature in found[_WAITING + 1 :]:
            actions.sign(signature=signature, reason="Menyetujui isi surat", by=staff(signature.signer, agency))


_PDF: Final = frozenset({"pdf"})
