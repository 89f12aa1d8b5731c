"""Secrets that a page shows for a moment: a tracking code while the session lasts, a NIK once."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.tracking.desk import Shelf

_CODES: Final = Shelf("tracking_codes")
_NIKS: Final = Shelf("revealed_niks")
remember_code, remembered_code = _CODES.keep, _CODES.look
remember_nik, take_nik = _NIKS.keep, _NIKS.take
