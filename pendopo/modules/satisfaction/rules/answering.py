"""What an answer must be: values that its instrument knows."""

from __future__ import annotations

from collections.abc import Mapping

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.rules.instruments import Instrument
from pendopo.modules.satisfaction.rules.traits import NOT_SAID


class BadAnswer(ValueError):
    """This is no answer to the instrument; `field` is an element, a trait or "service", `reason` a sentence."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


def marks_of(instrument: Instrument, values: Mapping[str, int | None]) -> str:
    """Return the values as they are kept, one digit per element, NOT_SAID where it was left out.

    Raises BadAnswer for an unknown element, a value outside the scale, or when nothing was answered at all.
    """
    if unknown := set(values) - set(instrument.keys):
        raise BadAnswer(sorted(unknown)[0], _("Unsur ini tidak ada dalam instrumen survei."))
    for key, value in values.items():
        if value is not None and (type(value) is not int or not 1 <= value <= instrument.scale):
            raise BadAnswer(key, _("Nilai ini di luar skala. Pilih salah satu jawaban yang tersedia."))
    if not any(values.values()):
        raise BadAnswer(instrument.keys[0], _("Belum ada pertanyaan yang dijawab. Jawab sedikitnya satu."))
    return "".join(str(values.get(key) or NOT_SAID) for key in instrument.keys)
