"""What clients of CKAN write is read, or refused; nothing is guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.rules.asking import Clause, NotUnderstood, Question, Range, Sort, moment, read, read_sort
from pendopo.modules.open_data.rules.licences import LICENCES, NOT_STATED

NOV = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def one(field: str, *values: str, negated: bool = False) -> Question:
    return Question(clauses=(Clause(field, frozenset(values), negated),))


@pytest.mark.parametrize(
    ("q", "fq", "wanted"),
    [
        ("", [], Question()),
        ("*:*", [], Question()),
        ("*", [], Question()),
        ("Anggaran  daerah", [], Question(words=("anggaran", "daerah"))),
        ('"rencana kerja" AND 2026', [], Question(words=("rencana", "kerja", "2026"))),
        ("title:anggaran notes:(kas daerah)", [], Question(words=("anggaran", "kas", "daerah"))),
        ('"kas and daerah"', [], Question(words=("kas", "daerah"))),
        ("anggaran*", [], Question(words=("anggaran",))),
        ("APBD-P", [], Question(words=("apbd-p",))),
        ("organization:dinas anggaran", [], Question(("anggaran",), (Clause("organization", frozenset({"dinas"})),))),
        ("", ["organization:dinas"], one("organization", "dinas")),
        ("", ["+organization:dinas"], one("organization", "dinas")),
        ("", ["-organization:dinas"], one("organization", "dinas", negated=True)),
        ("", ["NOT organization:dinas"], one("organization", "dinas", negated=True)),
        ("", ["owner_org:x"], one("organization", "x")),
        ("", ['tags:"kas daerah"'], one("tags", "kas daerah")),
        ("", [r'tags:"a \"b\""'], one("tags", 'a "b"')),
        ("", ["tags:(a OR b)"], one("tags", "a", "b")),
        ("", ['tags:("a b" OR c)'], one("tags", "a b", "c")),
        ("", ["tags:a tags:b"], Question(clauses=(Clause("tags", frozenset("a")), Clause("tags", frozenset("b"))))),
        ("", ["tags:a", "groups:b"], Question(clauses=(Clause("tags", frozenset("a")), Clause("groups", frozenset("b"))))),
        ("", ["organization:a OR organization:b"], one("organization", "a", "b")),
        ("", ["organization:a OR organization:b || organization:c"], one("organization", "a", "b", "c")),
        ("", ["res_format:PDF"], one("res_format", "PDF")),
        ("", ["name:x-dip-1"], one("id", "x-dip-1")),
        ("", ["tags:*"], Question()),
        ("", ["metadata_modified:[2026-11-01T00:00:00Z TO *]"], Question(ranges=(Range("modified", NOV, None),))),
        ("", ["metadata_modified:[2026-11-01T00:00:00.000Z TO *]"], Question(ranges=(Range("modified", NOV, None),))),
        ("", [r"metadata_created:[* TO 2026-11-01T00\:00\:00]"], Question(ranges=(Range("created", None, NOV),))),
        ("", ["dataset_type:dataset +state:active capacity:public private:false"], Question()),
        ("", ["dataset_type:harvest"], Question(impossible=True)),
        ("", ["-dataset_type:harvest"], Question()),
        ("", ["extras_harvest:1"], Question(impossible=True)),
    ],
)  # fmt: skip
def test_read(q: str, fq: list[str], wanted: Question) -> None:
    assert read(q, fq) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "unknown:x",
        "organization:a OR tags:b",
        "organization:a OR kata",
        "OR organization:a",
        "-organization:a OR organization:b",
        "-kata",
        "tags:a*",
        "tags:()",
        "tags:(a AND b)",
        "tags:(a b)",
        "tags:(-a OR b)",
        "tags:[a TO b]",
        "-metadata_modified:[* TO *]",
        "metadata_modified:2026",
        "metadata_modified:[kemarin TO *]",
        "[a TO b]",
        "((a))",
        'tags:"a',
        "x" * (limits.QUERY_MAX + 1),
        " ".join(f"tags:{n}" for n in range(limits.CLAUSES_MAX + 1)),
        f"tags:({' OR '.join(str(n) for n in range(limits.VALUES_MAX + 1))})",
    ],
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read("", [text])


def test_so_many_words_are_looked_for_and_no_more() -> None:
    words = [f"kata{n}" for n in range(limits.WORDS_MAX + 3)]
    assert read(" ".join(words), []).words == tuple(words[: limits.WORDS_MAX])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", Sort("relevance", descending=True)),
        ("score desc, metadata_modified desc", Sort("relevance", descending=True)),
        ("metadata_modified asc", Sort("modified", descending=False)),
        ("metadata_created DESC", Sort("created", descending=True)),
        ("title_string", Sort("title", descending=False)),
        ("name asc, id asc", Sort("id", descending=False)),
        ("id asc", Sort("id", descending=False)),
    ],
)
def test_read_sort(text: str, wanted: Sort) -> None:
    assert read_sort(text) == wanted


@pytest.mark.parametrize("text", ["views_recent desc", "name sideways", "name asc asc"])
def test_an_order_that_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_sort(text)


def test_a_moment_keeps_its_zone() -> None:
    assert moment("2026-11-01T07:00:00+07:00") == NOV
    assert moment("*") is None


def test_licences_have_a_text_or_are_not_stated() -> None:
    assert [code for code, each in LICENCES.items() if bool(each.url) != each.is_open] == []
    assert [code for code, each in LICENCES.items() if not each.url] == [NOT_STATED]
