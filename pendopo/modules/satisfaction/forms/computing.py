"""What programs send to the computing service."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from pendopo.modules.satisfaction.rules import index, instruments, limits, matrix

Errors = list[dict[str, Any]]


class TooLarge(ValueError):
    """More than the service takes by HTTP; the message is a sentence that names the other way."""


class ComputeForm:
    """A table of answers with what is to be done with it, from JSON or CSV: `figure`, or `errors` naming row and column.

    `parameters` are instrument, method, numbering and blanks; in JSON they stand beside `rows`. Raises TooLarge.
    """

    def __init__(self, body: bytes, content_type: str, parameters: Mapping[str, str]) -> None:
        self.errors: Errors = []
        self.figure: index.Figure | None = None
        if len(body) > limits.COMPUTE_BYTES:
            raise TooLarge(too_large())
        is_csv = content_type.partition(";")[0].strip().lower() in {"text/csv", "text/plain"}
        rows, told = (_from_csv(body), parameters) if is_csv else self._from_json(body, parameters)
        instrument, method = self._chosen(told)
        if instrument is not None and method is not None and not self.errors:
            self._compute(rows, instrument, method, told)

    def _from_json(self, body: bytes, parameters: Mapping[str, str]) -> tuple[Sequence[Any], Mapping[str, Any]]:
        try:
            content = json.loads(body)
            rows = content["rows"] if isinstance(content, dict) else content
        except (ValueError, KeyError, RecursionError):
            rows = None
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            self._refuse(
                "rows", _('Kirim JSON {"rows": [[4, 3, …], …]}: satu baris per responden, atau CSV (text/csv).')
            )
            return [], parameters
        if len(rows) > limits.COMPUTE_ROWS:
            raise TooLarge(too_large())
        return rows, {**parameters, **content} if isinstance(content, dict) else parameters

    def _chosen(self, told: Mapping[str, Any]) -> tuple[instruments.Instrument | None, index.Method | None]:
        key, way = str(told.get("instrument", "permen14_2017")), str(told.get("method", index.EXACT.key))
        if key not in instruments.shipped():
            self._refuse("instrument", _known(instruments.shipped()))
        if way not in index.METHODS:
            self._refuse("method", _known(index.METHODS))
        if str(told.get("numbering", "questionnaire")) not in instruments.NUMBERINGS:
            self._refuse("numbering", _known(instruments.NUMBERINGS))
        return (None, None) if self.errors else (instruments.instrument(key), index.METHODS[way])

    def _compute(
        self, rows: Any, instrument: instruments.Instrument, method: index.Method, told: Mapping[str, Any]
    ) -> None:
        try:
            found = matrix.compute_table(
                _bounded(rows),
                instrument,
                method=method,
                numbering=str(told.get("numbering", "questionnaire")),
                blanks=str(told.get("blanks", "")).lower() in {"1", "true"},
            )
        except (UnicodeDecodeError, csv.Error):
            self._refuse("rows", _("Berkas ini bukan CSV dalam UTF-8."))
        except ValueError as problem:
            if isinstance(problem, TooLarge):
                raise
            self._refuse("method", _("Cara hitung ini hanya untuk sembilan unsur dengan bobot sama."))
        else:
            self.figure, self.errors = found.figure, [told_of(problem) for problem in found.problems]

    def _refuse(self, parameter: str, message: str) -> None:
        self.errors.append({"parameter": parameter, "message": message})


def too_large() -> str:
    """Return the sentence for a table that the service does not take."""
    return _(
        "Layanan ini menghitung paling banyak %(rows)s baris. Untuk berkas yang lebih besar jalankan perintah pendopo "
        "skm BERKAS.csv di server, yang membaca berapa pun barisnya."
    ) % {"rows": limits.COMPUTE_ROWS}


def told_of(problem: matrix.Problem) -> dict[str, Any]:
    """Return a problem as the service tells it: row and column (both empty for the whole), and a sentence."""
    return {"row": problem.row, "column": problem.column, "message": _(problem.text) % problem.params}


def _known(words: Any) -> str:
    return _("Tidak dikenal. Pilih salah satu: %(words)s.") % {"words": ", ".join(words)}


def _bounded(rows: Any) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows):
        # A heading may stand above the rows.
        if number > limits.COMPUTE_ROWS:
            raise TooLarge(too_large())
        yield row


def _from_csv(body: bytes) -> Iterator[list[str]]:
    yield from read_csv(io.StringIO(body.decode("utf-8-sig"), newline=""))


DELIMITERS: Final = ";\t"


def read_csv(lines: Any) -> Iterator[list[str]]:
    """Yield the rows of a CSV file, whose delimiter is a comma unless its first line has a semicolon or a tab.

    Raises csv.Error, UnicodeDecodeError.
    """
    first = next(iter(lines), "")
    delimiter = next((each for each in DELIMITERS if each in first), ",")

    def whole() -> Iterator[str]:
        yield first
        yield from lines

    yield from csv.reader(whole(), delimiter=delimiter, strict=True)
