"""Texts of the interface: collects them, keeps the English catalogue in step, and tells what is not translated.

`python -m tests.translations` checks; `--write` renews pendopo/locale/en/LC_MESSAGES/django.po and compiles it.
Indonesian is the language of the source, so it needs no catalogue. Uses Babel, not gettext's programs.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("pendopo/locale/en/LC_MESSAGES/django.po")

# Function → which of its arguments are texts. `N_` marks texts in files that may not import Django (rules.py).
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def source_files(root: Path) -> list[Path]:
    """Return every file that may hold texts of the interface: Python without tests, and templates."""
    found = [path for path in (root / "pendopo").rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
    found += [path for path in (root / "pendopo").rglob("templates/**/*") if path.suffix in {".html", ".txt"}]
    return sorted(found)


def collected(root: Path) -> Catalog:
    """Return a catalogue of every text in the sources, with the places where it stands."""
    catalogue = Catalog(project="Pendopo", charset="utf-8", fuzzy=False)
    for path in source_files(root):
        for line, texts, comments, context in _texts(path):
            place = (path.relative_to(root).as_posix(), line)
            catalogue.add(texts, None, [place], auto_comments=comments, context=context)
    return catalogue


def _texts(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into lines of Python-like calls that keep the line numbers.
        source = templatize(source, origin=str(path))
    stream = io.BytesIO(source.encode("utf-8"))
    yield from extract(
        "python", stream, keywords=KEYWORDS, comment_tags=["Translators:"], options={"encoding": "utf-8"}
    )


def translated(root: Path) -> Catalog:
    """Return the English catalogue, empty when there is none yet."""
    path = root / CATALOGUE
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def complaints(root: Path = ROOT) -> list[str]:
    """Return a sentence for each text without English, each that is no longer used, and a stale compiled file."""
    wanted, have = collected(root), translated(root)
    lines = [
        f"{_where(message)}: no English for {message.id!r}"
        for message in wanted
        if message.id and not _done(have, message)
    ]
    known = {(message.id, message.context) for message in wanted}
    lines += [
        f"{CATALOGUE}: {message.id!r} is in no source any more"
        for message in have
        if message.id and (message.id, message.context) not in known
    ]
    if not lines and compiled(root) != _entries(have):
        lines.append(f"{CATALOGUE.with_suffix('.mo')} is older than the texts.")
    return lines


def compiled(root: Path) -> dict[object, object]:
    """Return the texts of the compiled catalogue, which is what the program reads."""
    path = (root / CATALOGUE).with_suffix(".mo")
    return _entries(read_mo(io.BytesIO(path.read_bytes()))) if path.exists() else {}


def _where(message: Message) -> str:
    file, line = message.locations[0]
    return f"{file}:{line}"


def _done(have: Catalog, message: Message) -> bool:
    """Tell whether the catalogue has a full, certain translation that keeps every placeholder."""
    found = have.get(message.id, message.context)
    if found is None or found.fuzzy:
        return False
    texts = [found.string] if isinstance(found.string, str) else list(found.string)
    asked = placeholders(*([message.id] if isinstance(message.id, str) else message.id))
    return all(texts) and placeholders(*texts) == asked


def placeholders(*texts: str) -> set[str]:
    """Return the places in which values are put, such as %(days)s and {name}."""
    return {found for text in texts for found in PLACEHOLDER.findall(text)}


def _entries(catalogue: Catalog) -> dict[object, object]:
    return {
        (_plain(message.id), _plain(message.context)): _plain(message.string) for message in catalogue if message.id
    }


def _plain(text: object) -> object:
    # Babel reads plurals as lists and contexts as bytes from a compiled catalogue.
    if isinstance(text, bytes):
        return text.decode("utf-8")
    return tuple(text) if isinstance(text, list) else text


def write(root: Path = ROOT) -> None:
    """Bring the English catalogue in step with the sources, keeping what is translated, and compile it."""
    have = translated(root)
    have.update(collected(root), no_fuzzy_matching=True, update_header_comment=False, keep_user_comments=True)
    have.obsolete.clear()
    path = root / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, have, width=120, sort_by_file=True, omit_header=False, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, have)


def main(arguments: list[str]) -> int:
    """Check, or with --write renew; return 0 when everything is translated."""
    if not settings.configured:
        settings.configure(USE_I18N=False)  # templatize wants settings, whichever
    if "--write" in arguments:
        write()
    found = complaints()
    print("\n".join(found[:40]))
    print(f"{len(found)} complaints about translations." if found else "Every text has its English.")
    return 0 if "--write" in arguments else int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
