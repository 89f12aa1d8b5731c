"""The agency's own sign-in (OpenID Connect): whose account an answer means, and whether it held a second step.

allauth leads to the provider and back (state, PKCE, tokens). Ours is that the answer's signature is always checked,
that it must name the word that only this browser's session knows (nonce, OpenID Connect Core 1.0 3.1.3.7), that nothing
the provider tells is kept but its key of the person, and that an account must exist already.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from typing import Any, Final

from allauth.account.internal.flows.login import record_authentication
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from pendopo.kernel.people.models import User
from pendopo.portal.signin import queries
from pendopo.portal.signin.actions.telling import note
from pendopo.ui.answers import SeeOther

# The one provider of an installation, as allauth calls it.
KEY: Final = "sso"

# The word that goes to the provider and must come back inside its signed answer; it waits in the session's state.
_NONCE: Final = "nonce"

# What a provider that is down, or that answers with something else than the protocol says, leads to on the way.
_STRANGE: Final = (OSError, LookupError, ValueError, TypeError, OAuth2Error)

_log = logging.getLogger(__name__)


def app() -> SocialApp | None:
    """Return the provider that the installation names, None without one. No query: it stands in the settings."""
    if not settings.PENDOPO_OIDC:
        return None
    return SocialApp(
        provider="openid_connect",
        provider_id=KEY,
        name=settings.PENDOPO_OIDC_NAME,
        client_id=settings.PENDOPO_OIDC_CLIENT,
        secret=settings.PENDOPO_OIDC_SECRET,
        settings={
            "server_url": settings.PENDOPO_OIDC,
            "oauth_pkce_enabled": True,
            "scope": ["openid", "profile", "email"],
        },
    )


class NotOurs(OAuth2Error):
    """The answer was not made for this sign-in: without its nonce, or with that of another one (a replay)."""


class CheckedAnswer(OpenIDConnectOAuth2Adapter):
    """Reads the provider's answer; its signature is checked although it came to us directly."""

    # The nonce of the sign-in that the answer comes back to.
    nonce = ""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Return allauth's login for the person of the answer; raise OAuth2Error when the answer cannot be believed."""
        answer = kwargs["response"].get("id_token")
        if not answer:
            raise OAuth2Error("The provider sent no id_token.")
        config = self.openid_config
        claims = jwtkit.verify_and_decode(
            credential=answer, keys_url=config["jwks_uri"], issuer=config["issuer"], audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )  # fmt: skip
        self._expect_made_for_us(claims, app.client_id)
        told = self._fetch_user_info(token.token) if "userinfo_endpoint" in config else {}
        if told and told.get("sub") != claims["sub"]:
            raise OAuth2Error("The provider speaks of two persons.")
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.claims = {**told, **claims}
        # Nothing that was told is kept: who it is, the claim said, and the rest is not ours to know.
        login.account.extra_data = {}
        return login

    def _expect_made_for_us(self, claims: dict[str, Any], client: str) -> None:
        said = claims.get(_NONCE)
        if not self.nonce or not isinstance(said, str) or not hmac.compare_digest(said.encode(), self.nonce.encode()):
            raise NotOurs("The answer belongs to another sign-in.")
        if claims.get("azp", client) != client:
            raise NotOurs("The answer was made for another client.")


class ReturningView(OAuth2CallbackView):
    """The way back; tells the adapter which nonce this session sent. The state is taken out of the session: once."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state.get(_NONCE, "")
        return state, answer


def begin(request: HttpRequest, wanted: str) -> HttpResponse:
    """Lead to the provider; nothing of the visitor's own address goes along but where to return to."""
    provider, nonce = CheckedAnswer(request, KEY).get_provider(), secrets.token_urlsafe(32)
    sent = {**provider.get_auth_params(), _NONCE: nonce}
    try:
        going: HttpResponse = provider.redirect(
            request, AuthProcess.LOGIN, next_url=wanted, auth_params=sent, **{_NONCE: nonce}
        )
    except _STRANGE as error:
        return _unusable(request, error)
    return going


def finish(request: HttpRequest) -> HttpResponse:
    """Read the provider's answer and let its person in, or lead back to the login page."""
    try:
        coming: HttpResponse = ReturningView.adapter_view(CheckedAnswer(request, KEY))(request)
    except _STRANGE as error:
        return _unusable(request, error)
    return coming


def _unusable(request: HttpRequest, error: Exception) -> HttpResponse:
    # The kind of error only: its text may quote what the provider told about a person.
    _log.warning("The provider of PENDOPO_OIDC cannot be used: %s", type(error).__name__)
    return failed(request)


def connect(request: HttpRequest, login: Any) -> HttpResponse | None:
    """Find the account that the answer means and bind it to the provider's key of the person; else return the way back.

    The claim names the account once; from then on the key counts, so that a name given to somebody else later opens
    nothing. An account bound to one person is never opened by another.
    """
    user = login.user if login.is_existing else _bind(login)
    if user is None or not user.is_active:
        return failed(request)
    login.user = user
    if vouched(login.claims):
        record_authentication(request, user, "mfa", type="provider")
    return None


def _bind(login: Any) -> User | None:
    named = str(login.claims.get(settings.PENDOPO_OIDC_CLAIM) or "")
    by_mail = settings.PENDOPO_OIDC_CLAIM == "email"
    if not named or (by_mail and not login.claims.get("email_verified", False)):
        return None
    user = queries.account_named(queries.username_of(named) if by_mail else named)
    if user is None or not user.is_active:
        return None
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if SocialAccount.objects.filter(user_id=locked.pk, provider=login.account.provider).exists():
            return None
        login.account.user = locked
        login.account.save()
        note(locked, "account.bind_provider")
    return locked


def vouched(claims: dict[str, Any]) -> bool:
    """Tell whether the provider says that it asked for a second step (amr or acr)."""
    methods = claims.get("amr") or []
    said = {methods} if isinstance(methods, str) else {str(each) for each in methods}
    return not said.isdisjoint(settings.PENDOPO_OIDC_MFA) or claims.get("acr") in settings.PENDOPO_OIDC_MFA


def failed(request: HttpRequest) -> HttpResponse:
    """Lead back to the login page; the same sentence for whatever is wrong with the person or the provider."""
    messages.error(
        request,
        _(
            "Masuk lewat %(name)s tidak berhasil. Coba lagi, atau masuk dengan kata sandi; bila tetap gagal, hubungi admin."
        )
        % {"name": settings.PENDOPO_OIDC_NAME},
    )
    return SeeOther("/masuk/")


def stale(request: HttpRequest) -> HttpResponse:
    """Lead back to the login page: the answer was not asked for by this session, or it was taken before."""
    messages.error(
        request,
        _(
            "Jawaban dari %(name)s ini bukan untuk peramban ini, sudah dipakai, atau lebih dari 10 menit. Tidak ada yang "
            "masuk. Mulai lagi dari tombol di bawah."
        )
        % {"name": settings.PENDOPO_OIDC_NAME},
    )
    return SeeOther("/masuk/")
