"""Reads what a client of CKAN asks: `q`, `fq` and `sort` in the part of Solr's language that clients really use.

Understood: words and "phrases", `field:value`, `field:(a OR b)`, `field:[from TO to]` of moments, `+`, `-`, NOT, AND, and
OR between clauses of one field. Everything else raises NotUnderstood, so that nobody takes a wrong answer for right.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.modules.open_data.rules import limits

# Field of CKAN → ours. Fields that hold one value for every dataset here are in _CONSTANT.
FIELDS: Final[Mapping[str, str]] = {
    "organization": "organization",
    "owner_org": "organization",
    "groups": "groups",
    "tags": "tags",
    "res_format": "res_format",
    "license_id": "license_id",
    "id": "id",
    "name": "id",
    "metadata_modified": "modified",
    "metadata_created": "created",
}
RANGES: Final = frozenset({"modified", "created"})
_CONSTANT: Final[Mapping[str, str]] = {
    "dataset_type": "dataset",
    "type": "dataset",
    "state": "active",
    "private": "false",
    "capacity": "public",
    "entity_type": "package",
}
FACETS: Final = ("organization", "groups", "tags", "res_format", "license_id")
MODIFIED, CREATED, TITLE, KEY, RELEVANCE = "modified", "created", "title", "id", "relevance"
_SORTS: Final[Mapping[str, str]] = {
    "metadata_modified": MODIFIED,
    "metadata_created": CREATED,
    "title_string": TITLE,
    "title": TITLE,
    "name": KEY,
    "id": KEY,
    "score": RELEVANCE,
    "relevance": RELEVANCE,
}
_TEXT_FIELDS: Final = frozenset({"title", "notes", "text"})

_TOKEN: Final = re.compile(
    r"\s+|(?P<sign>[+-])?(?:(?P<field>[A-Za-z_]\w*):)?"
    r'(?:\[(?P<low>[^\[\]\s]+)\s+TO\s+(?P<high>[^\[\]\s]+)\]|\((?P<group>[^()]*)\)|"(?P<phrase>(?:[^"\\]|\\.)*)"|(?P<word>[^\s()\[\]"]+))'
)
_OPERATORS: Final = frozenset({"AND", "OR", "NOT", "&&", "||"})
_ESCAPED: Final = re.compile(r"\\(.)")
_WORD: Final = re.compile(r"[\w./]+(?:-[\w./]+)*")


class NotUnderstood(ValueError):
    """A query is written in a way that is not understood; the message quotes the part."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition: the field holds one of `values`, or with `negated` none of them."""

    field: str
    values: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """One condition: the moment lies between `low` and `high`, both included; None is open."""

    field: str
    low: dt.datetime | None
    high: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: words that must all be found, and conditions that must all hold."""

    words: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    ranges: tuple[Range, ...] = ()
    # A condition on something that no dataset here has: the answer is nothing.
    impossible: bool = False

    def of(self, field: str) -> list[Clause]:
        """Return the clauses about `field`."""
        return [clause for clause in self.clauses if clause.field == field]


@dataclass(frozen=True, slots=True)
class Sort:
    """By what results are ordered."""

    key: str = RELEVANCE
    descending: bool = True


def read(q: str, fq: Iterable[str]) -> Question:
    """Return what `q` and the filters `fq` ask together; raise NotUnderstood."""
    words: list[str] = []
    clauses: list[Clause] = []
    ranges: list[Range] = []
    impossible = False
    for text in (q, *fq):
        if len(text) > limits.QUERY_MAX:
            raise NotUnderstood(f"A query may have {limits.QUERY_MAX} characters.")
        for part in _joined(_parts(text)):
            if isinstance(part, str):
                words.append(part)
            elif isinstance(part, Range):
                ranges.append(part)
            elif part.field in FIELDS.values():
                clauses.append(part)
            else:
                impossible |= (_CONSTANT.get(part.field) in part.values) == part.negated
    if len(clauses) + len(ranges) > limits.CLAUSES_MAX:
        raise NotUnderstood(f"A query may have {limits.CLAUSES_MAX} conditions.")
    return Question(tuple(dict.fromkeys(words))[: limits.WORDS_MAX], tuple(clauses), tuple(ranges), impossible)


def read_sort(text: str) -> Sort:
    """Return the first order that `text` names, for example "metadata_modified desc"; raise NotUnderstood."""
    first = text.partition(",")[0].split()
    if not first:
        return Sort()
    direction = first[1].lower() if len(first) > 1 else "asc"
    if first[0] not in _SORTS or direction not in {"asc", "desc"} or len(first) > 2:
        raise NotUnderstood(f"Cannot sort by {text!r}.")
    return Sort(_SORTS[first[0]], direction == "desc")


def moment(text: str) -> dt.datetime | None:
    """Return the moment written in ISO 8601 (UTC where no zone is given), None for *; raise NotUnderstood.

    >>> moment("2026-11-01T00:00:00Z")
    datetime.datetime(2026, 11, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    if text == "*":
        return None
    try:
        at = dt.datetime.fromisoformat(text.replace("\\", ""))
    except ValueError:
        raise NotUnderstood(f"{text!r} is no moment such as 2026-11-01T00:00:00Z.") from None
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


Part = str | Clause | Range


def _parts(text: str) -> Iterator[Part | tuple[str]]:
    """Yield words, conditions, and ("OR",) between them."""
    place, negate = 0, False
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise NotUnderstood(f"Not understood: {text[place : place + 40]!r}.")
        place = found.end()
        if not found["word"] and not found.lastgroup:
            continue
        if found["word"] in _OPERATORS and not found["field"]:
            if found["word"] in {"OR", "||"}:
                yield ("OR",)
            negate = found["word"] == "NOT"
            continue
        negated, negate = (found["sign"] == "-") != negate, False
        if found["field"] and found["field"] not in _TEXT_FIELDS:
            condition = _condition(found["field"], found, negated=negated)
            if condition is not None:
                yield condition
            continue
        if found["low"]:
            raise NotUnderstood(f"A range needs its field: {found[0]!r}.")
        if negated:
            raise NotUnderstood(f"Words cannot be left out: {found[0]!r}.")
        yield from _words(found["group"] or found["phrase"] or found["word"] or "")


def _joined(parts: Iterable[Part | tuple[str]]) -> list[Part]:
    """Return the parts with OR between two clauses of one field made one clause; raise NotUnderstood for other ORs."""
    done: list[Part] = []
    waiting = False
    for part in parts:
        if isinstance(part, tuple):
            waiting = True
            continue
        if waiting:
            waiting = False
            before = done.pop() if done else None
            both = isinstance(before, Clause) and isinstance(part, Clause)
            if not both or before.field != part.field or before.negated or part.negated:  # type: ignore[union-attr]
                raise NotUnderstood("OR is understood between conditions on one field only.")
            done.append(Clause(part.field, before.values | part.values))  # type: ignore[union-attr]
            continue
        done.append(part)
    return done


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(_ESCAPED.sub(r"\1", text.lower())):
        if word.upper() not in _OPERATORS:
            yield word


def _condition(name: str, found: re.Match[str], *, negated: bool) -> Clause | Range | None:
    field = FIELDS.get(name, name)
    if field not in FIELDS.values() and field not in _CONSTANT and not name.startswith(("extras_", "vocab_", "res_")):
        raise NotUnderstood(f"Field {name!r} is not known.")
    if found["low"]:
        if field not in RANGES or negated:
            raise NotUnderstood(f"No range can be given for {name!r}.")
        return Range(field, moment(found["low"]), moment(found["high"]))
    if field in RANGES:
        raise NotUnderstood(f"{name!r} needs a range, for example [2026-11-01T00:00:00Z TO *].")
    values = frozenset(_values(found))
    if len(values) > limits.VALUES_MAX:
        raise NotUnderstood(f"A condition may have {limits.VALUES_MAX} values.")
    if values == {"*"} and not negated:
        return None
    if not values or any("*" in value for value in values):
        raise NotUnderstood(f"{name!r} needs whole values.")
    return Clause(field, values, negated)


def _values(found: re.Match[str]) -> Iterator[str]:
    if found["group"] is None:
        yield _ESCAPED.sub(r"\1", found["phrase"] if found["phrase"] is not None else found["word"])
        return
    joined = "OR"
    for each in _TOKEN.finditer(found["group"]):
        text = each["phrase"] or each["word"]
        if text in _OPERATORS:
            joined = text
        elif text:
            if joined not in {"OR", "||"} or each["sign"] or each["field"]:
                raise NotUnderstood(f"Write {found[0]!r} as values joined by OR.")
            yield _ESCAPED.sub(r"\1", text)
            # Two values side by side mean both at once, which is not what a list of choices says.
            joined = ""
