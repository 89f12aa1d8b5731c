"""Who asks, as far as cookies tell: an anonymous visitor, or somebody for whom the page may be personal."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, parse_cookie

READING = frozenset({"GET", "HEAD"})


def is_anonymous(request: HttpRequest) -> bool:
    """Tell whether the request carries nothing personal: no session, no draft, no cookie but language and form token.

    Any cookie that is not known counts as personal; a new cookie can therefore never leak a page by being forgotten.
    """
    if "HTTP_AUTHORIZATION" in request.META:
        return False
    raw = request.META.get("HTTP_COOKIE")
    return not raw or _harmless(raw)


def is_bare(request: HttpRequest) -> bool:
    """Tell whether the request carries no cookie but the language, so that its page is everybody's."""
    raw = request.META.get("HTTP_COOKIE")
    return is_anonymous(request) and (not raw or set(parse_cookie(raw)) <= {settings.LANGUAGE_COOKIE_NAME})


@lru_cache(maxsize=2048)
def _harmless(raw: str) -> bool:
    return set(parse_cookie(raw)) <= {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def language_of(request: HttpRequest) -> str:
    """Return the language to answer in: the one chosen with the switch, else Indonesian.

    The browser's wish is not asked: a telephone sold with English settings says little about its reader, and the law's
    words are Indonesian.
    """
    return _chosen(request.META.get("HTTP_COOKIE", ""))


@lru_cache(maxsize=2048)
def _chosen(cookie: str) -> str:
    wanted = parse_cookie(cookie).get(settings.LANGUAGE_COOKIE_NAME, "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
