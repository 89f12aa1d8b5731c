"""What a letter was set from: kept sealed until it is signed, so that the signed version has the same words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import segno

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.letters import MadeLetter, render_letter
from pendopo.kernel.people.personal import seal, unseal

_PURPOSE: Final = "letter-source"


def sealed(letter: MadeLetter) -> bytes:
    """Return what the letter was made from, encrypted."""
    told = {"template": letter.template, "content": letter.content, "letterhead": letter.letterhead}
    return seal(json.dumps(told, ensure_ascii=False), purpose=_PURPOSE)


def for_ink(source: bytes | memoryview) -> bytes:
    """Return the letter to be printed and signed by hand: the same words with room above the name. Raises LetterFailed."""
    return _again(source, {"note": ""})


def for_service(source: bytes | memoryview, *, address: str, words: str) -> bytes:
    """Return the letter as it is signed electronically: a block with `words` and the QR code of `address`.

    Raises LetterFailed.
    """
    stamp = {"qr_svg": qr_svg(address), "address": address, "words": words}
    return _again(source, {"note": "", "stamp": stamp})


def qr_svg(address: str) -> str:
    """Return the QR code of an address as SVG, error correction M."""
    code: str = segno.make(address, error="m", micro=False).svg_inline(border=2, light="#fff", omitsize=True)
    return code if "xmlns=" in code else code.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _again(source: bytes | memoryview, signer: Mapping[str, Any]) -> bytes:
    told = json.loads(unseal(source, purpose=_PURPOSE))
    content = {**told["content"], "signer": {**told["content"].get("signer", {}), **signer}}
    return render_letter(told["template"], content, letterhead=told["letterhead"])


def check_address(site: str, agency: Agency, code: str) -> str:
    """Return the full address of the public check page of a signed letter."""
    from django.urls import reverse

    return f"{site}{reverse('signing:check', args=[agency.slug, code])}"
