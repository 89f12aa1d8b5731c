"""A process of citizens: takes jobs and presses "Kirim" in many threads at once.

What is started is their mother: for each port that it reads, it has a child, which takes its jobs there and answers
there; so Django is imported once. One JSON object per line. A job names the agency, the tokens (one press each), the
number of threads, whether a file goes with each press, and what to do with the transaction: `commit` it, or `hold` it
open until somebody kills the process. Answers, one line each: its number first, "ready" when all threads stand at the
barrier, then, after a line "go", the numbers in the order of the tokens, or "held".
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import django

HOLD_SECONDS = 120


def say(what: object) -> None:
    """Write one line for the test that waits for it."""
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


def press(slug: str, token: str, *, with_file: bool = False) -> str:
    """Register one request under `token` and return its number; the e-mail address tells the token."""
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.documents.inspection import Inspected
    from pendopo.kernel.documents.rules import KINDS
    from pendopo.kernel.people.actors import CITIZEN
    from pendopo.modules.information import actions
    from pendopo.modules.information.rules.request import Requester, Wish

    wish = Wish("Rincian anggaran 2026", "Penelitian", "softcopy", "online")
    requester = Requester(
        kind="person", name="Sri Rahayu", address="Jl. Merdeka 1", nik="3304011201900001", email=f"{token}@contoh.id"
    )
    agency = Agency.objects.get(slug=slug)
    content = token.encode()
    files = [Inspected("ktp.pdf", KINDS["pdf"], content, sha256(content).hexdigest())] if with_file else []
    inquiry = actions.register(agency=agency, wish=wish, requester=requester, token=token, by=CITIZEN, uploads=files)
    return str(inquiry.number)


def commit(job: dict[str, Any]) -> list[str]:
    """Press once for each token, in as many threads as asked, all let go at the same moment."""
    from django.db import connection

    barrier = threading.Barrier(job["threads"] + 1)

    def one(number: int) -> list[str]:
        try:
            with connection.cursor() as cursor:  # the connection is made before the race begins
                cursor.execute("SELECT 1")
            barrier.wait(60)
            mine = job["tokens"][number :: job["threads"]]
            return [press(job["agency"], token, with_file=job["files"]) for token in mine]
        finally:
            connection.close()

    with ThreadPoolExecutor(job["threads"]) as pool:
        running = [pool.submit(one, number) for number in range(job["threads"])]
        say("ready")
        sys.stdin.readline()
        barrier.wait(60)
        return [number for each in running for number in each.result(120)]


def hold(job: dict[str, Any]) -> None:
    """Press inside a transaction, tell so, and wait for the end of this process."""
    from django.db import transaction

    with transaction.atomic():
        press(job["agency"], job["tokens"][0])
        say("held")
        time.sleep(HOLD_SECONDS)


def work() -> None:
    """Do one job after the other until the input ends."""
    say(os.getpid())
    for line in sys.stdin:
        job = json.loads(line)
        if job["then"] == "hold":
            hold(job)
        else:
            say(commit(job))


def main() -> None:
    """Have a child for each line, until the input ends."""
    django.setup()
    # Nobody asks how they ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with socket.create_connection(("127.0.0.1", int(line))) as test:
                sys.stdin, sys.stdout = test.makefile("r", encoding="utf-8"), test.makefile("w", encoding="utf-8")
                work()
            os._exit(0)


if __name__ == "__main__":
    main()
