"""`make bench-restore`: an installation of ten gigabytes is backed up, restored elsewhere, and compared to the last byte.

`benchmarks/README.md` tells what is measured. The commands are the ones that an administrator types; everything lies in a
folder of our own, PostgreSQL in a cluster of our own with durability on, and is removed at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import serving  # noqa: E402

from tests.postgres import NoPostgres, temporary_cluster  # noqa: E402
from tests.proving import FOLDER, prove  # noqa: E402

GIGABYTE = 1_000_000_000
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
AIM_SECONDS = 15 * 60
PASSPHRASE = "kunci cadangan untuk pengukuran"
# Original, backup and what is restored lie side by side; beside them the copy of the database and PostgreSQL's log.
TIMES, SPARE = 3.1, 16 * GIGABYTE
CONSOLE = (sys.executable, "-m", "pendopo.config.console")
# Begun anew by a restore, so that no index of a later database answers.
BEGUN_ANEW = "search_course"


@dataclass
class Place:
    """An installation, empty at first: its folder and its environment."""

    folder: Path
    environs: dict[str, str]

    def run(self, *words: str) -> tuple[subprocess.CompletedProcess[str], Cost]:
        """Run a command as its administrator; return how it ended and what it cost."""
        cost = Cost()
        environs = self.environs | {"PENDOPO_BACKUP_PASSPHRASE": PASSPHRASE}
        done = subprocess.run([*CONSOLE, *words], cwd=ROOT, env=environs, capture_output=True, text=True, check=False)
        cost.stop()
        return done, cost

    def must(self, *words: str) -> tuple[str, Cost]:
        """Run a command that must succeed; raise SystemExit with what it said."""
        done, cost = self.run(*words)
        if done.returncode:
            raise SystemExit(f"{' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout, cost

    def ask(self, word: str, *told: str) -> Any:
        """Run a word of `restoring_inside` on this installation; return its answer."""
        command = [sys.executable, "-m", "benchmarks.restoring_inside", word, *told]
        done = subprocess.run(command, cwd=ROOT, env=self.environs, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{word} failed.")
        return json.loads(done.stdout.splitlines()[-1])

    @property
    def files(self) -> list[Path]:
        """Return the stored files, and what a restore that was broken off would leave."""
        kept = [path for path in (self.folder / "files").rglob("*") if path.is_file()]
        return kept + list(self.folder.glob(".pendopo-restore-*"))


@dataclass
class Cost:
    """Seconds that something takes, by the clock and of our processes (PostgreSQL's server not counted)."""

    begun: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    processor: float = field(default_factory=lambda: -_processor())

    def stop(self) -> None:
        """Take the time."""
        self.seconds = time.monotonic() - self.begun
        self.processor += _processor()


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Measure on one or both databases; return 0 when everything came back in time and what was damaged was refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=10.0, help="Database and files together (default 10).")
    parser.add_argument("--requests", type=int, default=300_000, help="Requests in the register (default 300000).")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="Only this one.")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="Where there is room.")
    parser.add_argument("--prove", action="store_true", help="Write docs/bukti/cadangan.md.")
    asked = parser.parse_args()
    expect_room(asked.folder, shutil.disk_usage(asked.folder).free, asked.gigabytes)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # The cluster, too, goes where there is room.
    tempfile.tempdir = str(asked.folder)
    measured = {}
    for database in [asked.database] if asked.database else ["sqlite", "postgresql"]:
        try:
            measured[database] = measure(database, asked)
        except NoPostgres as problem:
            raise SystemExit(str(problem)) from problem
        for line in rows_of({database: measured[database]}):
            print(" | ".join(str(cell) for cell in line), flush=True)
    if asked.prove:
        write(measured, asked)
    return int(any(each["faults"] or each["restore"].seconds > AIM_SECONDS for each in measured.values()))


def expect_room(folder: Path, free: int, gigabytes: float) -> None:
    """Raise SystemExit unless there is room for the original, the backup and what is restored."""
    needed = int(gigabytes * GIGABYTE * TIMES) + SPARE
    if free < needed:
        raise SystemExit(
            f"{folder} has {free / GIGABYTE:.0f} GB free, but {gigabytes:g} GB, backed up and restored, need "
            f"{needed / GIGABYTE:.0f} GB. Name another place by --folder, or ask for fewer --gigabytes."
        )


@contextmanager
def places(database: str) -> Iterator[Iterator[Place]]:
    """Give empty installations, one after the other; all are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="pendopo-restoring-") as name:
        if database == "sqlite":
            yield _places(Path(name), "")
        else:
            with temporary_cluster(durable=True) as url:
                yield _places(Path(name), url)


def _places(folder: Path, url: str) -> Iterator[Place]:
    for number in range(10):
        own = folder / f"var-{number}"
        own.mkdir()
        if url:
            import psycopg

            with psycopg.connect(url, autocommit=True) as server:
                server.execute(f"CREATE DATABASE place_{number}")
        yield Place(own, serving.environment(own, url and url.replace("/postgres", f"/place_{number}")))


def measure(database: str, asked: argparse.Namespace) -> dict[str, Any]:
    """Fill, back up, restore and compare on one database, then damage the backup; return the figures."""
    with places(database) as coming:
        origin, target = next(coming), next(coming)
        origin.must("setup")
        filled = origin.ask("fill", str(asked.requests), str(int(asked.gigabytes * GIGABYTE)))
        _say(f"{database}: filled, {filled['rows']:,} rows, {filled['files']:,} files")
        before = origin.ask("tables")
        file = origin.folder.parent / "semua.backup"
        _told, backup = origin.must("backup", str(file))
        _say(f"{database}: backup {backup.seconds:.0f} s")
        age = next(
            each["said"] for each in json.loads(origin.run("doctor", "--json")[0].stdout)["findings"] if each["topic"] == "backup"
        )  # fmt: skip
        _told, restore = target.must("restore", str(file))
        _say(f"{database}: restore {restore.seconds:.0f} s")
        compared = Cost()
        faults = differences(before, target.ask("tables")) + target.ask("files", str(origin.folder))
        compared.stop()
        size = file.stat().st_size
        shutil.rmtree(target.folder)
        flipped = _refusal(next(coming), file, flip(file, size // 3))
        os.truncate(file, size * 2 // 3)
        cut = _refusal(next(coming), file, "")
    faults += [f"not refused: {each}" for each in (flipped, cut) if not each.startswith("refused")]
    figures: dict[str, Any] = filled | {
        "size": size, "backup": backup, "restore": restore, "compared": compared, "faults": faults, "age": age,
        "flipped": flipped, "cut": cut,
    }  # fmt: skip
    return figures


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the tables whose rows or checksums are not the same."""
    names = sorted((before.keys() | after.keys()) - {BEGUN_ANEW})
    return [f"table {name}" for name in names if before.get(name) != after.get(name)]


def flip(file: Path, place: int) -> str:
    """Change one bit of a file; return what was done."""
    with file.open("rb+") as opened:
        opened.seek(place)
        (byte,) = opened.read(1)
        opened.seek(place)
        opened.write(bytes([byte ^ 1]))
    return f"byte {place}"


def _refusal(place: Place, file: Path, _what: str) -> str:
    """Restore a damaged backup into an empty place; return how it was refused, and that nothing was put there."""
    done, cost = place.run("restore", str(file))
    if done.returncode != 1 or place.files or place.ask("tables"):
        return f"ended with {done.returncode}, {len(place.files)} files: {done.stdout}{done.stderr}"
    return f"refused after {cost.seconds:.0f} s, nothing touched: {done.stderr.strip().rpartition(': ')[2]}"


def rows_of(measured: dict[str, dict[str, Any]]) -> list[list[Any]]:
    """Return the lines of the table, a column for each database."""
    found = list(measured.values())

    def line(what: str, form: Any) -> list[Any]:
        return [what, *(form(each) for each in found)]

    def cost(each: Cost) -> str:
        return f"{each.seconds:.0f} s ({each.processor:.0f} s of processor)"

    return [
        line("rows", lambda each: f"{each['rows']:,} in {each['tables']} tables"),
        line("files", lambda each: f"{each['files']:,}"),
        line("database and files", lambda each: f"{each['database'] / GIGABYTE:.2f} + {each['bytes'] / GIGABYTE:.2f} GB"),
        line("`pendopo backup`", lambda each: cost(each["backup"])),
        line("size of the backup", lambda each: f"{each['size'] / GIGABYTE:.2f} GB"),
        line("age of the last good backup, as `pendopo doctor` tells it", lambda each: each["age"]),
        line("`pendopo restore`, with its own comparisons and the audit trail", lambda each: cost(each["restore"])),
        line("every table and file compared once more", lambda each: cost(each["compared"])),
        line("faults", lambda each: f"{len(each['faults'])} {' '.join(each['faults'])[:300]}"),
        line("one bit changed in the backup", lambda each: each["flipped"]),
        line("a third of the backup missing", lambda each: each["cut"]),
    ]  # fmt: skip


def kept(text: str, title: str, database: str) -> list[str]:
    """Return the column of a database in what an earlier run of the same size wrote; nothing when it has none."""
    lines = [line[2:-2].split(" | ") for line in text.splitlines() if line.startswith("| ")]
    if not text.startswith(f"# {title}\n") or database not in lines[0]:
        return []
    return [line[lines[0].index(database)] for line in lines[2:]]


def write(measured: dict[str, dict[str, Any]], asked: argparse.Namespace) -> None:
    """Write the figures to docs/bukti; a database that was not measured now keeps those of its last run."""
    title = f"Backup and restore of {asked.gigabytes:g} GB"
    what, *columns = zip(*rows_of(measured), strict=True)
    table: dict[str, Any] = {NAMES[database]: column for database, column in zip(measured, columns, strict=True)}
    before = FOLDER / "cadangan.md"
    for name in set(NAMES.values()) - set(table):
        if before.exists() and (column := kept(before.read_text(encoding="utf-8"), title, name)):
            table[name] = column
    names = [name for name in NAMES.values() if name in table]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    aim = f"Aim: {AIM_SECONDS // 60} minutes for 10 GB, 0 faults. Seconds are those of the whole command, processor time that of "
    aim += "our processes without PostgreSQL's server. `--database` renews one column. The machine was shared with other work; "
    aim += f"load at the end {load}."
    form = "Nine tenths of each file cannot be compressed, as in PDF, pictures and office documents. Encrypted, as delivered. "
    form += "Compared are the checksum of all columns of every table and the SHA-256 of every file."
    prove(
        "cadangan",
        title=title,
        command=f"python benchmarks/restoring.py --gigabytes {asked.gigabytes:g} --prove",
        columns=["what", *names],
        rows=list(zip(what, *(table[name] for name in names), strict=True)),
        notes=[aim, form],
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
