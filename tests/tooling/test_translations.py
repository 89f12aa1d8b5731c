"""What the check of translations collects and complains about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import translations

SOURCES = {
    "pendopo/modules/one/views.py": (
        'from django.utils.translation import gettext as _\n\nx = _("Kirim")\n'
        'y = ngettext("{n} hari", "{n} hari kerja", n)\nz = pgettext("tombol", "Buka")\n'
    ),
    "pendopo/modules/one/rules.py": 'from pendopo.lib.text import gettext_noop as _\n\nx = _("Diterima")\n',
    "pendopo/modules/one/tests/test_views.py": 'x = _("not a text of the interface")\n',
    "pendopo/modules/one/templates/one/page.html": (
        '{% load i18n %}<h1>{% translate "Permohonan" %}</h1>\n'
        "{% blocktranslate with n=n %}Tersisa {{ n }} hari{% endblocktranslate %}\n"
    ),
}
ENGLISH = {
    "Kirim": "Send",
    ("{n} hari", "{n} hari kerja"): ("{n} day", "{n} working days"),
    "Buka": "Open",
    "Diterima": "Received",
    "Permohonan": "Request",
    "Tersisa %(n)s hari": "%(n)s days left",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in SOURCES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def translate(root: Path, english: dict[str | tuple[str, ...], str | tuple[str, ...]]) -> None:
    """Fill the catalogue by hand, as a translator would."""
    translations.write(root)
    path = root / translations.CATALOGUE
    catalogue = translations.translated(root)
    for message in catalogue:
        if message.id:
            key = tuple(message.id) if isinstance(message.id, list | tuple) else message.id
            message.string = english.get(key, message.string)
    with path.open("wb") as file:
        translations.write_po(file, catalogue)


def test_collects_texts_of_python_and_templates(root: Path) -> None:
    assert {message.id for message in translations.collected(root) if message.id} == set(ENGLISH)


def test_untranslated_texts_are_named_with_their_place(root: Path) -> None:
    found = translations.complaints(root)
    assert "pendopo/modules/one/views.py:3: no English for 'Kirim'" in found
    assert "pendopo/modules/one/templates/one/page.html:1: no English for 'Permohonan'" in found
    assert len(found) == len(ENGLISH)


def test_a_complete_catalogue_passes(root: Path) -> None:
    translate(root, ENGLISH)
    assert translations.complaints(root) == [f"{translations.CATALOGUE.with_suffix('.mo')} is older than the texts."]
    translations.write(root)
    assert translations.complaints(root) == []
    kept = {message.id: message.string for message in translations.translated(root) if message.id}
    assert kept == ENGLISH


def test_a_lost_placeholder_is_no_translation(root: Path) -> None:
    translate(root, ENGLISH | {"Tersisa %(n)s hari": "Some days left"})
    assert [line for line in translations.complaints(root) if "no English" in line] == [
        "pendopo/modules/one/templates/one/page.html:2: no English for 'Tersisa %(n)s hari'"
    ]


def test_texts_that_left_the_sources_are_named(root: Path) -> None:
    translate(root, ENGLISH)
    (root / "pendopo/modules/one/rules.py").write_text("", encoding="utf-8")
    assert translations.complaints(root) == [f"{translations.CATALOGUE}: 'Diterima' is in no source any more"]
