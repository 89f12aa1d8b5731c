"""Are the settings those of an installation on the internet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from pendopo.config.health.findings import Finding, ok, warning, wrong


def settings_now() -> Iterator[Finding]:
    """Examine key, mode, names and proxy."""
    yield from _key()
    yield from _mode()
    yield from _names()
    yield from _proxy()


def _key() -> Iterator[Finding]:
    given, file = os.environ.get("PENDOPO_SECRET_KEY"), Path(settings.VAR_DIR) / "secret.key"
    source = "PENDOPO_SECRET_KEY" if given else str(file)
    if len(settings.SECRET_KEY) < 50:
        yield wrong("secret key", f"The key of {source} is short.", "Use at least 50 random characters.")
    elif not given and file.exists() and file.stat().st_mode & 0o077:
        yield wrong("secret key", f"Others may read {file}.", f"chmod 600 {file}")
    else:
        yield ok("secret key", f"From {source}.")


def _mode() -> Iterator[Finding]:
    if settings.DEBUG:
        yield wrong("mode", "Debugging is on: visitors see source and values.", "Leave PENDOPO_DEBUG out.")
    if settings.PENDOPO_DEMO:
        yield wrong("mode", "The demo is on: its passwords are public.", "Leave PENDOPO_DEMO out.")
    if not settings.HTTPS:
        yield wrong(
            "https", "Pages and cookies travel in the clear.", "Leave PENDOPO_HTTPS out, and end HTTPS at the proxy."
        )
    elif settings.SECURE_PROXY_SSL_HEADER is None:
        yield wrong(
            "https", "HTTPS is demanded, but the proxy's word on it is not believed: every page redirects for ever.",
            "Start with `pendopo serve --proxied`, or set PENDOPO_BEHIND_PROXY=1.",
        )  # fmt: skip
    else:
        yield ok("https", "Demanded, with HSTS.")


def _names() -> Iterator[Finding]:
    host = urlsplit(settings.PENDOPO_ADDRESS).hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        yield wrong("hosts", "Any host name is served.", "Name the site's own in PENDOPO_HOSTS.")
    elif host in {"localhost", "127.0.0.1", "::1"}:
        yield warning(
            "hosts", f"Links in e-mails lead to {settings.PENDOPO_ADDRESS}.", "Set PENDOPO_ADDRESS and PENDOPO_HOSTS."
        )
    elif host not in settings.ALLOWED_HOSTS and not any(
        name.startswith(".") and host.endswith(name) for name in settings.ALLOWED_HOSTS
    ):
        yield wrong("hosts", f"{host} of PENDOPO_ADDRESS is not served.", f"Add {host} to PENDOPO_HOSTS.")
    else:
        yield ok("hosts", f"{', '.join(settings.ALLOWED_HOSTS)}; links lead to {settings.PENDOPO_ADDRESS}.")


def _proxy() -> Iterator[Finding]:
    if settings.SECURE_PROXY_SSL_HEADER and not settings.TRUSTED_PROXIES:
        yield warning(
            "proxy", "Behind a proxy every visitor has the proxy's address, and shares its limits.",
            "Name the proxy's address in PENDOPO_TRUSTED_PROXIES.",
        )  # fmt: skip
    for network in settings.PENDOPO_METRICS_FROM:
        if ip_network(network, strict=False).num_addresses > 2**24 * (1 if "." in network else 2**80):
            yield warning("metrics", f"{network} may read /metrics.", "Name only the monitoring's own addresses.")


def signer() -> Iterator[Finding]:
    """Examine how letters are signed."""
    name = settings.PENDOPO_SIGNER
    if not name:
        yield ok("signer", "Letters are signed with ink; no electronic service is connected.")
    elif name == "test":
        yield warning(
            "signer",
            "Letters are signed with test certificates, which prove nothing.",
            "Connect a service by PENDOPO_SIGNER.",
        )
    else:
        import_string(name.replace(":", "."))
        yield ok("signer", f"{name} is installed.")
