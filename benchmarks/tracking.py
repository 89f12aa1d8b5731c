"""How long tracking takes for a number that is none and for a wrong code, and what 10,000 numbers in a row tell.

`python benchmarks/tracking.py [TRIES]` makes an installation with the example in a temporary folder and asks the tracking
page in turn. Prints medians in milliseconds and how many of 10,000 numbers were answered otherwise than the first;
`--proof` writes docs/bukti/pelacakan.md. The limits on tries are lifted, everything else is as delivered.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import tempfile
import time
from typing import Any

from sign_in import prepare

NUMBERS = 10_000
PLACE = "/bpsdm/lacak/"
# Of each answer and of no meaning: the form's token, and the number that was typed and is given back.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def load() -> list[str]:
    """Load the example, lift the limits, and return the numbers of its requests."""
    from pendopo.kernel.calendar.seeding import seed_calendar
    from pendopo.kernel.tracking import views
    from pendopo.modules.information.models import Inquiry
    from pendopo.portal.demo import stage

    seed_calendar()
    stage.load()
    views.exceeded = lambda _key, _limit: False  # type: ignore[assignment]
    return list(Inquiry.objects.filter(agency__slug="bpsdm").values_list("number", flat=True))


def bare(body: bytes, number: str) -> bytes:
    """Return an answer without what was typed and without the form's token."""
    return TOKEN.sub(b"", body).replace(number.encode(), b"")


def ask(client: Any, number: str) -> bytes:
    """Ask for a number with a code that nobody has; return what is answered, bare."""
    response = client.post(PLACE, {"number": number, "code": "7K3M-9Q2X-TW"})
    if response.status_code != 422:
        raise SystemExit(f"{number} was answered with {response.status_code}.")
    return bare(response.content, number)


def measure(numbers: list[str], tries: int) -> dict[str, list[float]]:
    """Return milliseconds for each kind of number; the kinds take turns."""
    from django.test import Client

    taken: dict[str, list[float]] = {"wrong code": [], "no such number": []}
    client = Client()
    for turn in range(tries + 5):
        for kind in random.sample(sorted(taken), 2):
            number = random.choice(numbers) if kind == "wrong code" else f"9{turn:03d}/PPID/X/2026"
            began = time.perf_counter()
            ask(client, number)
            if turn >= 5:
                taken[kind].append((time.perf_counter() - began) * 1000)
    return taken


def leaking(numbers: list[str]) -> int:
    """Return how many of 10,000 numbers in a row, real ones among them, are answered otherwise than the first."""
    from django.test import Client

    client, shape = Client(), random.choice(numbers)
    asked = [*numbers, *(re.sub(r"\d+", f"{n:03d}", shape, count=1) for n in range(NUMBERS - len(numbers)))]
    first = ask(client, asked[0])
    return sum(ask(client, number) != first for number in asked)


def main() -> None:
    """Measure and tell."""
    tries = next((int(each) for each in sys.argv[1:] if each.isdigit()), 500)
    with tempfile.TemporaryDirectory(prefix="pendopo-tracking-") as folder:
        prepare(folder)
        numbers = load()
        taken, leaks = measure(numbers, tries), leaking(numbers)
    medians = {kind: statistics.median(times) for kind, times in taken.items()}
    apart = abs(medians["wrong code"] - medians["no such number"])
    rows = [[f"{kind}, median of {tries}", f"{median:.2f} ms"] for kind, median in medians.items()]
    rows += [["medians apart", f"{apart:.2f} ms"], [f"of {NUMBERS:,} numbers in a row, answered otherwise", leaks]]
    for what, figure in rows:
        print(f"{what:50} {figure}")
    if "--proof" in sys.argv:
        from tests.proving import prove

        prove(
            "pelacakan",
            title="A number alone reveals no request",
            command="python benchmarks/tracking.py 500 --proof",
            columns=["what", "figure"],
            rows=rows,
            notes=[
                "The answers are compared byte by byte, without the form's token and the number that was typed.",
                f"{len(numbers)} of the numbers exist.",
            ],
        )


if __name__ == "__main__":
    main()
