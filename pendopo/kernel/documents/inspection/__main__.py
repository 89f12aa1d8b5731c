"""The confined process of an inspection: file on the input; refusal or nothing as a line of JSON on the output.

After that line stand the bytes to keep, when they are others than those that came.

Arguments: memory limit in bytes, extension.
"""

from __future__ import annotations

import json
import sys
from typing import Final

from pendopo.kernel.documents.confined import limit_memory
from pendopo.kernel.documents.inspection import checked
from pendopo.kernel.documents.rules import KINDS, FileRefused

# What `warm.py` reads beforehand.
READS_WITH: Final = (
    "pendopo.kernel.documents.inspection.metadata",
    "pendopo.kernel.documents.inspection.office",
    "pendopo.kernel.documents.inspection.pdf",
    "pendopo.kernel.documents.inspection.picture",
)


def answer(content: bytes, extension: str) -> bytes:
    """Return the refusal as a line of JSON, an empty object when the file passes, and then what to keep instead.

    Anything unexpected is raised.
    """
    refusal: dict[str, object] = {}
    kept = content
    try:
        kept = checked(content, KINDS[extension])
    except FileRefused as refused:
        refusal = {"code": refused.code, "template": refused.template, "params": refused.params}
    return json.dumps(refusal).encode() + b"\n" + (b"" if kept == content else kept)


if __name__ == "__main__":  # pragma: no cover - measured through answer()
    limit_memory(int(sys.argv[1]))
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), sys.argv[2]))
