"""What an action of administration does not do, in words."""

from __future__ import annotations


class Refused(Exception):
    """The rules do not allow this now; `reason` is a msgid, a full sentence with the remedy, filled from `params`.

    `field` names the input that caused it, empty when it is none.
    """

    def __init__(self, reason: str, *, field: str = "", **params: object) -> None:
        super().__init__(reason % params)
        self.reason, self.field, self.params = reason, field, params
