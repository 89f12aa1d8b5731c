"""Builds the town in a folder: `python -m tests.fuzzing.build FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.fuzzing import town

if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    town.prepare(place)
    from tests.network import closed

    with closed():
        town.build()
