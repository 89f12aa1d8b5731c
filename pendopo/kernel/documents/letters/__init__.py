"""Letters as PDF (surat): a template of the program, data of the case, one tagged and archivable file.

Data reach the template as JSON and are set as text, never read as markup; the compiler runs confined and offline.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pendopo.kernel import clock
from pendopo.kernel.documents.confined import ConfinedFailure, run_confined
from pendopo.kernel.documents.letters.characters import cleaned

SECONDS: Final = 20.0
MEMORY: Final = 2 * 1024 * 1024 * 1024
BASE_NAME: Final = "_letter.typ"
_BASE: Final = Path(__file__).parent / "typst" / BASE_NAME

_folders: dict[str, Path] = {}
_log = logging.getLogger(__name__)


class LetterFailed(Exception):
    """A letter could not be made (surat gagal dibuat): its template is wrong, or the compiler ran out of time."""


class MadeLetter(bytes):
    """A letter's PDF that knows what it was made from, so that the signed version can have the same words."""

    template: str
    content: Mapping[str, object]
    letterhead: Mapping[str, object]

    @classmethod
    def of(
        cls, pdf: bytes, *, template: str, content: Mapping[str, object], letterhead: Mapping[str, object]
    ) -> MadeLetter:
        """Return the PDF with template, content and letterhead it was rendered from."""
        made = cls(pdf)
        made.template, made.content, made.letterhead = template, content, letterhead
        return made


def register_folder(label: str, folder: Path) -> None:
    """Make the .typ files of `folder` known as `label/name`; raise FileNotFoundError when there is no such folder."""
    if not folder.is_dir():
        raise FileNotFoundError(f"No folder of letters: {folder}")
    _folders[label] = folder


def known_templates() -> list[str]:
    """Return the names of all templates, as render_letter takes them."""
    return sorted(
        f"{label}/{path.stem}"
        for label, folder in _folders.items()
        for path in folder.glob("*.typ")
        if not path.stem.startswith("_")
    )


def _sources(template: str) -> dict[str, str]:
    label, _, name = template.partition("/")
    folder = _folders.get(label)
    if folder is None or not (folder / f"{name}.typ").is_file():
        raise LetterFailed(f"No letter template {template}; known are {', '.join(known_templates()) or 'none'}.")
    shared = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("_*.typ")}
    base = {BASE_NAME: _BASE.read_text(encoding="utf-8")}
    return {**shared, **base, "main.typ": (folder / f"{name}.typ").read_text(encoding="utf-8")}


def render_letter(
    template: str, content: Mapping[str, object], *, letterhead: Mapping[str, object], output: str = "pdf"
) -> bytes:
    """Return the letter as PDF/UA-1 and PDF/A-2a (a MadeLetter), or its first page as PNG with `output="png"`.

    `template` is `label/name` of a registered folder; `content` and `letterhead` (see letters.heading) are plain JSON.
    Raises LetterFailed when the template is unknown or does not compile within 20 s.
    """
    order = {
        "files": _sources(template),
        "data": json.dumps(cleaned({"content": content, "letterhead": letterhead}), ensure_ascii=False),
        "output": output,
        "timestamp": int(clock.now().timestamp()),
    }
    try:
        made = run_confined(
            "pendopo.kernel.documents.letters", json.dumps(order).encode(), seconds=SECONDS, memory=MEMORY
        )
    except ConfinedFailure as failure:
        _log.error("Letter %s failed: %s", template, failure)
        raise LetterFailed(f"Letter {template} could not be made: {failure}") from failure
    if output != "pdf":
        return made
    return MadeLetter.of(made, template=template, content=content, letterhead=letterhead)
