"""The e-mail list of urgent notices: in by double opt-in, out by one press, letters in rounds that remember how far they came."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications.actions import enqueue_email
from pendopo.kernel.people.personal import digest, seal
from pendopo.modules.publishing.models import EMAIL, Mailing, Notice, Subscriber
from pendopo.modules.publishing.rules import limits, notices
from pendopo.ui.formats import moment

SUBSCRIBER: Final = "subscriber"


def token_of(subscriber: Subscriber) -> str:
    """Return the secret in an address's letters; it is computed and stands nowhere."""
    return digest(str(subscriber.pk), purpose=SUBSCRIBER)[:40]


def is_token(subscriber: Subscriber, token: str) -> bool:
    """Return whether `token` is the address's secret."""
    return constant_time_compare(token_of(subscriber), token)


def _address(name: str, subscriber: Subscriber) -> str:
    path = reverse(f"publishing:{name}", args=[subscriber.agency.slug, subscriber.pk, token_of(subscriber)])
    return f"{settings.PENDOPO_ADDRESS}{path}"


def subscribe(*, agency: Agency, email: str) -> None:
    """Ask an address for its confirmation, once an hour at most; a confirmed one gets no letter, and nobody learns of it."""
    email, now = email.strip().lower(), clock.now()
    with transaction.atomic():
        found, new = Subscriber.objects.get_or_create(
            agency=agency,
            email_digest=digest(email, purpose=EMAIL),
            defaults={"sealed_email": seal(email, purpose=EMAIL), "asked_at": now},
        )
        if found.confirmed_at is not None:
            return
        if not new:
            # Nobody's mailbox is filled by somebody else who presses again and again.
            if now - found.asked_at < dt.timedelta(seconds=limits.SUBSCRIBE_SECONDS):
                return
            Subscriber.objects.filter(pk=found.pk).update(asked_at=now)
        with translation.override("id"):
            words = {"agency": agency.name, "url": _address("confirm", found), "days": limits.UNCONFIRMED_DAYS}
            enqueue_email(
                agency=agency,
                to=email,
                subject=_("Konfirmasi langganan peringatan"),
                body=_(
                    "Alamat surel ini didaftarkan untuk menerima peringatan dari %(agency)s. Buka tautan berikut untuk "
                    "mengonfirmasi, paling lambat dalam %(days)s hari:\n\n%(url)s\n\n"
                    "Bila bukan Anda yang mendaftar, abaikan surel ini. Alamat Anda akan dihapus.\n"
                )
                % words,
                subject_type=SUBSCRIBER,
                subject_id=found.pk,
            )


def confirm(*, subscriber: Subscriber) -> None:
    """Put an address on the list; once more changes nothing."""
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at__isnull=True).update(confirmed_at=clock.now())


def unsubscribe(*, subscriber: Subscriber) -> None:
    """Take an address off the list; nothing of it stays."""
    Subscriber.objects.filter(pk=subscriber.pk).delete()


def forget_unconfirmed() -> int:
    """Forget addresses that nobody confirmed in time; return how many."""
    horizon = clock.now() - dt.timedelta(days=limits.UNCONFIRMED_DAYS)
    gone, _rows = Subscriber.objects.filter(confirmed_at__isnull=True, asked_at__lt=horizon).delete()
    return int(gone)


def deliver() -> int:
    """Write the next letters of every open round into the outbox; return how many.

    The last subscriber is kept in the same transaction, so that a crash repeats and loses nothing.
    """
    open_rounds = list(Mailing.objects.filter(done_at__isnull=True).order_by("id").values_list("pk", flat=True))
    return sum(_deliver(pk) for pk in open_rounds)


def _deliver(pk: int) -> int:
    with transaction.atomic():
        found = Mailing.objects.select_for_update(of=("self",)).select_related("notice", "agency")
        mailing: Mailing | None = found.filter(pk=pk, done_at__isnull=True).first()
        if mailing is None:
            return 0
        mailing.notice.agency = mailing.agency
        list_ = Subscriber.objects.for_agency(mailing.agency).filter(confirmed_at__isnull=False).order_by("id")
        if mailing.after:
            list_ = list_.filter(pk__gt=mailing.after)
        people = list(list_[: limits.MAILS_A_ROUND])
        with translation.override("id"):
            for subscriber in people:
                subscriber.agency = mailing.agency
                _write(mailing, subscriber)
        if people:
            mailing.after, mailing.sent = people[-1].pk, mailing.sent + len(people)
        if len(people) < limits.MAILS_A_ROUND:
            mailing.done_at = clock.now()
        mailing.save(update_fields=["after", "sent", "done_at"])
    return len(people)


def _write(mailing: Mailing, subscriber: Subscriber) -> None:
    notice = mailing.notice
    subject = _("Berakhir: %(title)s") if mailing.is_end else _("Peringatan: %(title)s")
    enqueue_email(
        agency=mailing.agency,
        to=subscriber.email,
        subject=subject % {"title": notice.title},
        body=_body(notice, is_end=mailing.is_end, leave=_address("unsubscribe", subscriber)),
        subject_type=notices.SUBJECT_TYPE,
        subject_id=notice.pk,
    )


def _body(notice: Notice, *, is_end: bool, leave: str) -> str:
    url = settings.PENDOPO_ADDRESS + reverse("publishing:notice", args=[notice.agency.slug, notice.pk])
    if is_end:
        parts = [notice.title, _("Peringatan ini berakhir: %(reason)s") % {"reason": notice.end_reason}]
    else:
        parts = [
            notice.title,
            notice.happening,
            f"{_('Lokasi')}: {notice.place}",
            f"{_('Yang harus dilakukan')}:\n{notice.instructions}",
            f"{_('Hubungi')}: {notice.contact}",
            f"{_('Berlaku sampai')}: {moment(notice.until_at, notice.agency)}",
        ]
    parts += [url, _("Berhenti berlangganan: %(url)s") % {"url": leave}]
    return "\n\n".join(parts) + "\n"
