"""The declarations of personal data are whole, and the guard would notice what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps

from pendopo.kernel.people.models import Contact
from pendopo.kernel.people.personal import declarations
from pendopo.modules.information.models import Inquiry

from tests.guards import personal

LIST = Path(__file__).with_name("no_personal_data.toml")


def test_every_field_is_declared_or_listed() -> None:
    assert "\n".join(personal.unanswered(apps.get_models(), LIST)) == ""


def test_declarations_are_whole() -> None:
    assert "\n".join(personal.wrong(model._meta.label for model in apps.get_models())) == ""


def test_the_guard_notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pendopo.kernel.people import personal as declared

    file = tmp_path / "none.toml"
    file.write_text('[[none]]\nreason = "because it is only a test of the guard"\nfields = ["*.state", "*.gone"]\n')
    rest = {name: fields for name, fields in declarations().items() if name != "people.Contact"}
    monkeypatch.setattr(declared, "_declared", rest)
    found = "\n".join(personal.unanswered([Contact, Inquiry], file))
    assert "people.Contact.address could hold personal data" in found
    assert "people.Contact.kind" not in found  # chosen from a list
    assert "information.Inquiry.details" not in found
    assert "*.gone names no field any more" in found
    file.write_text('[[none]]\nreason = ""\nfields = []\n')
    with pytest.raises(ValueError, match="says why"):
        personal.listed(file)
