"""What allauth asks us: how a sign-in ends, how secrets are kept, and which account a provider's answer means.

Nothing of allauth's own sends mail or adds messages: mails go through the outbox, words through our pages.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.models import User
from pendopo.kernel.people.personal import seal, unseal
from pendopo.ui.answers import SeeOther

_SEALED: Final = "second_step"
NOWHERE: Final = "0.0.0.0"  # noqa: S104 - no address that is listened on, but what is written down for none


class AccountAdapter(DefaultAccountAdapter):
    """How a sign-in goes on: one stage of our own, then our session."""

    def get_login_stages(self) -> list[str]:
        """Return the one thing that may stand between password and session."""
        return ["pendopo.portal.signin.stages.SecondStep"]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an agency's admin, never by a visitor."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Answer as for somebody who is not known."""
        return SeeOther("/masuk/")

    def post_login(self, request: HttpRequest, user: User, *, redirect_url: str | None, **_others: Any) -> HttpResponse:
        """Begin the staff session and lead on to the page that was wanted."""
        from pendopo.portal.signin.actions.entering import enter

        enter(request, user)
        return SeeOther(redirect_url or "/meja/")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return where the visitor is, no more exactly than a session's list needs: 203.0.113.0, 2001:db8::."""
        address = client_address(request).partition("/")[0]
        if not address:
            return NOWHERE
        return address if ":" in address else address.rpartition(".")[0] + ".0"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: each mail is written by the action it tells of (actions.telling)."""

    def send_notification_mail(self, *_arguments: Any, **_named: Any) -> None:
        """Send nothing, for the same reason."""

    def add_message(self, *_arguments: Any, **_named: Any) -> None:
        """Say nothing: our views say what happened, in our words."""


class FactorAdapter(DefaultMFAAdapter):
    """How secrets of the second step are kept, and what a phone or key shows."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Kunci sandi ini tidak dikenali. Coba lagi, atau pakai cara lain."),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret sealed for the database."""
        return b64encode(seal(text, purpose=_SEALED)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret that was sealed; raise InvalidTag when the installation's key is another."""
        return unseal(b64decode(encrypted_text), purpose=_SEALED)

    def get_totp_label(self, user: User) -> str:
        """Return what the app shows beside the codes."""
        return user.username

    def get_totp_issuer(self) -> str:
        """Return whose codes they are: this site's host."""
        return f"Pendopo {urlsplit(settings.PENDOPO_ADDRESS).hostname or ''}".strip()

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Return the account as a passkey keeps it: a key without meaning, and the username to choose by."""
        return {"id": user.pk.hex.encode(), "display_name": user.username, "name": user.username}

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Which account the agency's own sign-in means, and what is said when it means none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Accounts are made by an agency's admin, never by a provider's answer."""
        return False

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """Return the one provider of the settings; none is kept in the database."""
        from pendopo.portal.signin.provider import app

        found = app()
        return [] if found is None else [found]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect the answer with an account that exists; stop with a sentence when there is none."""
        from pendopo.portal.signin import provider

        if stop := provider.connect(request, sociallogin):
            raise ImmediateHttpResponse(stop)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        *,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
        **_others: Any,
    ) -> None:
        """Lead back to the login page with a sentence, whatever went wrong on the way."""
        from pendopo.portal.signin.provider import NotOurs, failed, stale

        is_unasked = "state_id" in (extra_context or {}) and exception is None
        raise ImmediateHttpResponse((stale if is_unasked or isinstance(exception, NotOurs) else failed)(request))
