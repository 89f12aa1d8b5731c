"""What requests for information add to the API."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.api.registry import Part, Topic, numbers_of
from pendopo.kernel.api.rules import Scope
from pendopo.kernel.people.rules import AUDITOR, FRONT_OFFICE
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.procedure import ISSUING_STEP

READ: Final = "requests:read"
WRITE: Final = "requests:write"
IDENTITY: Final = "requests:identity"


def _topic(name: str, label: str, *steps: str) -> Topic:
    return Topic(name, label, tuple(f"inquiry.{step}" for step in steps), numbers_of(Inquiry))


PART: Final = Part(
    key="information",
    routes="pendopo.modules.information.api.routes.routes",
    # A program registers as the desk does, and reads as the auditor does: everything but who asked.
    scopes=(
        Scope(READ, _("Membaca register permohonan tanpa identitas"), frozenset({AUDITOR})),
        Scope(WRITE, _("Mendaftarkan permohonan atas nama pemohon"), frozenset({FRONT_OFFICE})),
        Scope(IDENTITY, _("Membaca identitas pemohon; setiap pembacaan dicatat"), frozenset({FRONT_OFFICE})),
    ),
    topics=(
        _topic("request.received", _("Permohonan diterima"), "register"),
        _topic("request.complete", _("Permohonan dinyatakan lengkap"), "declare_complete"),
        _topic("request.incomplete", _("Permohonan perlu dilengkapi"), "declare_incomplete"),
        _topic("request.extended", _("Waktu permohonan diperpanjang"), "extend"),
        _topic("request.answered", _("Pemberitahuan tertulis terbit"), *sorted(set(ISSUING_STEP.values()))),
        _topic("request.delivered", _("Informasi diserahkan"), "deliver"),
        _topic("request.closed", _("Permohonan dicabut atau ditutup"), "withdraw", "close_incomplete"),
    ),
)
