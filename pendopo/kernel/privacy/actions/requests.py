"""Requests of a subject about their own data: taken in, answered in 3 × 24 hours, and carried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import digested, record
from pendopo.kernel.calendar import actions as calendar
from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.notifications.models import MessageState, OutboxMessage
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import Contact
from pendopo.kernel.people.personal import digest, seal
from pendopo.kernel.people.rules import PPID
from pendopo.kernel.privacy.actions.erasing import contact_of, erase, wipe_freed_pages
from pendopo.kernel.privacy.actions.holding import hold
from pendopo.kernel.privacy.models import Hold, SubjectRequest
from pendopo.kernel.privacy.queries.people import PersonCase, cases_of_person, ends_of
from pendopo.kernel.privacy.queries.remaining import Plan, plan
from pendopo.kernel.privacy.rules import limits, periods, requests
from pendopo.kernel.privacy.rules.requests import PROCEDURE
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock, new_case, open_case
from pendopo.lib.text import gettext_noop

_NEW: Final = gettext_noop("Permintaan data pribadi %(number)s harus dijawab dalam 3 × 24 jam.")
STILL_OPEN: Final = gettext_noop(
    "Perkara orang ini masih berjalan. Datanya dapat dihapus setelah perkara, keberatan, dan sengketanya berakhir."
)
TOO_MANY: Final = gettext_noop("Masih ada permintaan tentang perkara ini yang belum dijawab. Tunggu jawabannya dahulu.")
# What the subject may have corrected; the NIK as well, and nothing that officers wrote.
CORRECTABLE: Final = ("name", "nik", "address", "phone", "email", "occupation", "on_behalf_of", "other_id")


def receive(
    *,
    about: PersonCase,
    right: str,
    wish: str,
    channel: str,
    verified: str,
    by: Actor,
    received_at: dt.datetime | None = None,
) -> SubjectRequest:
    """Take a request in; its clock of 72 hours runs from `received_at`, now when that is None.

    Raises NotAllowed when as many as limits.OPEN_REQUESTS about this case wait, KeyError for an unknown right.
    """
    case, agency = about.case, about.case.agency
    now = clock.now()
    at = received_at or now
    asked = requests.RIGHTS[right]
    with transaction.atomic():
        waiting = SubjectRequest.objects.for_agency(agency).filter(
            about_type=about.kind.subject_type, about_id=case.pk, state=requests.RECEIVED
        )
        made = new_case(
            SubjectRequest,
            PROCEDURE,
            requests.REGISTER,
            agency=agency,
            at=now,
            template=requests.NUMBER_TEMPLATE,
            about_type=about.kind.subject_type,
            about_id=case.pk,
            about_number=case.number,
            right=right,
            channel=channel,
            received_at=at,
            due_at=at,
            received_by=by.user,
            wish=wish,
            verified=verified,
        )
        # Under the register's lock, so that of two requests at once the second is counted with the first.
        if waiting.count() >= limits.OPEN_REQUESTS:
            raise NotAllowed(TOO_MANY)
        started = calendar.start_clock(
            agency=agency, subject_type=requests.SUBJECT_TYPE, subject_id=made.pk, rule=asked.rule, label=requests.CLOCK,
            start_at=at, by=by,
        )  # fmt: skip
        made.due_at = started.due_at
        open_case(made, PROCEDURE, "receive", by=by, details={"right": right, "channel": channel})
        notifications.tell(
            agency=agency, roles=[PPID], text=_NEW, params={"number": made.number},
            url=reverse("privacy:subject_request", args=[agency.slug, made.pk]),
            subject_type=requests.SUBJECT_TYPE, subject_id=made.pk, but=by.user,
        )  # fmt: skip
    return made


def about_of(request: SubjectRequest) -> list[PersonCase]:
    """Return the cases of the one who asks, the case through which they are known among them."""
    return cases_of_person(request.agency, request.about_type, request.about_id)


def answer(
    *,
    request: SubjectRequest,
    result: str,
    text: str,
    by: Actor,
    level: str = "",
    words: Sequence[str] = (),
    whole: bool = False,
) -> SubjectRequest:
    """Answer a request, and carry out what is granted: erase up to `level`, or keep the data unused.

    `words` and `whole` are as in erasing. A copy is open to the subject for limits.COPY_DAYS. Corrections are made one by
    one with `correct`. Raises WrongState, NotAllowed while a case of theirs is open that would lose data.
    """
    with transaction.atomic():
        case = lock(request)
        check(case, PROCEDURE, "answer", by=by)
        granted = result != requests.REFUSED
        found = about_of(case)
        erases = case.right == requests.ERASE and granted
        if erases and any(ended is None for ended in ends_of(each.key for each in found).values()):
            raise NotAllowed(STILL_OPEN)
        changes = {"result": result, "answer": text, "answered_at": clock.now(), "answered_by": by.user}
        kept = plan(case.agency, [each.key for each in found], level or periods.IDENTITY) if erases else []
        _tell_subject(case, found, text, kept)
        advance(case, PROCEDURE, "answer", by=by, changes=changes, details={"result": result, "level": level})
        calendar.stop_clocks(
            agency=case.agency, subject_type=requests.SUBJECT_TYPE, subject_id=case.pk,
            reason=gettext_noop("permintaan dijawab"), by=by,
        )  # fmt: skip
        if erases:
            for each in found:
                erase(
                    agency=case.agency, subject_type=each.key[0], subject_id=each.key[1], level=level or periods.IDENTITY,
                    cause=(requests.SUBJECT_TYPE, case.pk), by=by, words=words, whole=whole,
                )  # fmt: skip
        elif case.right == requests.OBJECT and granted:
            _restrict(case, found, by)
    if erases:
        wipe_freed_pages()
    return case


def _restrict(case: SubjectRequest, found: Sequence[PersonCase], by: Actor) -> None:
    held = set(
        Hold.objects.filter(subject_id__in=[each.case.pk for each in found], lifted_at__isnull=True).values_list(
            "subject_id", flat=True
        )
    )
    for each in found:
        if each.case.pk not in held:
            reason = f"{case.number}"
            hold(
                agency=case.agency,
                subject_type=each.key[0],
                subject_id=each.key[1],
                reason=reason,
                restricts=True,
                by=by,
            )


def _tell_subject(case: SubjectRequest, found: Sequence[PersonCase], text: str, kept: Sequence[Plan]) -> None:
    """Write to the subject where an address is known; the message is about the request, so that it outlives an erasure.

    Of an erasure it says what stays, and why (`kept`). `forget_farewells` deletes it as soon as it was sent.
    """
    contacts = [contact_of(each.kind, each.case) for each in found]
    to = next((contact.email for contact in contacts if contact is not None and contact.email), "")
    if not to:
        return
    with override("id"):
        lines = (
            _("Permintaan Anda tentang data pribadi (%(number)s) sudah dijawab:") % {"number": case.number},
            text,
            *_what_stays(kept),
            _("Halaman lacak: %(url)s")
            % {"url": settings.PENDOPO_ADDRESS + reverse("tracking:track", args=[case.agency.slug])},
            case.agency.name,
        )
        subject = _("Jawaban atas permintaan data pribadi %(number)s") % {"number": case.number}
    notifications.enqueue_email(
        agency=case.agency, to=to, subject=subject, body="\n\n".join(lines), subject_type=requests.SUBJECT_TYPE,
        subject_id=case.pk,
    )  # fmt: skip


def _what_stays(kept: Sequence[Plan]) -> list[str]:
    """Return a paragraph with what an erasure leaves, each part once, whatever the kinds of cases."""
    lines = dict.fromkeys(f"- {line.title}: {line.why}" for each in kept for line in each.stays)
    return [_("Yang tetap disimpan, dan alasannya:") + "\n" + "\n".join(lines)] if lines else []


def forget_farewells(*, limit: int = 200) -> int:
    """Delete the messages by which erased subjects were told, once they are sent or given up; return how many."""
    about = SubjectRequest.objects.filter(right=requests.ERASE, state=requests.ANSWERED).values("pk")
    told = OutboxMessage.objects.filter(subject_type=requests.SUBJECT_TYPE, subject_id__in=about)
    gone = list(told.exclude(state=MessageState.QUEUED).values_list("pk", flat=True)[:limit])
    if gone:
        from pendopo.kernel.privacy.actions.mail import forget_mail

        OutboxMessage.objects.filter(pk__in=gone).delete()
        forget_mail(gone)
    return len(gone)


def withdraw(*, request: SubjectRequest, by: Actor) -> SubjectRequest:
    """Take a request back. Raises WrongState."""
    with transaction.atomic():
        case = lock(request)
        advance(case, PROCEDURE, "withdraw", by=by)
        calendar.stop_clocks(
            agency=case.agency, subject_type=requests.SUBJECT_TYPE, subject_id=case.pk,
            reason=gettext_noop("permintaan dicabut"), by=by,
        )  # fmt: skip
    return case


def correct(*, request: SubjectRequest, given: Mapping[str, str], by: Actor) -> int:
    """Correct the contact in every case of the subject; old and new stand in the audit trail as digests only.

    `given` maps names of CORRECTABLE to new values; what is equal is left alone. Returns how many values changed. Raises
    NotAllowed for another kind of request, WrongState when it is answered already, ValueError for another field.
    """
    if set(given) - set(CORRECTABLE):
        raise ValueError(f"No subject corrects {sorted(set(given) - set(CORRECTABLE))}.")
    with transaction.atomic():
        case = lock(request)
        check(case, PROCEDURE, "answer", by=by)
        if case.right != requests.CORRECT:
            raise NotAllowed(gettext_noop("Permintaan ini bukan permintaan perbaikan."))
        return sum(_correct_one(case.agency, each, given, by) for each in about_of(case))


def _correct_one(agency: Agency, each: PersonCase, given: Mapping[str, str], by: Actor) -> int:
    contact = contact_of(each.kind, each.case)
    if contact is None or contact.erased_at is not None:
        return 0
    changed = {name: value for name, value in given.items() if value != getattr(contact, name)}
    if not changed:
        return 0
    details = {name: [digested(getattr(contact, name)), digested(value)] for name, value in changed.items()}
    _save(contact, changed)
    record(
        agency=agency, action="privacy.correct", subject_type=each.key[0], subject_id=each.key[1], by=by,
        details={"contact": str(contact.pk), "fields": details},
    )  # fmt: skip
    return len(changed)


def _save(contact: Contact, changed: Mapping[str, str]) -> None:
    values: dict[str, object] = dict(changed)
    if "nik" in values:
        nik = str(values.pop("nik"))
        values["nik_sealed"] = seal(nik, purpose="nik")
        values["nik_digest"] = digest(nik, purpose="nik") if nik else ""
    for name, value in values.items():
        setattr(contact, name, value)
    contact.save(update_fields=list(values))
