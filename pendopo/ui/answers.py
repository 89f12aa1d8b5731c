"""How a page goes on after a form was sent."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """Redirect after a form was sent: the browser goes on with GET."""

    status_code = HTTPStatus.SEE_OTHER
