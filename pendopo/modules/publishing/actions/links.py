"""Watching links: gathering what is published, asking it politely, keeping what it answered."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from pendopo import __version__
from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.notifications.actions import tell
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import BACK_OFFICE, PPID
from pendopo.lib.probing import Probed, probe
from pendopo.lib.text import gettext_noop
from pendopo.modules.publishing import ports
from pendopo.modules.publishing.models import Link, LinkCheck
from pendopo.modules.publishing.ports import Linked
from pendopo.modules.publishing.queries.links import due_addresses, due_files
from pendopo.modules.publishing.rules import limits, links

_PIECE = 1024 * 1024


def watch(
    *,
    agency: Agency,
    subject_type: str,
    subject_id: UUID,
    title: str,
    unit_id: UUID | None = None,
    url: str = "",
    document_id: UUID | None = None,
    page: str = "",
) -> None:
    """Have a link or a stored file looked at from now on; a known one is not asked sooner. One query."""
    _keep([_link(Linked(agency.pk, subject_id, title, unit_id, url, document_id, page), subject_type)])


def forget(*, subject_type: str, subject_id: UUID) -> None:
    """Look no longer at what a subject names."""
    Link.objects.filter(subject_type=subject_type, subject_id=subject_id).delete()


def _link(named: Linked, subject_type: str) -> Link:
    now = clock.now()
    return Link(
        agency_id=named.agency_id,
        subject_type=subject_type,
        subject_id=named.entry_id,
        title=named.title[: limits.LINE_MAX],
        page=named.page,
        unit_id=named.unit_id,
        target=str(named.document_id) if named.document_id else named.url[: limits.URL_MAX],
        host="" if named.document_id else host_of(named.url),
        document_id=named.document_id,
        next_check_at=now,
        seen_at=now,
    )


def host_of(url: str) -> str:
    """Return the site of an address, a dot where it names none: such an address is asked and found to be wrong."""
    try:
        return (urlsplit(url).hostname or ".")[:253]
    except ValueError:
        return "."


def _keep(found: Iterable[Link]) -> None:
    """Insert links; of known ones what surrounds them is renewed."""
    unique = {(link.subject_type, link.subject_id, link.target): link for link in found}
    Link.objects.bulk_create(
        unique.values(),
        update_conflicts=True,
        unique_fields=["subject_type", "subject_id", "target"],
        update_fields=["title", "page", "unit", "seen_at"],
    )


def gather() -> int:
    """Take over every link of the published entries, and forget those that are named no longer; return how many."""
    entries, started = ports.entries.get(), clock.now()
    after: UUID | None = None
    seen = 0
    while True:
        page, after = entries.links(after, limits.ENTRIES_A_ROUND)
        with transaction.atomic():
            _keep(_link(each, entries.subject_type) for each in page)
        seen += len(page)
        if after is None:
            break
    Link.objects.filter(subject_type=entries.subject_type, seen_at__lt=started).delete()
    return seen


def ask_soon(*, link: Link, by: Actor) -> None:
    """Have a link asked in the next round."""
    with transaction.atomic():
        Link.objects.filter(pk=link.pk).update(next_check_at=clock.now())
        record(
            agency=link.agency,
            action="link.ask_soon",
            subject_type=links.LINK_TYPE,
            subject_id=link.pk,
            by=by,
            details={},
        )


def check_due() -> int:
    """Ask what is due, each site once, and look at stored files; return how many were looked at.

    Each is claimed by a conditional UPDATE before, so that of several workers one asks. The sites are asked side by
    side outside of any transaction.
    """
    now = clock.now()
    asked = [link for link in due_addresses(now) if _claim(link, now)]
    with ThreadPoolExecutor(limits.ASKED_AT_ONCE) as pool:
        for link, probed in zip(asked, pool.map(_probe, [link.target for link in asked]), strict=True):
            note(link=link, probed=probed)
    files = [link for link in due_files(now) if _claim(link, now)]
    for link in files:
        if link.document is None or not link.document.is_current:
            Link.objects.filter(pk=link.pk).delete()
        else:
            note(link=link, probed=_look(link.document))
    return len(asked) + len(files)


def _claim(link: Link, now: dt.datetime) -> bool:
    lease = now + dt.timedelta(minutes=limits.LEASE_MINUTES)
    mine = Link.objects.filter(pk=link.pk, next_check_at=link.next_check_at)
    return bool(mine.update(next_check_at=lease) == 1)


def _probe(url: str) -> Probed:
    return probe(
        url,
        user_agent=f"Pendopo/{__version__} (+{settings.PENDOPO_ADDRESS})",
        seconds=limits.PROBE_SECONDS,
        allow_private=settings.PENDOPO_PROBE_LOOPBACK,
    )


def _look(document: Document) -> Probed:
    """Say whether a stored file is there with the bytes it came with."""
    digest = hashlib.sha256()
    try:
        with private_files().open(document.storage_name, "rb") as stored:
            while piece := stored.read(_PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return Probed(False, 0, "missing")
    same = digest.hexdigest() == document.sha256
    return Probed(same, 0, "" if same else "changed")


def note(*, link: Link, probed: Probed) -> Link:
    """Keep what a link answered, "not now" counts for nothing; who is behind it is told when it turns out to be dead."""
    now = clock.now()
    with transaction.atomic():
        fresh: Link | None = (
            Link.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=link.pk).first()
        )
        if fresh is None:
            return link
        LinkCheck.objects.create(
            agency_id=fresh.agency_id, link=fresh, at=now, ok=probed.ok, status=probed.status, reason=probed.reason
        )
        before = fresh.state
        fresh.checked_at, fresh.status, fresh.reason = now, probed.status, probed.reason
        if probed.status in links.BUSY:
            fresh.next_check_at = now + dt.timedelta(hours=limits.RETRY_HOURS[0])
        else:
            _count(fresh, probed, now)
        fresh.save()
        old = LinkCheck.objects.filter(link=fresh).order_by("-id").values_list("pk", flat=True)[limits.CHECKS_KEPT :]
        LinkCheck.objects.filter(pk__in=list(old)).delete()
        if fresh.state == links.DEAD != before:
            _tell(fresh)
    return fresh


def _count(link: Link, probed: Probed, now: dt.datetime) -> None:
    if probed.ok:
        link.failures, link.first_failed_at, link.last_fine_at = 0, None, now
    else:
        link.failures += 1
        link.first_failed_at = link.first_failed_at or now
    link.state = links.state_after(
        ok=probed.ok, failures=link.failures, first_failed_at=link.first_failed_at, now=now
    )  # fmt: skip
    link.next_check_at = links.next_check_at(failures=link.failures, now=now)


def _tell(link: Link) -> None:
    roles: Sequence[str] = (BACK_OFFICE,) if link.unit_id else (PPID,)
    tell(
        agency=link.agency,
        roles=roles,
        unit_id=link.unit_id,
        text=gettext_noop("Tautan mati pada “%(title)s”. Perbaiki atau ganti tautannya."),
        params={"title": link.title},
        url=reverse("publishing:link", args=[link.agency.slug, link.pk]),
        subject_type=links.LINK_TYPE,
        subject_id=link.pk,
    )
