"""The second factors of an account: codes of an app (TOTP), passkeys (WebAuthn), recovery codes.

The mechanisms are allauth's; this file is where its inner parts are used, so that an update is checked here. One thing
is ours: a code of the app is accepted once, in all processes, because the last step that was used stands in the row.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any, Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.people.models import User

TOTP_KIND: Final = Authenticator.Type.TOTP.value
PASSKEY_KIND: Final = Authenticator.Type.WEBAUTHN.value
RECOVERY_KIND: Final = Authenticator.Type.RECOVERY_CODES.value

# One step is 30 seconds; the one before and the one after are taken too, because phones' clocks differ.
STEP_SECONDS: Final = 30
TOLERATED_STEPS: Final = 1
TOTP_DIGITS: Final = 6

__all__ = ["Authenticator", "RecoveryCodes", "generate_totp_secret"]


def has_factor(user: User) -> bool:
    """Tell whether the account has an app or a passkey; recovery codes alone are none. One query."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=(TOTP_KIND, PASSKEY_KIND)).exists())


def factors_of(user: User) -> list[Authenticator]:
    """Return the account's apps and passkeys, oldest first. One query."""
    return list(Authenticator.objects.filter(user_id=user.pk, type__in=(TOTP_KIND, PASSKEY_KIND)).order_by("pk"))


def codes_left(user: User) -> int | None:
    """Return how many recovery codes are unused, None when none were ever made. One query."""
    row = Authenticator.objects.filter(user_id=user.pk, type=RECOVERY_KIND).first()
    return None if row is None else len(RecoveryCodes(row).get_unused_codes())


# ------------------------------------------------------------------------------------------------------- an app's codes


def app_address(user: User, secret: str) -> str:
    """Return the address (otpauth://) that an app reads from the QR code."""
    return str(get_adapter().build_totp_url(user, secret))


def matching_step(secret: str, code: str, *, after: int = -1) -> int | None:
    """Return the 30-second step whose code this is, None when it is of none now or of one not later than `after`."""
    given = _plain(code)
    now = int(clock.now().timestamp()) // STEP_SECONDS
    found = None
    for step in range(now - TOLERATED_STEPS, now + TOLERATED_STEPS + 1):
        right = hmac.compare_digest(format_hotp_value(hotp_value(secret, step)).encode(), given.encode())
        if right and step > after:
            found = step
    return found


def _plain(code: str) -> str:
    return "".join(sign for sign in code if sign.isascii() and sign.isdigit())


def save_app(user: User, secret: str, step: int) -> Authenticator:
    """Keep the app's secret, sealed; `step` is the one whose code proved it, which is used up."""
    row: Authenticator = TOTP.activate(user, secret).instance
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return row


def accepts_code(user: User, code: str) -> str:
    """Use up a code of the app or a recovery code; return which kind it was, empty when it is none.

    Safe when two processes are given the same code at once: the row is locked, and one of them finds it used.
    """
    digits = len(_plain(code))
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user_id=user.pk).exclude(type=PASSKEY_KIND)
        for row in rows.order_by("pk"):
            if row.type == TOTP_KIND and digits == TOTP_DIGITS and _uses_step(row, code):
                return TOTP_KIND
            if row.type == RECOVERY_KIND and digits != TOTP_DIGITS and RecoveryCodes(row).validate_code(code):
                return RECOVERY_KIND
    return ""


def _uses_step(row: Authenticator, code: str) -> bool:
    step = matching_step(get_adapter().decrypt(row.data["secret"]), code, after=row.data.get("last_step", -1))
    if step is None:
        return False
    row.data["last_step"] = step
    row.last_used_at = clock.now()
    row.save(update_fields=["data", "last_used_at"])
    return True


# ------------------------------------------------------------------------------------------------------------- passkeys


def passkey_wanted(user: User) -> dict[str, Any]:
    """Return what the browser needs to make a passkey; the challenge is kept in the session.

    One that can be found without a name is preferred, so that it opens the desk alone; a key that cannot is taken too.
    """
    options = json.loads(json.dumps(webauthn.begin_registration(user, passwordless=False), default=dict))
    options["publicKey"]["authenticatorSelection"] |= {"residentKey": "preferred", "requireResidentKey": False}
    return dict(options)


def passkey_asked(user: User) -> dict[str, Any]:
    """Return what the browser needs to show a passkey of this account; the challenge is kept in the session."""
    return dict(webauthn.begin_authentication(user))


def passkey_asked_of_anybody() -> dict[str, Any]:
    """Return what the browser needs to show a passkey of whoever is there, who must prove to be its owner.

    The key checks a fingerprint, a face or a PIN (user verification), which makes it two factors at once.
    """
    return dict(webauthn.begin_authentication())


def owner_of_passkey(credential: Mapping[str, Any]) -> User | None:
    """Return whose passkey has signed our challenge, None when it is nobody's or its owner was not checked by the key."""
    try:
        _parsed(webauthn.parse_authentication_response, credential)
        user: User = webauthn.extract_user_from_response(dict(credential))
    except ValidationError:
        return None
    return user if accepts_passkey(user, credential) else None


def save_passkey(user: User, name: str, credential: Mapping[str, Any]) -> Authenticator:
    """Keep a passkey that the browser made; raise ValidationError when it does not answer our challenge."""
    _parsed(webauthn.parse_registration_response, credential)
    webauthn.complete_registration(dict(credential))
    row: Authenticator = webauthn.WebAuthn.add(user, name, dict(credential)).instance
    return row


def accepts_passkey(user: User, credential: Mapping[str, Any]) -> bool:
    """Tell whether the browser's answer was signed by a passkey of this account for our challenge, which is then over."""
    try:
        _parsed(webauthn.parse_authentication_response, credential)
        row = webauthn.complete_authentication(user, dict(credential))
    except ValidationError:
        return False
    row.last_used_at = clock.now()
    row.save(update_fields=["last_used_at"])
    return True


def _parsed(parse: Any, credential: Mapping[str, Any]) -> None:
    try:
        parse(dict(credential))
    except (KeyError, ValueError, AttributeError) as error:
        raise get_adapter().validation_error("incorrect_code") from error
