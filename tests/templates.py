"""Compiles every template of the project, so that a forgotten tag is found before a visitor finds it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def template_files(root: Path = ROOT) -> list[Path]:
    """Return every template under `root`, in a stable order."""
    return sorted(path for path in (root / "pendopo").rglob("templates/**/*") if path.suffix in {".html", ".txt"})


def complaints(root: Path = ROOT) -> list[str]:
    """Return a sentence for each template that does not compile; Django must be set up."""
    from django.template import TemplateSyntaxError, engines

    engine = engines["django"]
    lines = []
    for path in template_files(root):
        try:
            engine.from_string(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as problem:
            lines.append(f"{path.relative_to(root)}: {problem}")
    return lines


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.config.settings")
    import django

    django.setup()
    found = complaints()
    print("\n".join(found))
    sys.exit(bool(found))
