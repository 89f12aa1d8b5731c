"""No name of an encoding breaks the server."""

from __future__ import annotations

import io

import pytest
from django.test import RequestFactory

from pendopo.config.requests import PlainRequest


@pytest.mark.once
@pytest.mark.parametrize("charset", ["rot13", "base64", "utf-16", "utf-7", "idna", "tidak-ada", "utf-8", '"', ""])
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_letters_are_utf_8_whatever_is_said(rf: RequestFactory, charset: str, kind: str) -> None:
    environ = rf.post("/?q=%C3%A9").environ | {
        "CONTENT_TYPE": f"{kind}; charset={charset}",
        "CONTENT_LENGTH": "3",
        "wsgi.input": io.BytesIO(b"a=1"),
    }
    request = PlainRequest(environ)
    assert (request.GET["q"], request.content_type) == ("é", kind.partition(";")[0])
    if kind.startswith("application"):
        assert request.POST.dict() == {"a": "1"}
