"""Requests that a partner's program brings: the desk's own form, read from JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django import forms

from pendopo.kernel import clock
from pendopo.kernel.tracking.forms.fields import choices_of
from pendopo.modules.information.forms.officers_register import RegisterForm
from pendopo.modules.information.rules import request

_WHO: Final = (
    *("kind", "name", "on_behalf_of", "nik", "other_id", "decree_number", "address", "phone", "email", "occupation"),
)
# Field of the form → its place in what was sent, where the name alone does not say it.
PLACES: Final[Mapping[str, str]] = {
    **{name: f"#/requester/{name}" for name in _WHO},
    "received_on": "#/received_at",
    "received_time": "#/received_at",
    "token": "#",
}


class ProgramForm(RegisterForm):
    """The desk's form; people reach a partner's portal by the web, too."""

    channel = forms.ChoiceField(choices=choices_of(request.CHANNELS))


def program_form(sent: Mapping[str, Any], *, token: str, zone: dt.tzinfo) -> ProgramForm:
    """Return the form for what was sent; without a time it was received now, and a time is written in `zone`."""
    requester = sent["requester"]
    given = {name: value for name, value in {**sent, **requester}.items() if name not in {"requester", "received_at"}}
    at = sent.get("received_at") or clock.now()
    try:
        local = at.astimezone(zone)
        given |= {"received_on": local.date().isoformat(), "received_time": local.strftime("%H:%M:%S")}
    except OverflowError:
        given |= {"received_on": "-", "received_time": "-"}
    if given.pop("read_back", False):
        given["read_back"] = "on"
    return ProgramForm({**given, "token": token})
