"""What a confined process answered once in a run is not asked again: the same bytes give the same letter or finding.

Every distinct question still starts a real process; hundreds of tests ask the same one. Failures are never kept.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib
import os
import pickle
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

# Where all sessions of one run meet; without it each session has a folder of its own.
FOLDER = "PENDOPO_TEST_ANSWERS"
# Set by the controlling process of a session for its workers: their common folder.
SESSION = "PENDOPO_TEST_FOLDER"

ASKING = (
    "pendopo.kernel.documents.inspection",
    "pendopo.kernel.documents.letters",
    "pendopo.kernel.documents.redaction",
    "pendopo.kernel.documents.redaction.scanning",
    "pendopo.kernel.documents.signing.reading",
)

Built = TypeVar("Built")


def kept_in() -> Path:
    """Return the folder in which the processes of a run keep copies for each other."""
    return Path(os.environ.get(FOLDER) or os.environ[SESSION])


def built_once(name: str, build: Callable[[], Built]) -> Built:
    """Return what `build` makes, which the first process of a run does for all; it may be called while tests are read."""
    kept = kept_in() / f"{name}.pickle"
    with (kept_in() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(build()))
    found: Built = pickle.loads(kept.read_bytes())
    return found


@pytest.fixture(autouse=True, scope="session")
def _answered_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    from pendopo.kernel.documents.confined import run_confined

    folder = Path(os.environ.get(FOLDER) or tmp_path_factory.mktemp("answers"))

    def remembered(module: str, payload: bytes, *arguments: str, seconds: float, memory: int) -> bytes:
        asked = hashlib.sha256("\0".join([module, *arguments, str(seconds), str(memory)]).encode() + b"\0" + payload)
        kept = folder / asked.hexdigest()
        if kept.exists():
            return kept.read_bytes()
        answer = run_confined(module, payload, *arguments, seconds=seconds, memory=memory)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as written:
            written.write(answer)
        Path(written.name).replace(kept)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        for name in ASKING:
            patch.setattr(importlib.import_module(name), "run_confined", remembered)
        yield
