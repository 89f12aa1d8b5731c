"""How long the login page and the forgotten-password page take for known and for unknown names: no difference may tell.

`python benchmarks/sign_in.py [TRIES]` makes an empty installation in a temporary folder, with the real hash (Argon2id),
and asks both pages in turn for an account, a closed account and nobody. Prints medians in milliseconds; `--proof` writes
docs/bukti/masuk.md. The limits on tries are lifted, everything else is as delivered.
"""

from __future__ import annotations

import logging
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "gerimis di beranda"
KINDS = {"known": "rina", "closed": "tutup", "unknown": "nobo"}


def prepare(folder: str) -> None:
    """Let Pendopo live in `folder` with two accounts."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="pendopo.config.settings", PENDOPO_VAR=folder, PENDOPO_HTTPS="0",
        PENDOPO_HOSTS="testserver", PENDOPO_LOG_LEVEL="CRITICAL",
    )  # fmt: skip
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    logging.disable()
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    call_command("migrate", verbosity=0)
    from pendopo.kernel.people.models import User

    User.objects.create_user("rina", password=PASSWORD, email="rina@contoh.example", name="Rina")
    User.objects.create_user("tutup", password=PASSWORD, name="Tutup", is_active=False)


def measure(tries: int) -> list[tuple[str, str, float, float]]:
    """Return page, kind of name, median and 95th percentile in milliseconds; the kinds take turns."""
    from django.test import Client

    from pendopo.portal.signin.views import answers

    answers.take = lambda _key, _limit: True
    pages = {"/masuk/": {"password": "salah sama sekali"}, "/masuk/lupa-sandi/": {}}
    taken: dict[tuple[str, str], list[float]] = {(page, kind): [] for page in pages for kind in KINDS}
    client = Client()
    for turn in range(tries + 3):
        # Whoever comes first pays for what the others find warm: each time in another order.
        for (page, kind), times in random.sample(sorted(taken.items()), len(taken)):
            began = time.perf_counter()
            client.post(page, {"username": KINDS[kind], **pages[page]})
            if turn >= 3:
                times.append((time.perf_counter() - began) * 1000)
    return [
        (page, kind, statistics.median(times), statistics.quantiles(times, n=20)[-1])
        for (page, kind), times in taken.items()
    ]


def main() -> None:
    """Measure and tell."""
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    with tempfile.TemporaryDirectory(prefix="pendopo-sign-in-") as folder:
        prepare(folder)
        rows = measure(numbers[0] if numbers else 100)
    for page, kind, median, high in rows:
        print(f"{page:22} {kind:8} median {median:7.2f} ms   95 % {high:7.2f} ms")
    if "--proof" in sys.argv:
        from tests.proving import prove

        prove(
            "masuk",
            title="Signing in tells nothing by time",
            command="python benchmarks/sign_in.py 500 --proof",
            columns=["page", "name", "median, ms", "95 %, ms"],
            rows=[[page, kind, f"{median:.2f}", f"{high:.2f}"] for page, kind, median, high in rows],
            notes=["Argon2id as delivered; the kinds of names take turns, one process, other work on the machine."],
        )


if __name__ == "__main__":
    main()
