"""Requests counted by each process, for monitoring. Processes of one server add up what each has told the others.

Counting costs a microsecond, because it happens at every page out of memory too; a file mapped by all processes would
cost thirty. So each process counts for itself, and a thread tells the others every second, in a file of a folder that
`pendopo serve` names (PENDOPO_COUNTS). Without a folder a process counts for itself alone.
"""

from __future__ import annotations

import json
import os
import threading
import time
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

FOLDER: Final = "PENDOPO_COUNTS"
TOLD_EVERY_SECONDS: Final = 1.0
# Seconds: pages take hundredths, letters and reports some; beyond ten somebody has given up.
_BOUNDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

Answers = dict[str, int]
Times = dict[str, list[float]]


class Counts:
    """What one process has answered: requests by address, method and status; seconds by address, in buckets."""

    def __init__(self) -> None:
        self.answers: Answers = {}
        # For each address one number per bound and one beyond, then the sum of the seconds.
        self.times: Times = {}
        self._lock = threading.Lock()
        self._changed = False

    def add(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request. All three words are of a small set: names of addresses, methods, statuses."""
        key = f"{route} {method} {status}"
        with self._lock:
            self.answers[key] = self.answers.get(key, 0) + 1
            times = self.times.get(route)
            if times is None:
                times = self.times[route] = [0.0] * (len(_BOUNDS) + 2)
            times[bisect_left(_BOUNDS, seconds)] += 1
            times[-1] += seconds
            self._changed = True

    def tell(self, folder: Path) -> None:
        """Write the counts for the other processes, whole or not at all; nothing when nothing was added."""
        with self._lock:
            if not self._changed:
                return
            text = json.dumps([self.answers, self.times])
            self._changed = False
        aside = folder / f"{os.getpid()}.new"
        aside.write_text(text, encoding="utf-8")
        aside.rename(folder / f"{os.getpid()}.json")

    def together(self, folder: Path | None) -> tuple[Answers, Times]:
        """Return our counts and those of the other processes of this server, added up."""
        with self._lock:
            answers, times = dict(self.answers), {route: list(each) for route, each in self.times.items()}
        for path in folder.glob("*.json") if folder else ():
            if path.stem == str(os.getpid()):
                continue
            theirs: list[Any] = json.loads(path.read_text(encoding="utf-8"))
            for key, number in theirs[0].items():
                answers[key] = answers.get(key, 0) + number
            for route, numbers in theirs[1].items():
                ours = times.get(route, [0.0] * len(numbers))
                times[route] = [a + b for a, b in zip(ours, numbers, strict=True)]
        return answers, times


counts = Counts()
_telling = threading.Lock()


def folder() -> Path | None:
    """Return the folder in which the processes of this server tell one another, None when there is none."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else None


def count(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request of this process."""
    counts.add(route, method, status, seconds)
    if not _telling.locked() and (place := folder()) and _telling.acquire(blocking=False):
        threading.Thread(target=_tell_on, args=(place,), daemon=True, name="pendopo-counts").start()


def _tell_on(place: Path) -> None:
    """Tell the others for as long as the process lives; the thread holds `_telling`, so that there is one."""
    while True:
        time.sleep(TOLD_EVERY_SECONDS)
        try:
            counts.tell(place)
        except OSError:
            # The server is about to end and has removed the folder.
            return


class RequestsCollector(Collector):
    """Hands the counts of all processes to Prometheus' own writer."""

    def collect(self) -> Iterable[Metric]:
        """Return the counter of answers and the histogram of seconds."""
        answers, times = counts.together(folder())
        told = CounterMetricFamily(
            "pendopo_requests",
            "Requests answered, by address, method and status.",
            labels=["route", "method", "status"],
        )
        for key, number in sorted(answers.items()):
            told.add_metric(key.split(" "), number)
        seconds = HistogramMetricFamily(
            "pendopo_request_seconds", "Seconds from request to answer, by address.", labels=["route"]
        )
        for route, numbers in sorted(times.items()):
            reached = accumulate(numbers[:-1])
            buckets = list(zip([*map(str, _BOUNDS), "+Inf"], reached, strict=True))
            seconds.add_metric([route], buckets=buckets, sum_value=numbers[-1])
        return [told, seconds]
