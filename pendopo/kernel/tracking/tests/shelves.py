"""Kinds of cases for the tests: each keeps its cases in a list and counts how often it is asked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.tracking.actions import tracking_digest
from pendopo.kernel.tracking.registry import TrackedKind


@dataclass
class Shelf:
    """One kind of case."""

    name: str
    cases: list[Any] = field(default_factory=list)
    asked: int = 0

    @property
    def kind(self) -> TrackedKind:
        """Return the kind as a module would add it; its own page is the agency's home here."""
        return TrackedKind(self.name, self.find, self.own, "agency-home")

    def add(self, agency: Agency, number: str, code: str) -> Any:
        """Add a case and return it."""
        words = {"pk": uuid.uuid4(), "subject_type": self.name, "number": number}
        self.cases.append(SimpleNamespace(**words, agency=agency, tracking_digest=tracking_digest(code)))
        return self.cases[-1]

    def find(self, agency: Agency, number: str, digest: str) -> Any:
        """Return the case with this number and digest."""
        self.asked += 1
        wanted = (agency, number, digest)
        return next((case for case in self.cases if (case.agency, case.number, case.tracking_digest) == wanted), None)

    def own(self, agency: Agency, pk: uuid.UUID) -> Any:
        """Return the case with this key."""
        return next((case for case in self.cases if (case.agency, case.pk) == (agency, pk)), None)
