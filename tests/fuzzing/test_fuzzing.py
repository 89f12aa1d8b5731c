"""The fuzzer finds what it looks for: fields of forms, and every kind of answer that must never come back."""

from __future__ import annotations

import pytest

from tests.fuzzing import corpus
from tests.fuzzing.forms import forms_of
from tests.fuzzing.inputs import Input, _multipart
from tests.fuzzing.judging import Tally, judge, where

PAGE = b"""<!doctype html><form action="?a=1" method="post"><input type=hidden name=t value=x>
<select name=s><option value=1>A<option value=2>B</select><input type=radio name=r value=y><input type=radio name=r value=n>
<textarea name=x>isi</textarea><input type=file name=f></form><form action="https://contoh.id/"><input name=q></form>
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
    assert forms_of(b"", "/") == []


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
