"""Licences of data that an agency may choose, as a list with their addresses; what it has not said is "not stated".

Names and addresses are those of the licences' own texts. Which one holds is the agency's decision and never assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.lib.text import gettext_noop as _

# CKAN's code for "not stated".
NOT_STATED: Final = "notspecified"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its code at CKAN, title, address of its text (empty for none), and whether it is open (opendefinition.org)."""

    code: str
    title: str
    url: str = ""
    is_open: bool = True


_ALL: Final = (
    Licence(NOT_STATED, _("Lisensi belum dinyatakan"), is_open=False),
    Licence("cc-zero", "Creative Commons CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    Licence("cc-by", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    Licence(
        "cc-by-sa", "Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"
    ),
    Licence(
        "odc-pddl",
        "Open Data Commons Public Domain Dedication and License",
        "https://opendatacommons.org/licenses/pddl/1-0/",
    ),
    Licence("odc-by", "Open Data Commons Attribution License", "https://opendatacommons.org/licenses/by/1-0/"),
    Licence("odc-odbl", "Open Data Commons Open Database License", "https://opendatacommons.org/licenses/odbl/1-0/"),
)
LICENCES: Final[Mapping[str, Licence]] = {each.code: each for each in _ALL}
