"""Everything that is kept about a subject (salinan data): as data, as a paper, and with the files, in one ZIP."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents.letters import render_letter
from pendopo.kernel.documents.letters.heading import letterhead_of
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.people.personal import PersonalField, declarations, unseal
from pendopo.kernel.privacy.actions.erasing import owned_rows
from pendopo.kernel.privacy.queries.people import PersonCase
from pendopo.kernel.privacy.queries.processing import term_of
from pendopo.kernel.privacy.registry import identity_views

_SUBJECT: Final = "Salinan data pribadi"
# What officers did with the data, at most so many lines a case (Pasal 32: the track of processing).
_TRACK_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a subject, and what it is kept for."""

    table: str
    field: str
    purpose: str
    value: Any


def values_of(found: PersonCase) -> Iterator[Value]:
    """Yield every declared value of a case that is not empty; what is only a digest tells the subject nothing."""
    for rows in owned_rows(found.kind, [found.case.pk]):
        label = rows.model._meta.label
        declared = [each for each in declarations().get(label, ()) if each.whose == "subject"]
        for row in rows if declared else ():
            for each in declared:
                if each.field.endswith(("digest", "storage_name")) or each.field == "source":
                    continue
                if value := _value(row, each):
                    yield Value(label, each.field, each.purpose, value)


def _value(row: models.Model, declared: PersonalField) -> Any:
    value = getattr(row, declared.field)
    if declared.sealed:
        return unseal(value, purpose=declared.sealed)
    if callable(told := getattr(row, f"get_{declared.field}_display", None)):
        return str(told())
    return value


def data_of(agency: Agency, cases: Sequence[PersonCase]) -> dict[str, Any]:
    """Return everything about a subject as plain JSON: values with purposes, files, messages, and who processed them."""
    return {
        "controller": agency.name,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "basis": "UU 27/2022 Pasal 7, 13, dan 32",
        "cases": [_case(agency, each) for each in cases],
    }


def _case(agency: Agency, each: PersonCase) -> dict[str, Any]:
    about = {"subject_type": each.kind.subject_type, "subject_id": each.case.pk}
    received = getattr(each.case, each.kind.received)
    return {
        "kind": _(each.kind.label),
        "number": each.case.number,
        "received": received.isoformat(),
        "values": [
            {"table": value.table, "field": value.field, "purpose": value.purpose, "value": value.value}
            for value in values_of(each)
        ],
        "files": [
            {"name": file.name, "size": file.size, "sha256": file.sha256, "kept_at": file.uploaded_at.isoformat()}
            for file in files_of(agency, each)
        ],
        "messages": [
            {"at": message.created_at.isoformat(), "to": message.recipient, "subject": message.subject, "body": message.body}
            for message in OutboxMessage.objects.for_agency(agency).filter(**about).order_by("id")
        ],
        "track": [
            {"at": entry.at.isoformat(), "action": entry.action, "sees_identity": entry.action in identity_views()}
            for entry in Entry.objects.for_agency(agency).filter(**about).order_by("seq")[:_TRACK_MAX]
        ],
    }  # fmt: skip


def files_of(agency: Agency, each: PersonCase) -> list[Document]:
    """Return the files of a case that are there; those in quarantine or infected are left out. One query."""
    found = Document.objects.for_agency(agency).filter(
        subject_type=each.kind.subject_type, subject_id=each.case.pk, removed_at__isnull=True
    )
    return [file for file in found.order_by("id") if file.is_clean and file.purpose != "material"]


def archive(agency: Agency, number: str, cases: Sequence[PersonCase]) -> io.BytesIO:
    """Return data, paper and files as ZIP, named in Indonesian. Raises LetterFailed."""
    made = io.BytesIO()
    with translation.override("id"):
        told = data_of(agency, cases)
        paper = render_letter("privacy/copy", _content(told), letterhead=_head(agency, number))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1, default=str))
        packed.writestr("data.pdf", paper)
        for each in cases:
            for order, file in enumerate(files_of(agency, each), start=1):
                with private_files().open(file.storage_name, "rb") as stored:
                    folder = "".join(sign if sign.isalnum() else "-" for sign in each.case.number)
                    packed.writestr(f"berkas/{folder}/{order:02d}-{file.name}", stored.read())
    made.seek(0)
    return made


def _head(agency: Agency, number: str) -> dict[str, object]:
    return letterhead_of(agency, number=number, on=clock.today(agency.timezone), subject=_SUBJECT)


def _content(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": _SUBJECT,
        "opening": _(
            "Semua yang tersimpan tentang Anda di %(agency)s, menurut perkara. "
            "Berkas dan data yang dapat diolah ada di dalam ZIP yang sama."
        )
        % {"agency": told["controller"]},
        "parts": [part for case in told["cases"] for part in _parts(case)],
    }


def _parts(case: dict[str, Any]) -> list[dict[str, Any]]:
    title = f"{case['kind']} {case['number']}"
    tables: dict[str, list[list[str]]] = {}
    for value in case["values"]:
        tables.setdefault(term_of(value["table"]), []).append([value["purpose"], str(value["value"])])
    messages = [
        [message["at"][:16].replace("T", " "), f"{message['subject']}\n{message['body']}"]
        for message in case["messages"]
    ]
    track = [[entry["at"][:16].replace("T", " "), entry["action"]] for entry in case["track"]]
    return [
        *({"title": f"{title}: {table}", "facts": rows} for table, rows in tables.items()),
        {"title": f"{title}: {_('berkas')}", "facts": [[file["kept_at"][:10], file["name"]] for file in case["files"]]},
        {"title": f"{title}: {_('surel')}", "facts": messages},
        {"title": f"{title}: {_('jejak pemrosesan')}", "facts": track},
    ]
