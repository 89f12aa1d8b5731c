"""Answers and objections as rows of names and values, as the summary lists show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.people.models import ContactKind
from pendopo.kernel.workflow.models import Move
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules import objecting, procedure
from pendopo.modules.objections.rules.grounds import GROUNDS
from pendopo.modules.objections.rules.procedure import PROCEDURE
from pendopo.modules.objections.views.citizen.drafting import ObjectionDraft, address
from pendopo.ui.formats import file_size, long_date, medium_date

Row = dict[str, Any]


def _row(label: str, value: Any, url: str = "") -> Row:
    return {"label": label, "value": value, "url": url}


def ground_words(letters: Iterable[str]) -> list[str]:
    """Return the grounds in words, each with its letter."""
    return [f"{letter}. {_(GROUNDS[letter].text)}" for letter in letters]


def sections(draft: ObjectionDraft) -> list[dict[str, Any]]:
    """Return the answers of a complete draft, each row with the way back to its page."""
    urls = {page: address(page, draft.agency) for page in draft.pages}
    story, card = draft.of("story"), draft.card()
    files = [f"{each['name']} ({file_size(each['size'])})" for each in draft.files]
    if card is not None:
        first = [
            _row(_("Permohonan"), f"{card.number}: {card.subject}"),
            _row(_("Alasan"), ground_words(draft.of("grounds")["grounds"]), urls["grounds"]),
        ]
    else:
        periodic = draft.of("periodic")
        first = [
            _row(_("Alasan"), ground_words("b")),
            _row(_("Informasi yang tidak tersedia"), periodic["asked"], urls["periodic"]),
            _row(_("Tujuan penggunaan"), periodic["purpose"], urls["periodic"]),
            _row(_("Diketahui"), medium_date(dt.date.fromisoformat(periodic["found_on"])), urls["periodic"]),
        ]
    told = [
        _row(_("Kasus posisi"), story["position"], urls["story"]),
        _row(
            _("Kuasa"), [part for part in (story["proxy_name"], story["proxy_address"], story["proxy_phone"]) if part]
        ),
        _row(_("Berkas"), files),
    ]
    found = [
        {"title": _("Yang dikeberatkan"), "rows": first},
        {"title": _("Penjelasan"), "rows": [row | {"url": urls["story"]} for row in told if row["value"]]},
    ]
    if card is None:
        rows = [row | {"url": urls["objector"]} for row in _identity(draft.of("objector")) if row["value"]]
        found.append({"title": _("Pemohon"), "rows": rows})
    return found


def _identity(who: dict[str, Any]) -> list[Row]:
    nik = who["nik"]
    return [
        _row(_("Berkeberatan sebagai"), ContactKind(who["kind"]).label),
        _row(_("Nama"), who["name"]),
        _row(_("NIK"), " ".join(nik[at : at + 4] for at in range(0, len(nik), 4))),
        _row(_("Identitas lain"), who["other_id"]),
        _row(_("Bertindak untuk"), who["on_behalf_of"]),
        _row(_("Nomor pengesahan badan hukum"), who["decree_number"]),
        _row(_("Alamat"), who["address"]),
        _row(_("Telepon"), who["phone"]),
        _row(_("Surel"), who["email"]),
    ]


def claimed(objection: Objection) -> list[Row]:
    """Return what the objection says, as its owner and its officers read it."""
    rows = [
        _row(_("Permohonan"), objection.inquiry_number),
        _row(_("Alasan keberatan"), ground_words(objection.grounds)),
        _row(_("Kasus posisi"), objection.position),
        _row(_("Informasi yang diminta"), objection.asked),
        _row(_("Tujuan penggunaan"), objection.purpose),
    ]
    return [row for row in rows if row["value"]]


def answer_rows(objection: Objection) -> list[Row]:
    """Return the superior's answer and what became of its order; empty before it."""
    if not objection.decision:
        return []
    executed = medium_date(objection.executed_at, objection.agency) if objection.executed_at else ""
    rows = [
        _row(_("Putusan"), _(objecting.DECISIONS[objection.decision])),
        _row(_("Nomor surat"), objection.letter_number),
        _row(_("Tanggal"), medium_date(objection.answered_at, objection.agency)),
        _row(_("Pertimbangan"), objection.reasons),
        _row(_("Perintah kepada PPID"), objection.order),
        _row(_("Dilaksanakan paling lambat"), long_date(objection.execute_by) if objection.execute_by else ""),
        _row(_("Dilaksanakan"), executed),
        _row(_("Yang diserahkan atau dilakukan"), objection.execution_note),
    ]
    return [row for row in rows if row["value"]]


def status(objection: Objection) -> tuple[str, str]:
    """Return the state in public words with its tone; an answer says which one it is."""
    if objection.state == procedure.ANSWERED:
        tone = "warn" if objection.decision == objecting.REFUSED else "ok"
        return _(objecting.DECISIONS[objection.decision]), tone
    return _(objection.current.public_label), objection.current.tone


def dispute_until(clocks: Iterable[Clock]) -> dt.date | None:
    """Return the last day for a dispute that is not over: of two windows the earlier, which is safe in both readings."""
    labels = {procedure.CLOCK_DISPUTE, procedure.CLOCK_SILENCE}
    dates = [found.due_on for found in clocks if found.label in labels and found.due_on and found.due_at >= clock.now()]
    return min(dates, default=None)


def timeline(objection: Objection, moves: Sequence[Move], clocks: Iterable[Clock]) -> list[Row]:
    """Return the way of the objection: what was done, what is being done, until when."""
    rows: list[Row] = [
        {
            "title": _(PROCEDURE.step(move.step).public_text),
            "state": "done",
            "when": move.at,
            "text": move.public_note,
        }
        for move in moves
        if PROCEDURE.step(move.step).public_text
    ]
    if objection.state == procedure.REGISTERED:
        due = next((found.due_on for found in clocks if found.label == procedure.CLOCK_REPLY), None)
        when = _("paling lambat %(date)s") % {"date": long_date(due)} if due else ""
        rows.append({"title": _(objection.current.public_next), "state": "current", "when": when})
    elif objection.owes_execution and objection.execute_by:
        when = _("paling lambat %(date)s") % {"date": long_date(objection.execute_by)}
        rows.append({"title": _("PPID melaksanakan perintah atasannya."), "state": "current", "when": when})
    return rows
