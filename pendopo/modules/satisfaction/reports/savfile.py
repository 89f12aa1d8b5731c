"""A table of whole numbers with labels as SPSS system file (.sav), uncompressed; layout as PSPP's developers describe it.

Written here because the locked reader of such files writes them only out of a data frame, for which no library is there.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_MISSING: Final = -sys.float_info.max
# Print format F8.0: type 5, width 8, no decimals.
_FORMAT: Final = 5 << 16 | 8 << 8
_LABEL_MAX: Final = 255
_VALUE_LABEL_MAX: Final = 120


@dataclass(frozen=True, slots=True)
class Variable:
    """A column: a short name (letters, digits and _, at most eight), a label, and what its values say."""

    name: str
    label: str
    values: Mapping[int, str] = field(default_factory=dict)


def _cut(text: str, most: int) -> bytes:
    """Return text as UTF-8 of at most `most` bytes, never through a character."""
    return text.encode()[:most].decode("utf-8", "ignore").encode()


def _padded(text: bytes, block: int) -> bytes:
    return text + b" " * (-len(text) % block)


def sav(variables: Sequence[Variable], rows: Iterable[Sequence[int | None]], *, title: str) -> bytes:
    """Return the file. Raises ValueError for a name that SPSS does not take."""
    for each in variables:
        if not (each.name.isascii() and each.name.isidentifier() and len(each.name) <= 8):
            raise ValueError(f"{each.name!r} is no name of a variable.")
    cases = [[_MISSING if value is None else float(value) for value in row] for row in rows]
    pack = struct.Struct(f"<{len(variables)}d").pack
    parts = [_header(len(variables), len(cases), title)]
    parts += [_variable(each) for each in variables]
    parts += [_labels(place, each) for place, each in enumerate(variables, start=1) if each.values]
    parts += [_info(20, 1, b"UTF-8"), struct.pack("<ii", 999, 0)]
    return b"".join([*parts, *(pack(*case) for case in cases)])


def _header(width: int, cases: int, title: str) -> bytes:
    product = b"@(#) SPSS DATA FILE Pendopo".ljust(60)
    head = struct.pack("<4s60siiiiid", b"$FL2", product, 2, width, 0, 0, cases, 100.0)
    return head + b"01 Jan 26" + b"00:00:00" + _cut(title, 64).ljust(64) + b"\0\0\0"


def _variable(each: Variable) -> bytes:
    label = _cut(each.label, _LABEL_MAX)
    head = struct.pack("<iiiiii8s", 2, 0, 1, 0, _FORMAT, _FORMAT, each.name.upper().encode().ljust(8))
    return head + struct.pack("<i", len(label)) + _padded(label, 4)


def _labels(place: int, each: Variable) -> bytes:
    found = [struct.pack("<ii", 3, len(each.values))]
    for value, text in each.values.items():
        label = _cut(text, _VALUE_LABEL_MAX)
        found.append(struct.pack("<d", float(value)) + _padded(bytes([len(label)]) + label, 8))
    return b"".join(found) + struct.pack("<iii", 4, 1, place)


def _info(subtype: int, size: int, content: bytes) -> bytes:
    return struct.pack("<iiii", 7, subtype, size, len(content) // size) + content
