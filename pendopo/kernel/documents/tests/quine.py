"""An archive that contains itself: unpacking it gives the same file again, for ever.

Built, not fetched. A deflate stream knows two instructions: print what follows (a stored block, 5 bytes before it), and
repeat what was printed last (a match). From these a program is written that prints its own archive: what stands before
it, itself, what stands after it. Instructions are 5 bytes long, or a multiple, so that they can be counted in units.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache, reduce

_UNIT = 5
# Units that one instruction of one unit can repeat; others of that length do not come out at 40 bits.
_SHORT, _LONG = 4, 13
_LENGTHS = [(257 + n, 0, 3 + n) for n in range(8)]
for _code in range(265, 285):
    _extra = (_code - 261) // 4
    _LENGTHS.append((_code, _extra, (4 + (_code - 261) % 4 << _extra) + 3))
_LENGTHS.append((285, 0, 258))


def _length(length: int) -> tuple[int, int, int]:
    return max((each for each in _LENGTHS if each[2] <= length), key=lambda each: each[0])


def _distance(distance: int) -> tuple[int, int, int]:
    found = []
    for code in range(30):
        extra = max(code // 2 - 1, 0)
        base = code + 1 if code < 4 else (2 + code % 2 << extra) + 1
        found.append((code, extra, base))
    return max((each for each in found if each[2] <= distance), key=lambda each: each[0])


@cache
def _bits_of(length: int) -> int:
    code, extra, _base = _length(length)
    return (7 if code < 280 else 8) + extra


@cache
def _split(count: int, room: int) -> tuple[tuple[int, ...], int] | None:
    """Return lengths of matches that repeat `count` bytes in exactly `room` bits, and how many blocks that takes."""
    each = 5 + _distance(count)[1]
    for blocks in range(1, room // 10 + 1):
        left = room - 10 * blocks
        if 3 <= count <= 258 and _bits_of(count) + each == left:
            return (count,), blocks
        for equal, size in ((equal, size) for equal in range(12) for size in (258, 10)):
            bits, rest = left - each * (equal + 2) - equal * _bits_of(size), count - equal * size
            for first in range(max(3, rest - 258), min(258, rest - 3) + 1):
                if _bits_of(first) + _bits_of(rest - first) == bits:
                    return (*[size] * equal, first, rest - first), blocks
    return None


def _written(lengths: tuple[int, ...], blocks: int, distance: int, *, last: bool) -> bytes:
    """Return the matches as blocks with fixed codes, those after the first one empty."""
    text = ""
    for number in range(blocks):
        text += f"{int(last and number == blocks - 1)}10"  # final or not, then kind 01, the lower bit first
        for length in lengths if number == 0 else ():
            code, extra, base = _length(length)
            text += f"{code - 256:07b}" if code < 280 else f"{code - 280 + 0b11000000:08b}"
            text += "".join(reversed(f"{length - base:0{extra}b}")) if extra else ""
            code, extra, base = _distance(distance)
            text += f"{code:05b}" + ("".join(reversed(f"{distance - base:0{extra}b}")) if extra else "")
        text += "0000000"
    text += "0" * (-len(text) % 8)
    return bytes(int(text[at : at + 8][::-1], 2) for at in range(0, len(text), 8))


def _say(count: int) -> bytes:
    """Return the instruction to print the next `count` bytes."""
    return struct.pack("<BHH", 0, count, count ^ 0xFFFF)


def _again(count: int) -> bytes:
    """Return the instruction, some units long, to repeat the last `count` bytes."""
    for units in range(1, 11):
        if found := _split(count, 8 * _UNIT * units):
            return _written(*found, count, last=False)
    raise ValueError(f"{count} bytes cannot be repeated by whole units.")


def _again_at_last(after: bytes) -> bytes:
    """Return the last instruction: repeat itself and what stands after it."""
    for size in range(3, 60):
        for room in range(8 * size, 8 * size - 8, -1):
            if found := _split(size + len(after), room):
                return _written(*found, size + len(after), last=True)
    raise ValueError("The end cannot be repeated.")


def _program(before: bytes, after: bytes) -> bytes:
    """Return the stream that prints `before`, itself, and `after`."""
    one, four, long, nothing = _say(_UNIT), _say(_SHORT * _UNIT), _say(_LONG * _UNIT), _say(0)
    four_again, long_again = _again(_SHORT * _UNIT), _again(_LONG * _UNIT)
    head = _say(len(before) + _UNIT)
    head_again, end_again = _again(len(before) + _UNIT), _again_at_last(after)
    units = _say(len(head_again))
    filling = nothing * (_LONG - 3 - len(head_again) // _UNIT)
    said = [head_again, one, units, filling, long]
    end = _say(len(end_again) + len(after))
    return b"".join(
        [
            *(head, before, head, head_again, units, head_again, one, units, filling),
            *(long, *said, long_again, one, long_again, one, one),
            *(four, long_again, one, one, four, four_again),
            *(four, four_again, four, four_again, four, four_again),
            *(four, four_again, nothing, nothing, end, four_again, nothing, nothing),
            *(end, end_again, after, end_again),
        ]
    )


def quine(name: str, beside: dict[str, str] | None = None) -> bytes:
    """Return an archive whose entry `name`, after those of `beside`, is the archive itself, with the right checksum."""
    shell = io.BytesIO()
    with zipfile.ZipFile(shell, "w", zipfile.ZIP_DEFLATED) as opened:
        for path, text in (beside or {}).items():
            opened.writestr(zipfile.ZipInfo(path), text, zipfile.ZIP_DEFLATED)
        start = opened.start_dir
    others, listed = shell.getvalue()[:start], shell.getvalue()[start:-22]

    def made(checksum: int, packed: int = 0, whole: int = 0) -> bytes:
        facts = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, checksum, packed, whole, len(name), 0)
        before = others + b"PK\x03\x04" + facts + name.encode()
        entry = b"PK\x01\x02\x14\x00" + facts + struct.pack("<HHHII", 0, 0, 0, 0, len(others)) + name.encode()
        count = len(beside or {}) + 1

        def after(size: int) -> bytes:
            directory = listed + entry
            place = len(before) + size
            return directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), place, 0)

        stream = _program(before, after(packed))
        if packed != len(stream):
            return made(checksum, len(stream), len(before) + len(stream) + len(after(packed)))
        return before + stream + after(packed)

    return made(_fixed_point(lambda checksum: zlib.crc32(made(checksum))))


def _fixed_point(told: Callable[[int], int]) -> int:
    """Return the number that `told` says of itself; a checksum is linear, so 32 equations give it."""
    base = told(0)
    # Each row: what a bit changes in (result xor number), and the bit itself, to be solved for `base`.
    solved: list[tuple[int, int]] = []
    for bit in range(32):
        changed, used = told(1 << bit) ^ base ^ (1 << bit), 1 << bit
        for other, numbers in solved:
            if changed ^ other < changed:
                changed, used = changed ^ other, used ^ numbers
        if changed:
            solved = sorted([*solved, (changed, used)], reverse=True)

    def reduced(state: tuple[int, int], row: tuple[int, int]) -> tuple[int, int]:
        return (state[0] ^ row[0], state[1] ^ row[1]) if state[0] ^ row[0] < state[0] else state

    left, number = reduce(reduced, solved, (base, 0))
    if left:
        raise ValueError("No checksum fits; another name will do.")
    return number
