"""The API against its own description (OpenAPI): what schemathesis makes of it, with a key of every scope and without.

No answer is a fault of ours, and every answer is one that the description promises.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path
from typing import Any, Final

DESCRIPTION: Final = "/api/v1/openapi.json"
_SLUG = "bpsdm"
# The caller's library in this process unpacks nothing.
_PLAIN: Final = {"Accept-Encoding": "identity"}


def _key() -> str:
    """Make a key with every scope for the town's first agency and return its text."""
    from pendopo.kernel import clock
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.api import rules
    from pendopo.kernel.api.actions.tokens import make_token
    from pendopo.kernel.api.registry import scopes
    from pendopo.kernel.people.actors import staff
    from pendopo.kernel.people.models import User

    agency = Agency.objects.get(slug=_SLUG)
    by = staff(User.objects.get(username="admin"), agency)
    with clock.frozen(_now()):
        _token, text = make_token(agency=agency, name="Acak", scopes=sorted(scopes()), days=max(rules.LIFETIMES), by=by)
    return text


def _now() -> Any:
    from tests.fuzzing.town import town

    return town().hours.now()


class Caller:
    """Calls operations in this process, undoes what they did, and judges the answers by the description."""

    def __init__(self) -> None:
        from django.core.signals import request_finished, request_started
        from django.db import close_old_connections
        from schemathesis import checks

        from tests.fuzzing import judging

        # As the test client does: an input is undone on the connection on which it was done.
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        self.tally, self.key, self.heard = judging.Tally(), _key(), judging.Heard.listening()
        checks.load_all_checks()
        names = ("status_code_conformance", "content_type_conformance", "response_schema_conformance")
        self.promised = [checks.not_a_server_error, *map(checks.CHECKS.get_one, names)]

    def call(self, case: Any, label: str, with_key: bool) -> None:
        """Call one operation with what schemathesis has drawn."""
        from pendopo.kernel import clock

        from tests.fuzzing import judging
        from tests.fuzzing.inputs import Input
        from tests.fuzzing.town import undone

        if "agency_slug" in (case.path_parameters or {}):
            case.path_parameters["agency_slug"] = _SLUG
        told = Input(f"API, {label}", case.method, case.formatted_path, who="" if with_key else "anonymous")
        told.body = repr(case.body).encode("utf-8", "replace")
        headers = _PLAIN | ({"Authorization": f"Bearer {self.key}"} if with_key else {})
        started, self.heard.last = time.monotonic(), None
        try:
            with undone(), clock.frozen(_now()):
                answer = case.call(headers=headers)
        except (UnicodeError, ValueError) as odd:
            # What the caller's own library cannot put on the wire is no fault of ours.
            if "pendopo" in judging.where(odd).splitlines()[-2]:
                self.tally.fault("5xx", case.path, judging.where(odd), told)
            return
        view = f"{case.method} {case.path}"
        self.tally.note(told, view, answer.status_code, time.monotonic() - started)
        try:
            case.validate_response(answer, checks=self.promised)
        except (BaseExceptionGroup, AssertionError) as broken:
            if self.heard.last:
                self.tally.fault("5xx", view, judging.where(self.heard.last)[:1500], told)
            else:
                detail = "\n".join(map(str, getattr(broken, "exceptions", [broken])))
                self.tally.fault("not as described", view, detail[:1500], told)


def shake(inputs: int, seed: int) -> Any:
    """Send about `inputs` calls and return their tally."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis.errors import Unsatisfiable
    from schemathesis import GenerationMode

    from pendopo.config.wsgi import application

    caller = Caller()
    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, app=application)
    operations = [found.ok() for found in schema.get_all_operations()]
    caller.tally.forms = len(operations)
    ways = ((GenerationMode.POSITIVE, True), (GenerationMode.NEGATIVE, True), (GenerationMode.POSITIVE, False))
    each = max(1, round(inputs / (len(ways) * max(len(operations), 1))))

    def run(strategy: Any, label: str, with_key: bool) -> None:
        @seeded(seed)
        @settings(
            max_examples=each, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck), print_blob=False,
        )  # fmt: skip
        @given(strategy)
        def one(case: Any) -> None:
            caller.call(case, label, with_key)

        # Nothing wrong can be made of what allows everything.
        with contextlib.suppress(Unsatisfiable):
            one()

    for operation in operations:
        for mode, with_key in ways:
            run(operation.as_strategy(generation_mode=mode), mode.value, with_key)
    return caller.tally


def main(folder: str, inputs: int, seed: int) -> None:
    """Do so in a folder with a copy of the town, and leave the tally there as JSON."""
    from tests.fuzzing import town

    place = Path(folder)
    town.prepare(place)
    from tests.network import closed

    with closed():
        tally = shake(inputs, seed)
    (place / "tally.json").write_text(json.dumps(tally.as_json(), default=str), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:4]))
