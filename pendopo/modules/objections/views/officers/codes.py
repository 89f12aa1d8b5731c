"""The tracking code of an objection for the receipts of this session."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.tracking.desk import Shelf

_CODES: Final = Shelf("objection_codes")
remember_code, remembered_code = _CODES.keep, _CODES.look
