"""How an agency stands with everything it must publish, read anew each time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.rules import BACK_OFFICE, PPID
from pendopo.lib import deadlines
from pendopo.modules.publishing import ports
from pendopo.modules.publishing.models import Duty, Link, Proof
from pendopo.modules.publishing.rules import catalogue, duties, limits, links
from pendopo.modules.publishing.rules.catalogue import Item


@dataclass(frozen=True, slots=True)
class Shown:
    """The last proof of an item: what shows it, since which local day, and where to look."""

    kind: str
    on: dt.date
    title: str
    url: str
    subject_id: UUID | None


@dataclass(frozen=True, slots=True)
class Line:
    """One item of an agency as it stands today; `duty` is empty where nothing was arranged yet."""

    key: str
    kind: str
    text: str
    article: str
    source: str
    confidence: str
    agreed: duties.Terms
    duty: Duty | None
    proof: Shown | None
    due_on: dt.date | None
    standing: str
    is_dead: bool

    @property
    def label(self) -> str:
        """Return the standing in words."""
        return gettext(duties.STANDINGS[self.standing][0])

    @property
    def tone(self) -> str:
        """Return the tone of the standing's tag."""
        return duties.STANDINGS[self.standing][1]

    @property
    def unit(self) -> Unit | None:
        """Return the unit that owns the duty."""
        return self.duty.unit if self.duty else None

    @property
    def owner(self) -> User | None:
        """Return the person who owns the duty."""
        return self.duty.owner if self.duty else None

    @property
    def soon_days(self) -> int:
        """Return how many days before the due date it counts as soon."""
        return self.duty.soon_days if self.duty else limits.SOON_DAYS


def lines_of(agency: Agency, today: dt.date | None = None) -> list[Line]:
    """Return every duty of the agency as it stands on `today`, in the order of the catalogue, own items last.

    Three queries, and those of the port.
    """
    today = today or clock.today(agency.timezone)
    arranged = {
        duty.key: duty for duty in Duty.objects.for_agency(agency).select_related("unit", "owner").order_by("id")
    }
    shown = _newest_proofs(agency)
    for key, entry in ports.entries.get().newest(agency).items():
        if key not in shown or shown[key].on < entry.on:
            shown[key] = Shown(duties.ENTRY, entry.on, entry.title, entry.url, entry.entry_id)
    dead = _dead_among(agency, shown.values())
    items = list(catalogue.catalogue_on(today).for_kind(agency.kind))
    items += [_own_item(duty) for duty in arranged.values() if duty.is_own]
    return [_line(item, arranged.get(item.key), shown.get(item.key), dead, today) for item in items]


def line_of(agency: Agency, key: str) -> Line | None:
    """Return one duty as it stands, None when the agency has none by this key."""
    return next((line for line in lines_of(agency) if line.key == key), None)


def _own_item(duty: Duty) -> Item:
    return Item(duty.key, duty.kind, duty.text, duty.article, "", "A")  # type: ignore[arg-type]


def _line(item: Item, duty: Duty | None, proof: Shown | None, dead: set[UUID], today: dt.date) -> Line:
    rule = deadlines.rule(item.rule, today) if item.rule else None
    agreed = duties.terms(rule, duty.months if duty else None)
    due = duties.due_on(agreed, proof.on if proof else None, today)
    is_dead = proof is not None and proof.subject_id in dead
    standing = duties.standing(
        waived=duty is not None and bool(duty.waived_reason),
        immediate=item.kind == catalogue.IMMEDIATE,
        proved_on=proof.on if proof else None,
        due=due,
        dead=is_dead,
        today=today,
        soon_days=duty.soon_days if duty else limits.SOON_DAYS,
    )
    is_own = duty is not None and duty.is_own
    text, source = (item.text, "") if is_own else (gettext(item.text), gettext(item.source))
    confidence = "" if is_own else item.confidence
    return Line(
        item.key, item.kind, text, item.article, source, confidence, agreed, duty, proof, due, standing, is_dead
    )


def _newest_proofs(agency: Agency) -> dict[str, Shown]:
    newest_first = Window(RowNumber(), partition_by=F("key"), order_by=[F("proved_on").desc(), F("id").desc()])
    found = proofs_of(agency).annotate(rank=newest_first).filter(rank=1)
    return {
        proof.key: Shown(proof.kind, proof.proved_on, proof_title(proof), proof_url(proof), proof.pk) for proof in found
    }


def proofs_of(agency: Agency, key: str = "") -> QuerySet[Proof]:
    """Return the proofs that count, of one item or of all, newest first."""
    found: QuerySet[Proof] = Proof.objects.for_agency(agency).filter(retracted_at__isnull=True)
    found = found.filter(key=key) if key else found
    return found.select_related("document", "notice", "agency").order_by("-proved_on", "-id")


def proof_title(proof: Proof) -> str:
    """Return what a proof shows, in a few words."""
    if proof.document:
        return proof.document.name
    return proof.notice.title if proof.notice else proof.url


def proof_url(proof: Proof) -> str:
    """Return where a proof can be looked at."""
    if proof.document_id:
        return reverse("publishing:proof_file", args=[proof.agency.slug, proof.pk])
    return reverse("publishing:notice", args=[proof.agency.slug, proof.notice_id]) if proof.notice_id else proof.url


def _dead_among(agency: Agency, shown: Iterable[Shown]) -> set[UUID]:
    wanted = [each.subject_id for each in shown if each.subject_id]
    found = Link.objects.for_agency(agency).filter(state=links.DEAD, subject_id__in=wanted)
    return set(found.values_list("subject_id", flat=True))


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """Return how many duties stand how, the worst first; every standing is named."""
    counted = Counter(line.standing for line in lines)
    return {name: counted[name] for name in duties.STANDINGS}


def by_kind(lines: Iterable[Line]) -> Mapping[str, list[Line]]:
    """Return the duties by their kind, in the order of the kinds; none is empty."""
    grouped: dict[str, list[Line]] = {kind: [] for kind in catalogue.KINDS}
    for line in lines:
        grouped[line.kind].append(line)
    return {kind: found for kind, found in grouped.items() if found}


def owners_of(agency: Agency, line: Line) -> list[User]:
    """Return who is told about a duty: its owner, else its unit, else the PPID. One query at most."""
    if line.owner is not None and line.owner.is_active:
        return [line.owner]
    found = RoleGrant.objects.for_agency(agency).filter(is_active=True, user__is_active=True)
    holders = found.filter(unit=line.unit, role=BACK_OFFICE) if line.unit else found.none()
    told = holders.select_related("user")[: limits.PAGE_ROWS] or found.filter(role=PPID).select_related("user")
    return list({grant.user_id: grant.user for grant in told[: limits.PAGE_ROWS]}.values())


def possible_owners(agency: Agency) -> QuerySet[User]:
    """Return the officers of the agency who may own a duty, by name."""
    grants = RoleGrant.objects.for_agency(agency).filter(is_active=True, role__in=[PPID, BACK_OFFICE])
    found: QuerySet[User] = User.objects.filter(pk__in=grants.values("user"), is_active=True)
    return found.order_by("name", "username")


def proof_for(agency: Agency, pk: UUID) -> Proof | None:
    """Return one proof that still counts, None when the agency has none with this key. One query."""
    found: Proof | None = proofs_of(agency).filter(pk=pk).first()
    return found
