"""`pendopo work`: the worker that sends mail and does the rest of the background work."""

from __future__ import annotations

import logging
import os
import signal
import threading
from types import FrameType

import click

from pendopo.config.console import prepare

log = logging.getLogger("pendopo.work")

# Longest wait after a failed round; a database that is away for an hour finds the worker back within seconds.
LONGEST_PAUSE_SECONDS = 10.0


@click.command("work")
@click.option("--once", is_flag=True, help="Do what is due now and stop (for cron and tests).")
@click.option(
    "--pause", type=click.FloatRange(0.05, 60), default=2.0, show_default=True, help="Seconds between rounds."
)
@click.option("--here", is_flag=True, help="Only what this machine needs for itself: its search index.")
def work_command(once: bool, pause: float, here: bool) -> None:
    """Send mail and do the other background work.

    Any number of workers may run. Ctrl-C or SIGTERM stops this one after the task in hand; what is left stays in the
    database for the next. A machine that serves pages while others work runs it with --here.
    """
    prepare()
    stop = threading.Event()

    def leave(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    if once:
        click.echo(f"{run_round(here=here)} tasks done.")
        return
    loop(stop, pause, here=here)


def loop(stop: threading.Event, pause: float, *, here: bool = False) -> None:
    """Run rounds until `stop` is set, `pause` seconds apart; a failed round is logged and tried again, ever slower."""
    parent = os.getppid()
    wait = pause
    while not stop.is_set():
        try:
            done = run_round(here=True) if here else run_round()
            wait = 0.0 if done else pause
        except Exception:  # one bad round must not leave all later mail unsent
            log.exception("A round of background work failed; it is tried again.")
            wait = min(max(wait, pause) * 2, LONGEST_PAUSE_SECONDS)
        if os.getppid() != parent:
            log.warning("The program that started this worker is gone; the worker stops.")
            return
        stop.wait(wait)


def run_round(*, here: bool = False) -> int:
    """Do what is due now, or only `here`; return how many tasks were done. Connections are checked first."""
    from django.db import close_old_connections

    from pendopo.kernel.notifications.tasks import run_due, run_due_here

    close_old_connections()
    return int(run_due_here() if here else run_due())
