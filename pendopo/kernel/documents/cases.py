"""Whose file is it? Modules say here which case a document belongs to, who may read and change it, where "back" leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Verdict


@dataclass(frozen=True, slots=True)
class FileCase:
    """The case that a document belongs to, as one actor meets it.

    `label` is its number or name, `back_url` its page. `may_change` is asked before a copy is made or a check is
    confirmed. `reasons` are the lawful reasons to blacken something in this kind of case: code → article and msgid.
    """

    label: str
    back_url: str
    may_read: Verdict
    may_change: Verdict
    reasons: Mapping[str, tuple[str, str]] = field(default_factory=dict)


# Returns the case of a document for an actor, None when the actor must not know of it; at most two queries.
FindCase = Callable[[Agency, Actor, Document], FileCase | None]

_finders: dict[str, FindCase] = {}


def register_case_files(subject_type: str, find: FindCase) -> None:
    """Have `find` asked for documents of `subject_type`; a module calls it once in its apps.py."""
    _finders[subject_type] = find


def case_of(agency: Agency, actor: Actor, document: Document) -> FileCase | None:
    """Return the case of a document if `actor` may read it there, else None, also for kinds that nobody registered."""
    find = _finders.get(document.subject_type)
    found = find(agency, actor, document) if find else None
    return found if found and found.may_read else None
