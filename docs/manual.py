"""`python docs/manual.py`: writes what the manual takes from the program: the worked examples and the table of legal readings.

A test holds both files against what is written here.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "contoh-tenggat.md"
SETTINGS = ROOT / "docs" / "pengaturan.md"
BEGIN, END = "<!-- bacaan-hukum: dibuat oleh docs/manual.py -->", "<!-- /bacaan-hukum -->"


def readings() -> str:
    """Return the section about legal readings, between its marks."""
    from pendopo.kernel.agencies import questions

    lines = [
        BEGIN,
        "## Bacaan hukum",
        "",
        "Pilihan setiap instansi (Pengaturan → Bacaan hukum); yang ditebalkan adalah bawaan.",
        "",
        "| kode | pertanyaan | setelan | pilihan | di mana bekerja | dasar | keyakinan |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in questions.settings():
        options = [f"`{value}` {words}" for value, words in each.options.items()]
        options[0] = f"**{options[0]}**"
        lines.append(
            f"| {each.code} | {each.question} | `{each.field}` | {'; '.join(options)} | {each.acts} | {each.law} "
            f"| {each.confidence} |"
        )
    lines += [
        "",
        "Keputusan tetap: bacaan yang dijalankan bagi semua, tanpa pilihan.",
        "",
        "| kode | pertanyaan | keputusan | di mana bekerja | dasar | keyakinan |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.code} | {each.question} | {each.answer} | {each.acts} | {each.law} | {each.confidence} |"
        for each in questions.decisions()
    ]
    return "\n".join([*lines, END])


def with_readings(text: str) -> str:
    """Return `text` with the section as it is now; at the end when there was none."""
    if BEGIN not in text:
        return f"{text.rstrip()}\n\n{readings()}\n"
    before, _mark, rest = text.partition(BEGIN)
    return before + readings() + rest.partition(END)[2]


def main() -> int:
    """Write both files; return 0."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("PENDOPO_VAR", tempfile.mkdtemp(prefix="pendopo-manual-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.config.settings")
    import django

    django.setup()
    from django.utils.translation import override

    from pendopo.kernel.calendar.manual import manual

    with override("id"):
        EXAMPLES.write_text(manual(), encoding="utf-8")
    SETTINGS.write_text(with_readings(SETTINGS.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
