"""The licences of what runs with Pendopo, as the installed packages tell them, in the words of SPDX.

Allowed is what may be used by a program under the EUPL 1.2 without changing its licence: permissive licences, and weak
copyleft that stays with the package itself (LGPL, MPL: used as they are, from their own files).
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata

from tests.tooling.test_locks import locked

ALLOWED = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0",
    "PSF-2.0", "Unlicense", "Zlib",
})  # fmt: skip

# Package → licence read in its own files by us, where its description says nothing clear.
READ = {
    "colorama": ["BSD-3-Clause"],
    "pypdfium2": ["BSD-3-Clause", "Apache-2.0"],
    "pysqlite3": ["Zlib"],
    "python-dateutil": ["Apache-2.0", "BSD-3-Clause"],
    "qrcode": ["BSD-3-Clause"],
    "fido2": ["BSD-2-Clause", "Apache-2.0", "MPL-2.0"],
}

# The classifiers of the registry name families.
_CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


@cache
def runtime_packages() -> tuple[str, ...]:
    """Return the packages of the lists that an installation may have."""
    return tuple(sorted({name for part in ("base", "postgres", "s3") for name in locked(part)}))


def licence_of(name: str) -> list[str]:
    """Return the SPDX identifiers that a package's licence is made of; what it says itself where that is not clear."""
    if name in READ:
        return READ[name]
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ["not installed"]
    expression = told.get("License-Expression") or ""
    if not expression and re.fullmatch(r"[A-Za-z0-9. -]+ (AND|OR) [A-Za-z0-9. -]+", told.get("License") or ""):
        expression = told["License"]
    if expression:
        return re.split(r" (?:AND|OR) ", expression.strip("()"))
    classes = [each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or [] if each.startswith("License ::")]
    return [_CLASSIFIED.get(each, each) for each in classes] or [str(told.get("License", "unknown"))[:60]]
