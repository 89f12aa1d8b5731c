"""An exemption in force without its history: for tests of what refuses by Pasal 17."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.models import User
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.rules.procedure import IN_FORCE

START = dt.date(2026, 1, 2)
AT = dt.datetime(2026, 1, 2, 3, 0, tzinfo=dt.UTC)


def exemption_in_force(agency: Agency, letters: str = "h", **fields: Any) -> Exemption:
    """Return an exemption by these letters, decreed on 2 January 2026; nobody of the agency's own staff is made."""
    unit: Unit = fields.pop("unit", None) or Unit.objects.filter(agency=agency).order_by("name")[0]
    people = [User.objects.get_or_create(username=name, defaults={"name": name})[0] for name in ("penguji", "pimpinan")]
    seq = Exemption.objects.filter(agency=agency).count() + 1
    values = {
        "number": f"UK-UJI-2026-{seq:04d}", "year": 2026, "seq": 9000 + seq, "procedure_version": "2026.1",
        "state": IN_FORCE, "state_since_at": AT, "title": f"Informasi Pasal 17 huruf {', '.join(letters)}",
        "background": "Uji.", "timing": "before_request", "proposed_by": people[0], "proposed_at": AT,
        "part": "Kolom alamat.", "documents": ["Daftar peserta"], "letters": list(letters),
        "laws": ["UU 27/2022 Pasal 4 ayat (2)"], "result": "exempt", "if_opened": "Rugi.", "if_closed": "Aman.",
        "public_interest": "Kecil.", "public_reason": "Melindungi hak pribadi.", "no_end_reason": "Melekat pada orangnya.",
        "tested_by": people[0], "tested_at": AT, "determined_by": people[0], "determined_at": AT, "place": "Jakarta",
        "approved_by": people[1], "approved_at": AT, "decree_number": f"UK-UJI-2026-{seq:04d}/DIK", "decree_on": START,
    }  # fmt: skip
    return Exemption.objects.create(agency=agency, unit=unit, **(values | fields))


def exemptions_for(agency: Agency, grounds: Any) -> list[Any]:
    """Return the keys of exemptions in force for the letters of Pasal 17 among `grounds`, made where there is none."""
    letters = [code[2:] for code in grounds if code.startswith("17")]
    made = {found.letters[0]: found for found in Exemption.objects.filter(agency=agency, number__startswith="UK-UJI")}
    return [(made.get(letter) or exemption_in_force(agency, letter)).pk for letter in letters]
