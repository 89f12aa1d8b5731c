"""Writes of the portal: an account's own password."""

from __future__ import annotations

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.people.models import User
from pendopo.kernel.people.sessions import end_sessions
from pendopo.lib.text import gettext_noop as _
from pendopo.portal.signin.actions.telling import mail, note


def change_password(*, password: str, by: User, session_key: str = "") -> User:
    """Give the account a password of its owner's choice and return it; all its sessions but `session_key` end.

    Every agency in which the account holds a role finds it in its trail, without any word of the password; its owner
    gets a mail.
    """
    fresh = User()
    # Before the transaction: hashing is slow on purpose, and others wait for the database.
    fresh.set_password(password)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=by.pk)
        locked.password, locked.must_change_password = fresh.password, False
        locked.password_changed_at = clock.now()
        locked.save(update_fields=["password", "must_change_password", "password_changed_at"])
        end_sessions(locked, but=session_key)
        note(locked, "account.change_password")
        mail(locked, _("Kata sandi diganti"), _("Kata sandi akun Anda diganti. Sesi di perangkat lain berakhir."))
    return locked
