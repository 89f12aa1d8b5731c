"""What the papers say: the decree with the six contents of PP 61/2010, and the sheet of the consequence test."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.lib.article17 import KINDS, article
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.rules.approval import STAGES
from pendopo.modules.exemptions.rules.consequence import RESULTS, TIMINGS
from pendopo.ui.formats import citation

_TITLE: Final = "Pejabat Pengelola Informasi dan Dokumentasi"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper ready to be rendered: template, content and letterhead as plain JSON, and the name of its file."""

    template: str
    content: dict[str, object]
    letterhead: dict[str, object]
    file_name: str


def kind_words(letter: str) -> str:
    """Return a letter of Pasal 17 in words with its article, in the language of the page."""
    text = _(KINDS[letter])
    return f"{text[:1].upper()}{text[1:]} ({citation(article(letter))})"


def kinds_words(exemption: Exemption) -> list[str]:
    """Return the letters of an exemption in words."""
    return [kind_words(letter) for letter in exemption.letters]


def _period(exemption: Exemption, start: dt.date) -> str:
    if exemption.until is None:
        return f"Sejak {letter_date(start)} tanpa tanggal berakhir. {exemption.no_end_reason}".strip()
    return f"{letter_date(start)} sampai dengan {letter_date(exemption.until)}"


def decree(exemption: Exemption, *, number: str, approver: str) -> Paper:
    """Return the decree as it stands, or as it would come into force today with the agreement of `approver`."""
    with translation.override("id"):
        agency = exemption.agency
        on = exemption.decree_on or clock.today(agency.timezone)
        stages = [(given["stage"], given["name"]) for given in exemption.agreements]
        if exemption.approved_by is None and approver:
            stages.append(("head", approver))
        agreed = [f"{_(STAGES[stage])}: {name}" for stage, name in stages]
        decider = exemption.determined_by.name if exemption.determined_by else ""
        content: dict[str, object] = {
            "title": exemption.title,
            "facts": [
                ["1. Jenis klasifikasi", "; ".join(kinds_words(exemption))],
                ["Dasar undang-undang", "\n".join(exemption.laws)],
                ["2. Pejabat yang menetapkan", f"{decider}, {_TITLE}"],
                ["3. Badan publik dan unit kerja", f"{agency.name}, {exemption.unit.name}"],
                ["4. Jangka waktu", _period(exemption, on)],
                ["5. Alasan", exemption.public_reason],
                ["6. Tempat dan tanggal", f"{exemption.place}, {letter_date(on)}"],
            ],
            "agreed": agreed,
            "draft": exemption.decree_on is None and not approver,
            "signer": {
                "title": _TITLE,
                "name": decider,
                "note": "Ditetapkan secara elektronik. Nomor penetapan ini dapat dicocokkan dalam daftar informasi yang "
                "dikecualikan.",
            },
        }
        head = letterhead_of(agency, number=number, on=on, place=exemption.place, subject=_DECREE)
    return Paper("exemptions/decree", content, head, f"penetapan-dik-{exemption.seq}-{exemption.year}.pdf")


_DECREE: Final = "Penetapan klasifikasi informasi yang dikecualikan"


def sheet(exemption: Exemption) -> Paper:
    """Return the sheet of the consequence test as far as it has come; for officers, not for the public."""
    with translation.override("id"):
        agency = exemption.agency
        on = (exemption.tested_at or exemption.proposed_at).astimezone(agency.zone).date()
        exempt = exemption.result == "exempt"
        content: dict[str, object] = {
            "facts": [
                ["Nomor uji", exemption.number],
                ["Informasi", exemption.title],
                ["Unit yang menguasai", exemption.unit.name],
                ["Waktu pengujian", _(TIMINGS[exemption.timing])],
                ["Nomor perintah", exemption.order_number],
                ["Bagian informasi", exemption.part],
                ["Dokumen yang memuatnya", "\n".join(exemption.documents)],
                ["Klasifikasi Pasal 17", "; ".join(kinds_words(exemption))],
                ["Dasar undang-undang", "\n".join(exemption.laws)],
            ],
            "opened": exemption.if_opened,
            "closed": exemption.if_closed,
            "interest": exemption.public_interest,
            "result": _(RESULTS[exemption.result]) if exemption.result else "Belum diuji",
            "period": _period(exemption, exemption.decree_on or on) if exempt else "",
            "signer": {
                "title": _TITLE,
                "name": exemption.tested_by.name if exemption.tested_by else "",
                "note": "Lembar ini untuk petugas dan tidak diumumkan.",
            },
        }
        head = letterhead_of(agency, number=exemption.number, on=on, subject="Lembar uji konsekuensi")
    return Paper("exemptions/sheet", content, head, f"lembar-uji-dik-{exemption.seq}-{exemption.year}.pdf")
