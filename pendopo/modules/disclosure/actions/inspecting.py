"""Looking for traces of a person in what is to be made public: in its texts, in its files, in their names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document, ReleaseCheck
from pendopo.kernel.documents.redaction.actions import check_release
from pendopo.kernel.documents.redaction.queries import findings_in_words
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.text import gettext_noop
from pendopo.modules.disclosure.ports import answered
from pendopo.modules.disclosure.rules.privacy import Trace, traces_in

# A file in which something was found; all that was found in it is judged together.
FILE: Final = "file"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be made public: texts without personal data, how the information was opened, and the files' keys."""

    title: str
    question: str
    summary: str
    way: str
    files: tuple[UUID, ...] = ()


class Unclean(NotAllowed):
    """Something looks like a trace of a person, and nobody has judged it harmless yet."""

    def __init__(self, traces: Sequence[Trace]) -> None:
        super().__init__(
            gettext_noop("Ada temuan data pribadi yang belum dinyatakan. Buka “Tulis naskah”, periksa, lalu ulangi.")
        )
        self.traces = list(traces)


def traces_of(agency: Agency, inquiry_id: UUID, draft: Draft) -> list[Trace]:
    """Return what looks like a trace of a person; files that were not searched yet are searched now.

    Not for use inside a transaction: searching a file takes a second or two.
    """
    files = chosen_files(agency, inquiry_id, draft.files)
    texts = {
        "title": draft.title,
        "question": draft.question,
        "summary": draft.summary,
        "files": "\n".join(each.name.replace("_", " ") for each in files),
    }
    found = traces_in(texts, answered.get().known(agency, inquiry_id))
    checks = check_release(agency=agency, documents=files)
    return [*found, *(_trace(each, checks[each.pk]) for each in files if checks[each.pk].findings)]


def chosen_files(agency: Agency, inquiry_id: UUID, keys: Collection[UUID]) -> list[Document]:
    """Return the chosen ones of the files that may be made public; those that may not any more are left out."""
    return [each for each in answered.get().files(agency, inquiry_id) if each.pk in set(keys)]


def _trace(document: Document, check: ReleaseCheck) -> Trace:
    told = findings_in_words(check)
    words = "; ".join(" ".join(part for part in (each.what, each.place, each.sample) if part) for each in told[:5])
    key = sha256(f"{document.pk}:{check.version}:{document.sha256}".encode()).hexdigest()[:32]
    return Trace("files", FILE, f"{document.name}: {words}", key)


def demand_clean(traces: Sequence[Trace], harmless: Collection[str]) -> list[str]:
    """Return the keys of the traces, all judged harmless; raise Unclean when any was not."""
    if left := unjudged(traces, harmless):
        raise Unclean(left)
    return [each.key for each in traces]


def unjudged(traces: Sequence[Trace], harmless: Collection[str]) -> list[Trace]:
    """Return the traces that nobody has judged harmless."""
    return [each for each in traces if each.key not in set(harmless)]
