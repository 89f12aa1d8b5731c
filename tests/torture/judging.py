"""What the database says, in a process of the installation: `python -m tests.torture.judging WORD`, JSON in and out."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections import Counter
from typing import Any

import django

from tests.torture import forging

DRAIN_SECONDS = 60


def prepare(slugs: list[str]) -> None:
    """Make agencies with officers."""
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.people.models import Role, RoleGrant, User

    for slug in slugs:
        agency = Agency.objects.create(slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title())
        for role in (Role.FRONT_OFFICE, Role.PPID):
            user = User.objects.create_user(f"{role}-{slug}", name=f"Petugas {slug}")
            RoleGrant.objects.create(user=user, agency=agency, role=role)


def drain() -> dict[str, Any]:
    """Wait until the outbox is empty; return after how many seconds, and what is left."""
    from pendopo.kernel.notifications.models import MessageState, OutboxMessage

    began = time.monotonic()
    while (left := OutboxMessage.objects.exclude(state=MessageState.SENT).count()) and (
        time.monotonic() - began < DRAIN_SECONDS
    ):
        time.sleep(0.1)
    return {"seconds": round(time.monotonic() - began, 1), "left": left}


def judge(told: dict[str, Any]) -> dict[str, Any]:
    """Compare the receipts `acknowledged` with the database, once the outbox is empty if `drain`; return what is wrong."""
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.audit.queries import verify

    verdict: dict[str, Any] = {"drained": drain() if told["drain"] else None}
    _receipts(told["acknowledged"], verdict)
    _registers(verdict)
    verdict["sent"] = _sent()
    verdict["chain"] = all(verify(agency).intact for agency in Agency.objects.all())
    _files(verdict)
    _integrity(verdict)
    return verdict


def _receipts(acknowledged: list[dict[str, str]], verdict: dict[str, Any]) -> None:
    from pendopo.kernel.documents.models import Document
    from pendopo.kernel.tracking.actions import tracking_digest
    from pendopo.modules.information.models import Inquiry

    rows = Inquiry.objects.values_list("agency__slug", "number", "contact__email", "tracking_digest", "pk")
    found = {(slug, number): (email, digest, pk) for slug, number, email, digest, pk in rows}
    pictures = set(
        Document.objects.filter(subject_type="inquiry", removed_at=None).values_list("subject_id", "name").distinct()
    )
    lost = files_lost = 0
    for each in acknowledged:
        email, digest, pk = found.get((each["agency"], each["number"]), ("", "", None))
        if email != f"{each['mark']}@contoh.id" or digest != tracking_digest(each["code"]):
            lost += 1
        elif each["picture"] and (pk, each["picture"]) not in pictures:
            files_lost += 1
    again = Counter(email for email, _digest, _pk in found.values())
    verdict["lost"], verdict["files_lost"] = lost, files_lost
    verdict["twice"] = sum(times - 1 for times in again.values())
    verdict["numbers_twice"] = len(acknowledged) - len({(each["agency"], each["number"]) for each in acknowledged})
    verdict["requests"] = len(found)


def _registers(verdict: dict[str, Any]) -> None:
    """Numbers without gap, counters that agree, and what belongs to each request exactly once."""
    from django.db.models import Count

    from pendopo.kernel.agencies.models import Agency, RegisterCounter
    from pendopo.kernel.audit.models import Entry
    from pendopo.kernel.calendar.models import Clock
    from pendopo.kernel.notifications.models import OutboxMessage
    from pendopo.kernel.people.models import Contact
    from pendopo.kernel.workflow.models import Move
    from pendopo.modules.information.models import Inquiry

    gaps = 0
    for agency in Agency.objects.all():
        numbers = list(Inquiry.objects.for_agency(agency).order_by("seq").values_list("seq", flat=True))
        last = RegisterCounter.objects.filter(agency=agency, register="inquiry").values_list("last", flat=True).first()
        gaps += numbers != list(range(1, len(numbers) + 1)) or (last or 0) != len(numbers)
    verdict["gaps"] = gaps
    subjects = set(Inquiry.objects.values_list("pk", flat=True))
    halves = 0
    once = {"action": "inquiry.register"}
    for model, each, only in ((Move, 1, {}), (Entry, 1, once), (OutboxMessage, 1, {}), (Clock, 2, {})):
        rows = model.objects.filter(subject_type="inquiry", **only).order_by().values_list("subject_id")
        halves += dict(rows.annotate(count=Count("pk"))) != dict.fromkeys(subjects, each)
    halves += Contact.objects.count() != len(subjects)
    verdict["halves"] = halves


def _sent() -> list[str]:
    """Return the identifiers of the messages that are called sent."""
    from pendopo.kernel.notifications.models import MessageState, OutboxMessage

    return [str(pk) for pk in OutboxMessage.objects.filter(state=MessageState.SENT).values_list("pk", flat=True)]


def _files(verdict: dict[str, Any]) -> None:
    """Rows and files agree; bytes that a crash left before their row are what the product's own sweep takes away."""
    from pendopo.kernel.documents import reconcile

    at_once = dt.timedelta(0)
    found = reconcile.reconcile(checksums=True, grace=at_once)
    verdict["files"] = found.checked
    verdict["files_missing"] = len(found.missing) + len(found.altered)
    verdict["files_swept"] = reconcile.sweep(found)
    again = reconcile.reconcile(grace=at_once)
    verdict["files_without_row"] = len(again.without_row) + len(again.left_behind)


def _integrity(verdict: dict[str, Any]) -> None:
    from django.db import connection

    from pendopo.config.backup.databases import rows_now

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            verdict["integrity"] = cursor.fetchall() == [("ok",)]
            return
    # Reading every row has the server compare the checksum of every page.
    verdict["integrity"] = sum(rows_now().values()) > 0


WORDS = {
    "prepare": prepare,
    "judge": judge,
    "tamper": forging.tamper,
    "million": forging.million,
}


def main() -> None:
    """Do one word."""
    django.setup()
    answer = WORDS[sys.argv[1]](json.load(sys.stdin))
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
