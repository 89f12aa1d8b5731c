"""The fuzzer finds what it looks for: fields of forms, and every kind of answer that must never come back."""

from __future__ import annotations

import random
from contextlib import ExitStack

import pytest

from tests.fuzzing import __main__ as fuzzing
from tests.fuzzing import corpus
from tests.fuzzing.forms import forms_of
from tests.fuzzing.inputs import Drawer, Input, _multipart
from tests.fuzzing.judging import Tally, judge, where
from tests.postgres import NoPostgres

PAGE = b"""<!doctype html><form action="?a=1" method="post"><input type=hidden name=t value=x>
<select name=s><option value=1>A<option value=2>B</select><input type=radio name=r value=y><input type=radio name=r value=n>
<textarea name=x maxlength=9>isi</textarea><input type=file name=f></form><form action="https://contoh.id/"><input name=q></form>
<form id=cari action=/cari/><button name=b value=1></button></form><input name=q form=cari type=search>"""


def test_forms_are_read_as_a_browser_reads_them() -> None:
    first, second = forms_of(PAGE, "/bpsdm/x/")
    assert (first.path, first.method, first.has_files) == ("/bpsdm/x/?a=1", "POST", True)
    assert [(each.name, each.kind, each.options, each.value) for each in first.fields] == [
        ("t", "hidden", [], "x"),
        ("s", "select", ["1", "2"], ""),
        ("r", "radio", ["y", "n"], ""),
        ("x", "textarea", [], "isi"),
        ("f", "file", [], ""),
    ]
    assert (second.path, second.method, [each.name for each in second.fields]) == ("/cari/", "GET", ["b", "q"])
    assert [each.most for each in first.fields] == [0, 0, 0, 9, 0]
    assert forms_of(b"", "/") == []


def test_each_field_alone_is_wrong_in_every_strict_way() -> None:
    drawer = Drawer([], [], [], [])
    (form,) = forms_of(
        b"<form action=/a/><input type=hidden name=p value=1><input type=hidden name=q value=2 maxlength=3></form>", "/"
    )
    paths = [make().path for make in drawer.one_by_one(form, random.Random(1))]
    assert len(paths) == 2 * (len(corpus.STRICT) + 1)
    for path in ("/a/?p=%00&q=2", "/a/?p=1&q=%00", "/a/?p=1&q=mmm", "/a/?p=1&q=kanan%20%ED%A0%80"):
        assert path in paths


def test_each_part_of_an_address_alone_is_wrong() -> None:
    told = [make() for make in Drawer([], [], [], []).part_by_part("/bpsdm/x/?a=1", ["a", "b"], random.Random(1))]
    assert len(told) == 3 * len(corpus.STRICT) + len(corpus.COOKIES)
    assert {"/bpsdm/%00/?a=1", "/bpsdm/x/?a=%00", "/bpsdm/x/?a=1&b=%00"} <= {each.path for each in told}
    assert {name for each in told for name in each.cookies} == {*corpus.COOKIES}


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (500, {}, b"", "5xx"),
        (503, {}, b"", "5xx"),
        (200, {"Content-Type": "text/html; charset=utf-8"}, b"<p>" + corpus.CANARY.encode(), "canary"),
        (422, {"Content-Type": "text/plain"}, b"Traceback (most recent call last)", "traceback"),
        (302, {"Location": f"https://{corpus.STRANGER}/"}, b"", "leads to a stranger"),
        (302, {"Location": f"/\\{corpus.STRANGER}"}, b"", "leads to a stranger"),
        (200, {"Xq7": "1"}, b"", "header"),
        (200, {"X-Name": "a\r\nb"}, b"", "header"),
    ],
)
def test_what_must_not_come_back_is_noticed(status: int, headers: dict[str, str], body: bytes, kind: str) -> None:
    tally = Tally()
    for _ in range(2):
        judge(tally, Input("form", "GET", "/"), "view", status, headers, body)
    assert [(fault.kind, fault.times) for fault in tally.faults.values()] == [(kind, 2)]


def test_what_may_come_back_is_not() -> None:
    tally, told = Tally(), Input("form", "GET", "/")
    judge(tally, told, "view", 422, {"Content-Type": "text/html"}, b"&lt;xq7 onx=1&gt;")
    judge(tally, told, "view", 200, {"Content-Type": "application/json"}, b'"<xq7"')
    judge(tally, told, "view", 302, {"Location": f"/masuk/?next=https://{corpus.STRANGER}/"}, b"")
    assert tally.faults == {}


def test_faults_are_told_by_the_place_where_they_happen() -> None:
    with pytest.raises(ValueError, match="invalid literal") as raised:
        int("x")
    assert where(raised.value).splitlines()[-1].startswith("ValueError: invalid literal")


def test_a_multipart_body_holds_what_no_text_can() -> None:
    body = _multipart([("a", "\ud800"), ("f", ('x"\r\n.pdf', b"%PDF"))])
    assert b"\xed\xa0\x80" in body
    assert b'filename="x%22%0D%0A.pdf"' in body


def test_without_postgresql_there_is_one_database_and_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_here() -> None:
        raise NoPostgres("PostgreSQL: no initdb on this machine")

    monkeypatch.setattr(fuzzing, "temporary_cluster", none_here)
    with ExitStack() as stack:
        assert fuzzing._servers(stack, "") == ({"SQLite": ""}, "PostgreSQL: no initdb on this machine")
        assert fuzzing._servers(stack, "sqlite") == ({"SQLite": ""}, "")


@pytest.mark.parametrize(("name", "word"), [("SIZE", "long"), ("FUZZ_DATABASE", "oracle")])
def test_words_that_nobody_knows_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, word: str) -> None:
    monkeypatch.setenv(name, word)
    monkeypatch.setattr(fuzzing.signal, "signal", lambda *_: None)
    assert fuzzing.main() == 2


def test_what_is_missing_can_be_made_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzzing.signal, "signal", lambda *_: None)
    monkeypatch.setattr(fuzzing, "_servers", lambda *_: ({"SQLite": ""}, "PostgreSQL: none"))
    monkeypatch.setenv("PENDOPO_TEST_REQUIRE_ALL", "1")
    assert fuzzing.main() == 1
    assert "PostgreSQL: none" in capsys.readouterr().out
