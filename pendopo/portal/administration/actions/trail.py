"""Verifying the audit chain from a page; that somebody did it is itself an entry."""

from __future__ import annotations

from django.db import transaction

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.people.actors import Actor
from pendopo.lib.text import gettext_noop as _
from pendopo.portal.administration import rules
from pendopo.portal.administration.actions.refused import Refused
from pendopo.portal.administration.queries.trail import VERIFIED, chain_length


def verify_chain(*, agency: Agency, by: Actor) -> Entry:
    """Recompute the agency's chain and note the verdict in it; return that entry.

    Raises Refused for a chain too long to be read while somebody waits for a page.
    """
    if chain_length(agency) > rules.MOST_VERIFIED:
        raise Refused(
            _(
                "Jejak audit ini memuat lebih dari %(most)s catatan, terlalu banyak untuk diperiksa dari halaman ini. "
                "Mintalah administrator sistem menjalankan: pendopo audit verify --agency %(slug)s"
            ),
            most=rules.MOST_VERIFIED,
            slug=agency.slug,
        )
    verdict = verify(agency)
    details = {"entries": verdict.entries, "bad_seq": verdict.bad_seq, "reason": verdict.reason}
    with transaction.atomic():
        return record(
            agency=agency, action=VERIFIED, subject_type="agency", subject_id=agency.pk, by=by, details=details
        )
