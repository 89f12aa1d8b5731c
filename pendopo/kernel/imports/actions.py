"""Taking over an older register: begin, match columns, check, run. Check and run are done by the worker, in batches."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import IntegrityError, transaction
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.audit.actions import record
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Purpose
from pendopo.kernel.documents.queries import demand_clean
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.imports import reading, rules
from pendopo.kernel.imports.models import ImportProblem, ImportRun
from pendopo.kernel.imports.registry import Importer, find_importer
from pendopo.kernel.imports.rules import Cells, Problem, Row, Unreadable
from pendopo.kernel.notifications.actions import tell
from pendopo.kernel.people.actors import SYSTEM, Actor
from pendopo.kernel.people.permissions import may
from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE = "import_run"

_log = logging.getLogger(__name__)


class NotNow(Exception):
    """The step cannot be taken now; `reason` is a msgid that says what is possible."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Overtaken(Exception):
    """Another worker has done these lines meanwhile."""


def begin(*, agency: Agency, importer: Importer, upload: Inspected, by: Actor) -> ImportRun:
    """Keep the file, find its headings and guess what they mean; return the run. Raises NotNow, Unreadable, FileRefused."""
    _expect(importer, by)
    table, head, count = reading.head_of(upload.name, upload.content, rules.HEAD_LINES)
    heading = rules.find_heading(head, importer.columns)
    above = sum(line <= heading.line or rules.is_column_numbers(cells) for line, cells in head)
    now = clock.now()
    run = ImportRun(
        agency=agency,
        importer=importer.key,
        sheet=table.sheet[:100],
        heading_line=heading.line,
        headings=list(heading.texts),
        mapping=rules.guess(heading.texts, importer.columns),
        state_since_at=now,
        total=count - above,
        begun_by_id=by.user_pk,
        begun_at=now,
    )
    with transaction.atomic():
        run.document = documents.store(
            agency=agency, subject_type=SUBJECT_TYPE, subject_id=run.pk, purpose=Purpose.MATERIAL, upload=upload, by=by
        )
        run.save(force_insert=True)
        _note(run, "imports.begin", by=by, details={"importer": importer.key, "rows": run.total})
    return run


def map_columns(*, run: ImportRun, mapping: Mapping[str, int], by: Actor) -> ImportRun:
    """Say which column of the file is which (`mapping`: column → place). Raises NotNow, ValueError."""
    importer = importer_of(run)
    _expect(importer, by)
    needed = {column.key for column in importer.columns if column.needed}
    unknown = set(mapping) - {column.key for column in importer.columns}
    if unknown or needed - set(mapping) or len(set(mapping.values())) != len(mapping):
        raise ValueError(
            f"Every needed column has a place of its own; wrong: {sorted(unknown | (needed - set(mapping)))}"
        )
    if not set(mapping.values()) <= set(range(len(run.headings))):
        raise ValueError("The file has no such column.")
    with transaction.atomic():
        locked = _locked(run, rules.UPLOADED, rules.MAPPED, rules.CHECKED, rules.FAILED)
        locked.mapping = dict(mapping)
        _turn(locked, rules.MAPPED)
        _note(locked, "imports.map", by=by, details={"columns": sorted(mapping)})
    return locked


def check(*, run: ImportRun, by: Actor) -> ImportRun:
    """Have the worker look at every row and change nothing (uji coba). Raises NotNow."""
    _expect(importer_of(run), by)
    with transaction.atomic():
        locked = _locked(run, rules.MAPPED, rules.CHECKED, rules.FAILED)
        _start(locked, rules.CHECKING, by=by)
    return locked


def run(*, run: ImportRun, by: Actor) -> ImportRun:
    """Have the worker take over every row that is right and not there yet. Raises NotNow."""
    _expect(importer_of(run), by)
    with transaction.atomic():
        locked = _locked(run, rules.CHECKED)
        if not locked.new:
            raise NotNow(_("Tidak ada baris baru yang dapat dimasukkan."))
        locked.confirmed_by_id, locked.confirmed_at = by.user_pk, clock.now()
        _start(locked, rules.RUNNING, by=by)
    return locked


def work(*, batches: int = rules.ROUND_BATCHES) -> int:
    """Do one round of the worker: up to `batches` batches of the run that waits longest; return how many rows it saw."""
    waiting = ImportRun.objects.filter(state__in=rules.WORKING).select_related("agency", "document", "confirmed_by")
    found = waiting.order_by("state_since_at").first()
    if found is None:
        return 0
    before = found.done
    try:
        _advance(found, batches)
    except _Overtaken:
        return 0
    except Unreadable as wrong:
        _fail(found, wrong.sentence)
    except Exception:
        # Half a batch is rolled back and tried again when the job is next due; what never works must not go on for ever.
        _note_failure(found)
        raise
    return found.done - before


def sweep() -> int:
    """Remove files and problems of imports that nobody touched for rules.KEEP_DAYS days; return how many."""
    old = clock.now() - dt.timedelta(days=rules.KEEP_DAYS)
    stale = ImportRun.objects.exclude(state__in=rules.WORKING).filter(state_since_at__lt=old)
    swept = 0
    for found in stale.filter(document__removed_at__isnull=True).select_related("agency", "document")[:100]:
        documents.remove(document=found.document, reason=_("Impor tidak dilanjutkan"), by=SYSTEM)
        swept += 1
    ImportProblem.objects.filter(run__in=stale).delete()
    return swept


def importer_of(run: ImportRun) -> Importer:
    """Return the importer of a run; raise LookupError when its module is not installed any more."""
    found = find_importer(run.importer)
    if found is None:
        raise LookupError(f"Nobody imports {run.importer}.")
    return found


def content_of(run: ImportRun) -> bytes:
    """Return the file's bytes; raise NotNow when they were removed, or wait for the virus scanner."""
    if run.document.removed_at is not None:
        raise NotNow(_("Berkas impor ini sudah dihapus. Unggah lagi bila masih diperlukan."))
    try:
        demand_clean([run.document])
    except FileRefused as held:
        raise NotNow(_(held.template) % held.params) from held
    with private_files().open(run.document.storage_name) as file:
        content: bytes = file.read()
    return content


def _expect(importer: Importer, by: Actor) -> None:
    if not may(by, importer.permission):
        raise NotNow(_("Peran Anda tidak mencakup impor ini."))


def _locked(run: ImportRun, *states: str) -> ImportRun:
    locked: ImportRun = (
        ImportRun.objects.for_agency(run.agency)
        .select_for_update(of=("self",))
        .select_related("document")
        .get(pk=run.pk)
    )
    locked.agency = run.agency
    if locked.state not in states:
        raise NotNow(_("Impor ini sudah dalam tahap lain. Muat ulang halaman untuk melihat keadaannya."))
    return locked


def _turn(run: ImportRun, state: str) -> None:
    run.state, run.state_since_at = state, clock.now()
    run.save()


def _start(run: ImportRun, state: str, *, by: Actor) -> None:
    content_of(run)
    ImportProblem.objects.for_agency(run.agency).filter(run=run).delete()
    run.next_line = run.new = run.known = run.wrong = run.problem_count = run.tries = 0
    run.failure = ""
    try:
        with transaction.atomic():
            _turn(run, state)
    except IntegrityError:  # import_one_at_work: only the database knows of one that begins at the same instant
        raise NotNow(
            _("Impor lain dari register ini sedang berjalan. Tunggu sampai selesai, lalu coba lagi.")
        ) from None
    _note(run, f"imports.{'check' if state == rules.CHECKING else 'run'}", by=by, details={"rows": run.total})


def _note(run: ImportRun, action: str, *, by: Actor, details: Mapping[str, object]) -> None:
    record(agency=run.agency, action=action, subject_type=SUBJECT_TYPE, subject_id=run.pk, by=by, details=details)


# ------------------------------------------------------------------------------------------------------ the worker
@dataclass(slots=True)
class _Batch:
    """Lines of a batch, read: rows that are right, problems by line, the last line."""

    rows: list[Row] = field(default_factory=list)
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    last: int = 0

    @property
    def wrong(self) -> int:
        """Return how many rows have a problem."""
        return len({line for line, _problem in self.problems})


def _advance(run: ImportRun, batches: int) -> None:
    """Do batches until the round or the file ends."""
    importer = importer_of(run)
    table = reading.open_table(run.document.name, content_of(run))
    left = _left(run, importer, table.lines)
    for _number in range(batches):
        some = list(islice(left, rules.BATCH_ROWS))
        if not some:
            _finish(run)
            return
        _do(run, importer, _read(importer, run, some))


_Numbered = tuple[int, Cells, int]


def _left(run: ImportRun, importer: Importer, lines: Iterable[tuple[int, Cells]]) -> Iterator[_Numbered]:
    """Yield the lines not done yet, each with the line on which its number stands already, 0 when it is the first."""
    place = run.mapping[importer.number]
    read = next(column.read for column in importer.columns if column.key == importer.number)
    seen: dict[object, int] = {}
    for line, cells in lines:
        if line <= run.heading_line or rules.is_column_numbers(cells):
            continue
        first = 0
        text = rules.plain(cells[place]) if place < len(cells) else ""
        if text:
            try:
                first = seen.setdefault(read(text), line)
            except Unreadable:
                first = line
        if line >= run.next_line:
            yield line, cells, first if first != line else 0


def _read(importer: Importer, run: ImportRun, lines: Iterable[_Numbered]) -> _Batch:
    batch = _Batch()
    for line, cells, first in lines:
        row, problems = rules.read_row(line, cells, importer.columns, run.mapping)
        if first:
            twice = _("Nomor ini sudah ada di baris %(first)s berkas ini. Perbaiki nomornya, atau hapus salah satu.")
            problems.append(Problem(importer.number, twice, {"first": first}))
        if not problems:
            problems = importer.examine(run.agency, row)
        if problems:
            batch.problems += [(line, problem) for problem in problems]
        else:
            batch.rows.append(row)
        batch.last = line
    _examine_together(importer, run, batch)
    return batch


def _examine_together(importer: Importer, run: ImportRun, batch: _Batch) -> None:
    """Set aside the rows that are wrong by what only the database knows."""
    if importer.examine_many is None or not batch.rows:
        return
    found = importer.examine_many(run.agency, batch.rows)
    batch.problems += [(line, problem) for line, problems in found.items() for problem in problems]
    batch.rows = [row for row in batch.rows if row.line not in found]


def _do(run: ImportRun, importer: Importer, batch: _Batch) -> None:
    """Do one batch, and note in the same transaction that it is done."""
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().values_list("state", "next_line").get(pk=run.pk)
        if held != (run.state, run.next_line):
            raise _Overtaken
        known = _known(run, importer, batch.rows)
        new = []
        counted = {"known": run.known, "new": run.new}
        for row in batch.rows:
            if row.line not in known:
                new.append(row)
            elif problem := known[row.line]:
                batch.problems.append((row.line, problem))
            else:
                counted["known"] += 1
        if new and run.state == rules.RUNNING:
            importer.write(agency=run.agency, rows=new, run=run.pk, by=_on_behalf(run))
        counted["new"] += len(new)
        _keep(run, batch)
        changes = {
            **counted,
            "wrong": run.wrong + batch.wrong,
            "problem_count": run.problem_count + len(batch.problems),
            "next_line": batch.last + 1,
            "tries": 0,
        }
        ImportRun.objects.filter(pk=run.pk).update(**changes)
    for name, value in changes.items():
        setattr(run, name, value)


def _known(run: ImportRun, importer: Importer, rows: Sequence[Row]) -> Mapping[int, Problem | None]:
    """Return line → None for rows that were imported before, a problem for those that cannot be."""
    if importer.known_rows is not None:
        return importer.known_rows(run.agency, rows)
    numbers = {row.line: str(row.values[importer.number]) for row in rows}
    found = importer.known(run.agency, list(numbers.values()))
    return {line: found[number] for line, number in numbers.items() if number in found}


def _on_behalf(run: ImportRun) -> Actor:
    """Return the system, acting for the person who confirmed the import."""
    return Actor(kind="system", label=str(run.confirmed_by), user=run.confirmed_by, agency_id=run.agency_id)


def _keep(run: ImportRun, batch: _Batch) -> None:
    room = max(rules.MAX_PROBLEMS - run.problem_count, 0)
    kept = [
        ImportProblem(
            agency=run.agency,
            run=run,
            line=line,
            column=problem.column,
            sentence=problem.sentence,
            params=dict(problem.params),
        )
        for line, problem in sorted(batch.problems, key=lambda found: found[0])[:room]
    ]
    if kept:
        insert(*kept)


def _finish(run: ImportRun) -> None:
    ended = rules.CHECKED if run.state == rules.CHECKING else rules.DONE
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if (locked.state, locked.next_line) != (run.state, run.next_line):
            raise _Overtaken
        _turn(locked, ended)
        if ended == rules.DONE:
            # What was taken over stands in the register now; the file with everybody's names is not needed any more.
            documents.remove(document=run.document, reason=_("Impor selesai"), by=SYSTEM)
        counts = {"new": run.new, "known": run.known, "wrong": run.wrong}
        said = (
            _("Pemeriksaan berkas impor selesai: %(new)s baris baru, %(known)s sudah ada, %(wrong)s bermasalah.")
            if ended == rules.CHECKED
            else _("Impor selesai: %(new)s baris dimasukkan, %(known)s sudah ada, %(wrong)s bermasalah.")
        )
        _tell(run, said, counts)
        _note(run, f"imports.{ended}", by=SYSTEM, details=counts)
    run.state = ended


def _tell(run: ImportRun, text: str, params: Mapping[str, str | int]) -> None:
    page = reverse("imports:report", args=[run.agency.slug, run.pk])
    tell(agency=run.agency, users=[run.confirmed_by or run.begun_by], text=text, params=params, url=page)


def _fail(run: ImportRun, sentence: str) -> None:
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        locked.failure = sentence
        _turn(locked, rules.FAILED)
        _tell(run, _("Impor terhenti. Buka halamannya untuk melihat sebabnya."), {})
        _note(run, "imports.fail", by=SYSTEM, details={"next_line": run.next_line})


def _note_failure(run: ImportRun) -> None:
    tries = run.tries + 1
    ImportRun.objects.filter(pk=run.pk).update(tries=tries)
    if tries >= rules.MAX_TRIES:
        _log.error("Import %s was given up after %d tries, before line %d.", run.pk, tries, run.next_line)
        _fail(
            run, _("Sistem gagal memproses berkas ini. Baris yang sudah masuk tetap tersimpan; hubungi admin sistem.")
        )
