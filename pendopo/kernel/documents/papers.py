"""Papers: what a case leaves behind, told in the order of time, for files that are put together from several cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from pendopo.kernel.documents.models import Document


@dataclass(frozen=True, slots=True)
class CasePaper:
    """One thing that happened (bagian berkas): a heading, its day, facts (label, value) and its files."""

    title: str
    on: dt.date
    facts: Sequence[tuple[str, str]]
    documents: Sequence[Document] = field(default=())
