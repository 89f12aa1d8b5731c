"""Whole submissions through the web server: the page of a personal link and the press on its button, each link once."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import serving
from benchmarks.measuring import Work, run_cell
from benchmarks.skm_filling import OPEN

CONNECTIONS = (8, 32)
# More than a fast machine uses up in one cell; wrk stops when there are none left.
LINKS = 8_000
_FORM_TOKEN = "f" * 32
_PAGE = Work("survey-page", "the page", "page", limit="")
_PRESS = Work("survey-press", "the press on its button", "press", limit="", is_once=True)


def pages(lasting: float) -> None:
    """Start the server as delivered, send pages and presses, and print how many of each it took a second."""
    from django.core.management import call_command
    from django.db import connection

    folder, url = Path(os.environ["PENDOPO_VAR"]), os.environ["DATABASE_URL"]
    call_command("collectstatic", interactive=False, verbosity=0)
    cells = [(0, CONNECTIONS[0]), *enumerate(CONNECTIONS, start=1)]
    for number, _connections in cells:
        shown, pressed = _requests(number)
        (folder / f"page-{number}.txt").write_text("".join(shown), encoding="ascii")
        (folder / f"press-{number}.txt").write_text("".join(pressed), encoding="ascii")
    connection.close()
    with serving.pendopo(folder, url) as (port, process):
        for number, connections in cells:
            took = 0.0
            for work in (_PAGE, _PRESS):
                file = folder / f"{work.file}-{number}.txt"
                seconds = max(int(lasting), 2)
                cell = run_cell(work, file, port, connections=connections, seconds=seconds, processes=[process])
                if cell.bad:
                    raise SystemExit(f"{cell.bad} of the survey's answers were errors.")
                took += 1 / cell.rate
                # The first round only warms the server up.
                if number:
                    print(
                        f"  {work.title}, {connections} connections: {cell.rate:6,.0f} /s (median {cell.p50:.0f} ms, "
                        f"slowest hundredth {cell.p99:.0f} ms; {cell.cpu_ms:.1f} ms of the server's processor time)"
                    )
            if number:
                print(f"    both, as one submission: {1 / took:6,.0f} /s")


def _requests(number: int) -> tuple[list[str], list[str]]:
    """Make invitations and return their pages and the presses on their buttons, as wrk's script reads them."""
    from django.urls import reverse

    from pendopo.kernel.clock import now
    from pendopo.lib.ids import uuid7
    from pendopo.modules.satisfaction.models import Invitation, SurveyedService
    from pendopo.modules.satisfaction.queries.inviting import digest_of, secret_of

    found = SurveyedService.objects.filter(survey__period=OPEN).select_related("survey__agency", "survey__instrument")
    places: list[Any] = list(found.order_by("pk")[:400])
    keys = [uuid7() for _ in range(LINKS)]
    at = now()
    Invitation.objects.bulk_create(
        (
            Invitation(
                id=key, agency_id=asked.survey.agency_id, survey_id=asked.survey_id, service_id=asked.service_id,
                subject_type="inquiry", subject_id=key, secret_digest=digest_of(secret_of(key)), made_at=at,
                expires_at=at + dt.timedelta(days=1),
            )
            for key, asked in _dealt(keys, places)
        ),
        batch_size=1_000,
    )  # fmt: skip
    told = {"r_gender": "female", "r_age": "30s", "r_education": "s1", "r_occupation": "pns", "r_disability": "no"}
    cookie, shown, pressed = f"csrftoken={_FORM_TOKEN}", [], []
    for place, (key, asked) in enumerate(_dealt(keys, places)):
        path = reverse("satisfaction:invited", args=[asked.survey.agency.slug, secret_of(key)])
        marks = {f"u_{each}": (place + n) % 4 + 1 for n, each in enumerate(asked.survey.instrument.definition.keys)}
        body = urlencode({"csrfmiddlewaretoken": _FORM_TOKEN, "kunci": f"{number:02d}{key.hex}", **marks, **told})
        shown.append(f"GET\t{path}\t{cookie}\t\n")
        pressed.append(f"POST\t{path}\t{cookie}\t{body}\n")
    return shown, pressed


def _dealt(keys: list[Any], places: list[Any]) -> list[tuple[Any, Any]]:
    return [(key, places[number % len(places)]) for number, key in enumerate(keys)]
