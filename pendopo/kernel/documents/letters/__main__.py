"""The confined process of a letter: sources and data as JSON on the input, the PDF or PNG on the output.

Argument: memory limit in bytes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

from pendopo.kernel.documents.confined import limit_memory
from pendopo.kernel.documents.letters.characters import only_sure, refused, undrawn, without

_ROUNDS: Final = 6
# What `warm.py` reads beforehand.
READS_WITH: Final = ("typst",)


def compile_once(root: Path, order: Mapping[str, Any], data: str) -> bytes:
    """Return the PDF or the first page's PNG; raise typst.TypstError."""
    import typst

    made: object = typst.compile(
        str(root / "main.typ"),
        root=str(root),
        ignore_system_fonts=True,
        format=order["output"],
        ppi=110,
        sys_inputs={"data": data},
        pdf_standards=["ua-1", "a-2a"] if order["output"] == "pdf" else [],
        timestamp=order["timestamp"],
        # An empty folder: a template that asks for a package fails here instead of reaching for the network.
        package_path=str(root / "packages"),
        package_cache_path=str(root / "packages"),
    )
    first = made[0] if isinstance(made, list) else made
    return cast(bytes, first)


def compile_letter(root: Path, order: Mapping[str, Any]) -> bytes:
    """Compile, writing out characters that no embedded font has: PDF/UA refuses a letter with a blank box in it."""
    import typst

    data: str = order["data"]
    for _ in range(_ROUNDS):
        try:
            return compile_once(root, order, data)
        except typst.TypstError as failure:
            if not (refusal := refused(str(failure))):
                raise
            if not (missing := undrawn(refusal, data)):
                break
            data = without(data, missing)
        except BaseException as failure:
            # Some scripts without a font bring the compiler itself down: its panic is no Exception and has no public name.
            if type(failure).__name__ != "PanicException":
                raise
            break
    return compile_once(root, order, only_sure(data))


def answer(order: Mapping[str, Any]) -> bytes:
    """Write the sources to a folder of their own and return what they compile to; a wrong template is raised."""
    with TemporaryDirectory(prefix="pendopo-letter-") as place:
        root = Path(place)
        for name, source in order["files"].items():
            (root / name).write_text(source, encoding="utf-8")
        (root / "packages").mkdir()
        return compile_letter(root, order)


if __name__ == "__main__":  # pragma: no cover - measured through answer()
    limit_memory(int(sys.argv[1]))
    sys.stdout.buffer.write(answer(json.loads(sys.stdin.buffer.read())))
