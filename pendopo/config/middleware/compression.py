"""Smaller answers: brotli or gzip, whichever the browser takes.

Compressing pages that hold both a secret and what a visitor typed can leak the secret by length (BREACH). The only
secret in our pages is the form token, and Django masks it anew in every answer.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli

# Below this the headers weigh more than what is saved.
SMALLEST_BYTES = 512
COMPRESSIBLE = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")

# Pages made for one visitor are compressed quickly, pages kept for many thoroughly.
BROTLI_ONCE, BROTLI_KEPT = 4, 9
GZIP_ONCE, GZIP_KEPT = 5, 9


def is_compressible(content_type: str, size: int) -> bool:
    """Tell whether a body of `size` bytes of this type is worth compressing."""
    return size >= SMALLEST_BYTES and content_type.startswith(COMPRESSIBLE)


@lru_cache(maxsize=1024)
def best_encoding(accepted: str) -> str:
    """Return "br", "gzip" or "" for the value of Accept-Encoding; an encoding with weight zero is refused."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        weights[name.strip()] = _weight(parameters)
    everything = weights.get("*", 0.0)
    for name in ("br", "gzip"):
        if weights.get(name, everything) > 0:
            return name
    return ""


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def encode(body: bytes, encoding: str, *, kept: bool) -> bytes:
    """Return `body` in `encoding` ("br", "gzip" or "" for as it is); `kept` means that many will read it."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=BROTLI_KEPT if kept else BROTLI_ONCE))
    if encoding == "gzip":
        # mtime=0: the same page gives the same bytes, so that its ETag holds.
        return gzip.compress(body, compresslevel=GZIP_KEPT if kept else GZIP_ONCE, mtime=0)
    return body
