"""How an example case is written down: who asked what, when, and the steps that followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pendopo.modules.information.rules import request
from pendopo.modules.information.rules.notice import NoticeText


class BadScript(ValueError):
    """A line of an example case cannot be read."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One step of a case: `step[:argument][/account]@day`, the day counted in working days after receipt."""

    step: str
    argument: str
    account: str
    day: int

    @classmethod
    def read(cls, text: str) -> Cue:
        """Return the cue written as `text`; raise BadScript when it names no day."""
        head, at, day = text.partition("@")
        if not at or not day.isdigit():
            raise BadScript(f"{text!r} does not end with @day.")
        head, _, account = head.partition("/")
        step, _, argument = head.partition(":")
        return cls(step, argument, account, int(day))


@dataclass(frozen=True, slots=True)
class Case:
    """An example request. `ago` is how many working days ago it was received, `at` the local time of day.

    `register_after` are working days between receipt and registration (letters). `steps` are cues separated by blanks.
    `note` is what the front office wrote when it asked for completion, `addition` what the requester added.
    """

    agency: str
    ago: int
    at: str
    who: str
    details: str
    purpose: str
    steps: str = ""
    channel: str = request.WEB
    obtain_way: str = request.SOFTCOPY
    delivery_way: str = request.ONLINE
    accommodation: str = "none"
    help_given: str = ""
    register_after: int = 0
    answer: NoticeText | None = None
    missing: tuple[str, ...] = ()
    note: str = ""
    addition: str = ""
    question: str = ""
    reply: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    def cues(self) -> list[Cue]:
        """Return the steps in order."""
        return [Cue.read(part) for part in self.steps.split()]
