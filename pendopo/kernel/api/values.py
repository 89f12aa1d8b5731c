"""Days and moments as programs write them: ISO 8601 and nothing that a library would read into a number."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("date_parsing", "no day")
    return value


def _moment(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.match(value):
        raise PydanticCustomError("datetime_parsing", "no moment")
    return value


# A day as 2026-08-03, and a moment with its zone as 2026-08-03T09:15:00+07:00.
Day = Annotated[dt.date, BeforeValidator(_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
