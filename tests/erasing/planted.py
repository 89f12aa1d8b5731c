"""A person planted everywhere with words that occur nowhere else, and a look into every place where data may lie."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pikepdf
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.message import EmailMessage
from django.db import connection
from PIL import Image

from pendopo.kernel import clock
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import inspect_bytes
from pendopo.kernel.documents.rules import ATTACHMENT_EXTENSIONS
from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.tracking.actions import new_token
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.office import REFUSING, WEDNESDAY, WIB, Office, drafted, fresh
from pendopo.modules.objections import actions as objecting
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules.objecting import Claim, Filing, Proxy

WHO: Final = {
    "name": "Kenarinama Rahasia",
    "on_behalf_of": "Kenaripemberi Kuasa",
    "address": "Jalan Kenarialamat 99",
    "nik": "3304011201907788",
    "phone": "081277776655",
    "email": "kenarisurel@warga.example",
    "occupation": "Kenarikerja",
}
PROXY: Final = Proxy("Kenarikuasa Tono", "Jalan Kenarialamatkuasa 3", "081299990000")
# In whatever capitals; the NIK and telephone numbers also with separators.
CANARIES: Final = ("kenari", "3304011201907788", "81277776655", "81299990000", "warga.example")
TEXT: Final = (
    "Saya Kenarinama Rahasia (NIK 3304 0112 0190 7788, kenarisurel@warga.example) meminta laporan keuangan 2025; "
    "hubungi 0812-7777-6655 atau Jalan  Kenarialamat 99."
)
FILED_AT: Final = dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)


@dataclass
class Planted:
    """A refused request and the objection to it."""

    office: Office
    inquiry: Inquiry
    objection: Objection


def planted(office: Office) -> Planted:
    """Return a case full of canaries: contact, free text, notes, files with telling names, letters, mail, objection."""
    inquiry = drafted(office, REFUSING, details=TEXT, purpose=f"Penelitian {WHO['name']}", **WHO)
    with clock.frozen(WEDNESDAY):
        picture = io.BytesIO()
        Image.new("RGB", (40, 25)).save(picture, "PNG")
        card = inspect_bytes(picture.getvalue(), name="ktp-kenarinama.png", allowed=ATTACHMENT_EXTENSIONS)
        about = {"agency": office.agency, "subject_type": "inquiry", "subject_id": inquiry.pk}
        documents.store(**about, purpose="identity", upload=card, by=CITIZEN)
        actions.add_note(inquiry=inquiry, text=f"Ditelepon {WHO['name']} di {WHO['phone']}", by=office.ppid)
        actions.issue_notice(inquiry=inquiry, by=office.ppid, letter=f"%PDF Yth. {WHO['name']}".encode())
        notifications.enqueue_email(
            **about | {"to": WHO["email"]}, subject="Pemberitahuan Kenarinama", body=f"Yth. {WHO['name']}",
        )  # fmt: skip
    with clock.frozen(FILED_AT):
        objection = filed(office, inquiry)
    return Planted(office, fresh(inquiry), objection)


def filed(office: Office, inquiry: Inquiry) -> Objection:
    """Return an objection to the request by a proxy, whose power of attorney tells their name."""
    power = pikepdf.Pdf.new()
    power.add_blank_page()
    made = io.BytesIO()
    power.save(made)
    paper = inspect_bytes(made.getvalue(), name="kuasa-kenarikuasa.pdf", allowed=ATTACHMENT_EXTENSIONS)
    claim = Claim("a", f"{WHO['name']} berkeberatan. {TEXT}")
    return objecting.submit(
        agency=office.agency, filing=Filing(claim, inquiry_id=inquiry.pk, proxy=PROXY), token=new_token(), by=CITIZEN,
        uploads=[paper],
    )  # fmt: skip


def send_mail() -> None:
    """Have the outbox written into the mail folder, as where no mail server is set up."""
    from pendopo.kernel.notifications.models import OutboxMessage

    with get_connection("django.core.mail.backends.filebased.EmailBackend") as post:
        for message in OutboxMessage.objects.all():
            told = EmailMessage(message.subject, message.body, to=[message.recipient], connection=post,
                                headers={"Message-ID": f"<{message.pk}@localhost>"})  # fmt: skip
            told.send()


def rows() -> Iterator[tuple[str, str]]:
    """Yield every row of every table with the table's name, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " ".join(map(_text, row))


def _text(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, (bytes, memoryview)) else str(value)


def files(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every file below a folder, its name and its bytes as text."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, f"{path.name} {path.read_bytes().decode('latin-1')}"


def sightings(found: Iterator[tuple[str, str]]) -> list[str]:
    """Return where a canary was seen, with what stands around it."""
    seen = []
    for where, text in found:
        plain = re.sub(r"(?<=\d)[ -](?=\d)", "", text.lower())
        seen += [
            f"{where}: …{plain[max(0, plain.index(mark) - 30) : plain.index(mark) + 40]}…"
            for mark in CANARIES
            if mark in plain
        ]
    return seen


def mail_folder() -> Path:
    """Return where mail is kept in files."""
    return Path(settings.EMAIL_FILE_PATH)
