"""When a link is dead: not at the first failure, but when it failed several times over a day or more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from pendopo.kernel.workflow.rules import Tone
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.publishing.rules import limits

LINK_TYPE: Final = "link"
UNKNOWN, FINE, FAILING, DEAD = "unknown", "fine", "failing", "dead"
STATES: Final[Mapping[str, tuple[str, Tone]]] = {
    UNKNOWN: (_("Belum diperiksa"), "neutral"),
    FINE: (_("Hidup"), "ok"),
    FAILING: (_("Gangguan sementara"), "warn"),
    DEAD: (_("Mati"), "error"),
}

# What the prober and the look at stored files may say, in words.
REASONS: Final[Mapping[str, str]] = {
    "": "",
    "status": _("situs menjawab dengan galat"),
    "address": _("alamat tidak ditulis dengan benar"),
    "unknown_host": _("nama situs tidak ditemukan"),
    "private": _("alamat menuju jaringan dalam"),
    "port": _("nomor porta tidak lazim"),
    "timeout": _("situs tidak menjawab pada waktunya"),
    "connection": _("sambungan gagal"),
    "tls": _("sertifikat situs tidak sah"),
    "redirects": _("situs mengalihkan berulang-ulang"),
    "answer": _("jawaban situs tidak dapat dibaca"),
    "missing": _("berkas hilang dari penyimpanan"),
    "changed": _("isi berkas tidak lagi sama"),
}
# Answers that say "not now" and nothing about the page: neither alive nor broken.
BUSY: Final = frozenset({429})


def state_after(*, ok: bool, failures: int, first_failed_at: datetime | None, now: datetime) -> str:
    """Return the state after a check; `failures` in a row include this one, the first of them at `first_failed_at`."""
    if ok:
        return FINE
    old_enough = first_failed_at is not None and now - first_failed_at >= timedelta(hours=limits.DEAD_HOURS)
    return DEAD if failures >= limits.DEAD_AFTER and old_enough else FAILING


def next_check_at(*, failures: int, now: datetime) -> datetime:
    """Return when to look again: in a week, and sooner after failures."""
    if not failures:
        return now + timedelta(days=limits.RECHECK_DAYS)
    return now + timedelta(hours=limits.RETRY_HOURS[min(failures, len(limits.RETRY_HOURS)) - 1])
