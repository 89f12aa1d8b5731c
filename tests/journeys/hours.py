"""Office hours for journeys: a server whose clock the test sets, and which runs on from there."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.test.testcases import LiveServerThread

from pendopo.kernel import clock

from tests.browser import LocalServer
from tests.example import WIB


class Hours:
    """The time that the server believes in; it runs, so that what takes seconds takes seconds."""

    def __init__(self) -> None:
        self.set(2026, 8, 3, 10, 0)

    def set(self, year: int, month: int, day: int, hour: int, minute: int = 0) -> None:
        """Let it be this moment in Jakarta."""
        self._moment, self._since = dt.datetime(year, month, day, hour, minute, tzinfo=WIB), time.monotonic()

    def pass_(self, **span: int) -> None:
        """Let time go by, for example `pass_(minutes=5)`."""
        self._moment, self._since = self.now() + dt.timedelta(**span), time.monotonic()

    def now(self) -> dt.datetime:
        """Return the present moment of the journey."""
        return self._moment + dt.timedelta(seconds=time.monotonic() - self._since)


class OfficeServer(LocalServer):
    """The site on a free port, telling the time of `hours` in every answer."""

    def __init__(self) -> None:
        self.hours = Hours()
        self.thread = LiveServerThread("localhost", static_handler=self._timed)
        self.thread.daemon = True
        self.thread.start()
        self.thread.is_ready.wait()
        if self.thread.error:
            raise self.thread.error
        self.url = f"http://localhost:{self.thread.port}"

    def _timed(self, application: Callable[..., Any]) -> Callable[..., Iterable[bytes]]:
        def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            with clock.frozen(self.hours.now()):
                response = application(environ, start_response)
                # Streams ask the clock too, so they are read while it stands.
                body = list(response)
                response.close()
            return body

        return answer
