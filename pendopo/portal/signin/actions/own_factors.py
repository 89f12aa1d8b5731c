"""One's own second step: an app, passkeys, recovery codes; and taking a colleague's away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import User
from pendopo.kernel.people.sessions import end_sessions
from pendopo.lib.text import gettext_noop as _
from pendopo.portal.signin import factors, rules
from pendopo.portal.signin.actions.telling import mail, note
from pendopo.portal.signin.factors import Authenticator, RecoveryCodes


class LastFactor(Exception):
    """The account would be left without a second step."""


def enrol_app(*, by: User, secret: str, code: str) -> list[str] | None:
    """Make an app the account's second step, in place of one it had; return its first recovery codes, if new.

    Raises ValidationError when `code` is not one of the app's now: nothing is kept before the app has proved itself.
    """
    with transaction.atomic():
        locked = _locked(by)
        step = factors.matching_step(secret, code)
        if step is None:
            raise ValidationError(_WRONG_CODE, code="mismatch")
        Authenticator.objects.filter(user_id=locked.pk, type=factors.TOTP_KIND).delete()
        factors.save_app(locked, secret, step)
        return _added(locked, factors.TOTP_KIND)


def enrol_passkey(*, by: User, name: str, credential: Mapping[str, Any]) -> list[str] | None:
    """Make a passkey a second step of the account; return its first recovery codes, if new.

    Raises ValidationError when the browser's answer is none to our challenge, and for one passkey too many.
    """
    with transaction.atomic():
        locked = _locked(by)
        held = Authenticator.objects.filter(user_id=locked.pk, type=factors.PASSKEY_KIND).count()
        if held >= rules.MOST_PASSKEYS:
            raise ValidationError(_TOO_MANY, code="too_many")
        factors.save_passkey(locked, name, credential)
        return _added(locked, factors.PASSKEY_KIND)


_WRONG_CODE = _("Kode ini tidak cocok. Tunggu kode berikutnya di aplikasi, lalu tulis keenam angkanya.")
_TOO_MANY = _("Akun ini sudah memiliki sepuluh kunci sandi. Hapus dahulu yang tidak dipakai lagi.")


def _added(user: User, kind: str) -> list[str] | None:
    note(user, "account.add_factor", {"factor": kind})
    mail(
        user,
        _("Langkah kedua saat masuk ditambahkan"),
        _("Akun Anda mendapat langkah kedua saat masuk: aplikasi pembuat kode atau kunci sandi."),
    )
    if Authenticator.objects.filter(user_id=user.pk, type=factors.RECOVERY_KIND).exists():
        return None
    return list(RecoveryCodes.activate(user).generate_codes())


def renew_codes(*, by: User) -> list[str]:
    """Make new recovery codes and return them; the old ones are void."""
    with transaction.atomic():
        locked = _locked(by)
        Authenticator.objects.filter(user_id=locked.pk, type=factors.RECOVERY_KIND).delete()
        codes = list(RecoveryCodes.activate(locked).generate_codes())
        note(locked, "account.renew_codes")
        mail(locked, _("Kode cadangan baru"), _("Kode cadangan akun Anda dibuat ulang; yang lama tidak berlaku lagi."))
    return codes


def remove_factor(*, by: User, pk: int) -> bool:
    """Remove an app or a passkey of one's own; return False when there is none with this key (any more).

    Raises LastFactor when no other would be left: one is added first, or another app takes its place.
    """
    with transaction.atomic():
        locked = _locked(by)
        held = {row.pk: row for row in factors.factors_of(locked)}
        row = held.pop(pk, None)
        if row is None:
            return False
        if not held:
            raise LastFactor
        note(locked, "account.remove_factor", {"factor": row.type})
        row.delete()
        mail(
            locked,
            _("Langkah kedua saat masuk dihapus"),
            _("Salah satu langkah kedua akun Anda dihapus: aplikasi pembuat kode atau kunci sandi."),
        )
    return True


def reset_second_step(*, user: User, reason: str, by: Actor, agency: Agency | None = None) -> bool:
    """Take all second factors of an account away and end its sessions; return False when it had none.

    `reason` is a key of rules.RESET_REASONS. It stands in the trail of `agency`, without one in that of every agency of
    the account; the owner gets a mail. Whether `by` may is asked by the caller (administration.permissions).
    """
    if reason not in rules.RESET_REASONS:
        raise ValueError(f"There is no reason {reason!r}.")
    with transaction.atomic():
        locked = _locked(user)
        gone, _each = Authenticator.objects.filter(user_id=locked.pk).delete()
        end_sessions(locked)
        if not gone:
            return False
        details = {"reason": reason}
        if agency is None:
            note(locked, "account.reset_second_step", details, by=by)
        else:
            record(
                agency=agency, action="account.reset_second_step", subject_type="account", subject_id=locked.pk,
                by=by, details=details,
            )  # fmt: skip
        mail(
            locked,
            _("Langkah kedua saat masuk diatur ulang"),
            _("Admin mengatur ulang langkah kedua akun Anda. Saat masuk berikutnya, Anda diminta memasang yang baru."),
        )
    return True


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)
