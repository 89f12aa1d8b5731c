"""A forgotten password: the link by mail, and the new password that it opens."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.people.models import Knock, User
from pendopo.kernel.people.sessions import end_sessions
from pendopo.lib.text import gettext_noop as _
from pendopo.portal.signin.actions.telling import mail, note, warn_of_failures

# Of one round of the worker; what is left waits for the next.
MOST_KNOCKS: Final = 200


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens of links to a new password: good for PASSWORD_RESET_TIMEOUT, until used or until the next sign-in."""

    def _now(self) -> dt.datetime:
        return clock.now().replace(tzinfo=None)


tokens: Final = LinkTokens()


def answer_knocks() -> int:
    """Send the links that were asked for, and write failed sign-ins into the trail; return how many knocks there were.

    Each row is answered by whoever deletes it, so that of several workers one does. Failures of one account come as
    one entry with their number: a crowd of tries must not fill the trail. The owner is warned of many, by the worker
    too, so that nobody at the login page notices whether there was anybody to warn.
    """
    rows = list(Knock.objects.order_by("pk").values_list("pk", "kind", "user_id")[:MOST_KNOCKS])
    failures: Counter[UUID] = Counter()
    for pk, kind, user_pk in rows:
        with transaction.atomic():
            mine = Knock.objects.filter(pk=pk).delete()[0] == 1
            if mine and kind == Knock.Kind.FORGOTTEN:
                _send_link(user_pk)
        if mine and kind == Knock.Kind.FAILED:
            failures[user_pk] += 1
    for user in User.objects.filter(pk__in=failures).order_by("pk"):
        with transaction.atomic():
            note(user, "account.fail_log_in", {"tries": failures[user.pk]})
            warn_of_failures(user, failures[user.pk])
    return len(rows)


def _send_link(user_pk: UUID | None) -> None:
    user = None if user_pk is None else User.objects.filter(pk=user_pk, is_active=True).first()
    if user is None or not user.has_usable_password():
        return
    path = reverse("open-new-password", args=[user.pk, tokens.make_token(user)])
    mail(
        user,
        _("Membuat kata sandi baru"),
        _(
            "Ada yang meminta tautan untuk membuat kata sandi baru bagi akun Anda. Buka tautan ini dalam "
            "%(minutes)s menit; tautan hanya dapat dipakai sekali:\n\n%(address)s\n\n"
            "Bila Anda tidak memintanya, abaikan surel ini: kata sandi Anda tidak berubah."
        ),
        minutes=str(settings.PASSWORD_RESET_TIMEOUT // 60),
        address=f"{settings.PENDOPO_ADDRESS}{path}",
    )
    note(user, "account.ask_new_password")


def account_of_link(user_pk: str, token: str) -> User | None:
    """Return the account that a link is for while it is good, else None. One query."""
    user = User.objects.filter(pk=user_pk, is_active=True).first() if user_pk else None
    return user if user is not None and tokens.check_token(user, token) else None


def set_new_password(*, user: User, token: str, password: str) -> bool:
    """Give the account the password that its owner chose behind a link; all its sessions end.

    Returns False when the link was used meanwhile: of two at once one wins.
    """
    fresh = User()
    # Before the transaction: hashing is slow on purpose, and others wait for the database.
    fresh.set_password(password)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if not locked.is_active or not tokens.check_token(locked, token):
            return False
        locked.password, locked.must_change_password = fresh.password, False
        locked.password_changed_at = clock.now()
        locked.save(update_fields=["password", "must_change_password", "password_changed_at"])
        end_sessions(locked)
        note(locked, "account.reset_password")
        mail(
            locked,
            _("Kata sandi diganti"),
            _("Kata sandi akun Anda diganti lewat tautan dari surel. Semua sesi berakhir."),
        )
    return True
