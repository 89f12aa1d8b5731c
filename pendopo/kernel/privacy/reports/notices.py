"""Letters about an incident with the contents of UU 27/2022 Pasal 46: to a subject, to the authority, and as e-mail."""

from __future__ import annotations

from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.kernel.people.models import Contact
from pendopo.kernel.privacy.models import Incident
from pendopo.kernel.privacy.queries.periods import arrangement
from pendopo.kernel.privacy.reports.paper import Paper
from pendopo.kernel.privacy.rules.incidents import CONTENTS
from pendopo.ui.formats import moment

_SUBJECT: Final = "Pemberitahuan kegagalan pelindungan data pribadi"
_UNKNOWN: Final = "Masih diperiksa."


def opening_of(incident: Incident) -> str:
    """Return the first paragraph of every notice."""
    return _(
        "Dengan ini %(agency)s memberitahukan kegagalan pelindungan data pribadi yang diketahui pada %(known)s "
        "(Pasal 46 Undang-Undang Nomor 27 Tahun 2022)."
    ) % {"agency": incident.agency.name, "known": moment(incident.known_at, incident.agency)}


def parts_of(incident: Incident) -> list[list[str]]:
    """Return heading and text of what the law wants told."""
    when = _("Terjadi antara %(start)s dan %(end)s.") % {
        "start": moment(incident.happened_from, incident.agency),
        "end": moment(incident.happened_until, incident.agency),
    }
    texts = {"exposed": incident.exposed, "cause": f"{when}\n{incident.cause}", "handling": incident.handling}
    return [[_(heading), texts[name] or _UNKNOWN] for name, heading in CONTENTS]


def closing_of(incident: Incident) -> str:
    """Return the last paragraph: whom to ask."""
    chosen, agency = arrangement(incident.agency), incident.agency
    contact = (
        " · ".join(filter(None, (chosen.officer, chosen.officer_contact)))
        or agency.email
        or agency.phone
        or agency.address
    )
    return _("Untuk pertanyaan, hubungi %(contact)s.") % {"contact": contact}


def mail(incident: Incident) -> tuple[str, str]:
    """Return subject and body of the e-mail to everybody affected, in Indonesian."""
    with translation.override("id"):
        parts = [f"{heading}:\n{text}" for heading, text in parts_of(incident)]
        body = "\n\n".join([opening_of(incident), *parts, closing_of(incident), incident.agency.name])
        return f"{_SUBJECT} ({incident.number})", body


def to_subject(incident: Incident, contact: Contact | None) -> Paper:
    """Return the letter to one subject; without a contact the template that is filled in by hand."""
    lines = [contact.name, contact.address] if contact is not None else ["…", "…"]
    return _paper("privacy/subject_notice", incident, {"addressee": lines})


def to_authority(incident: Incident, affected: int) -> Paper:
    """Return the letter to the authority for the protection of personal data."""
    facts = [
        ["Nomor insiden", incident.number],
        ["Jumlah subjek yang terdampak", str(affected)],
        ["Mengganggu pelayanan publik", "Ya" if incident.disturbs_public else "Tidak"],
    ]
    lines = [incident.authority or "Lembaga Pelindungan Data Pribadi"]
    return _paper("privacy/authority_notice", incident, {"addressee": lines, "facts": facts})


def _paper(template: str, incident: Incident, more: dict[str, Any]) -> Paper:
    agency = incident.agency
    today = clock.today(agency.timezone)
    with translation.override("id"):
        chosen = arrangement(agency)
        content = {
            "opening": opening_of(incident),
            "parts": parts_of(incident),
            "closing": closing_of(incident),
            "signer": {"title": "Pejabat Pelindung Data", "name": chosen.officer or "…"},
            "date": letter_date(today),
            **more,
        }
        head = letterhead_of(agency, number=incident.number, on=today, subject=_SUBJECT)
    return Paper(template, content, head, f"pemberitahuan-insiden-{incident.seq}.pdf")
