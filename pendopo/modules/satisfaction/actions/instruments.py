"""Instruments as rows: the shipped ones, and an agency's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.models import Instrument
from pendopo.modules.satisfaction.permissions import MANAGE
from pendopo.modules.satisfaction.rules import instruments, limits


def adapt_instrument(
    *,
    agency: Agency,
    base: Instrument,
    title: str,
    version: str,
    added: Sequence[Mapping[str, Any]],
    by: Actor,
    weights: Mapping[str, str] | None = None,
) -> Instrument:
    """Make an agency's own version of an instrument, with added elements and weights that sum to exactly 1.

    Raises NotAllowed without the permission or when the version stands already, rules.instruments.BadInstrument when
    weights or elements do not fit together.
    """
    if not may(by, MANAGE):
        raise NotAllowed(_("Peran Anda tidak mencakup penyusunan instrumen."))
    if len(added) > limits.ADDED_ELEMENTS_MAX:
        raise instruments.BadInstrument(f"At most {limits.ADDED_ELEMENTS_MAX} elements may be added.")
    content = instruments.with_added(
        base.content, key=base.key, version=version, title=title, added=added, weights=weights
    )
    own = Instrument(agency=agency, key=base.key, version=version, title=title, content=content)
    try:
        with transaction.atomic():
            own.save(force_insert=True)
            record(
                agency=agency,
                action="instrument.adapt",
                subject_type="instrument",
                subject_id=own.pk,
                by=by,
                details={"base": base.key, "version": version, "added": [each["key"] for each in added]},
            )
    except IntegrityError:
        raise NotAllowed(_("Versi instrumen ini sudah ada. Tulis nama versi yang lain.")) from None
    return own


def install_instruments() -> int:
    """Write down the shipped instruments that are not rows yet; return how many. Migrations do it first."""
    made = 0
    for content in instruments.shipped().values():
        _row, new = Instrument.objects.get_or_create(
            agency=None,
            key=content["key"],
            version=content["version"],
            defaults={"title": content["title"], "content": content},
        )
        made += new
    return made
