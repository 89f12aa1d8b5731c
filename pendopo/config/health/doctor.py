"""All examinations, in the order in which an administrator mends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pendopo.config.health import database_check, machine_check, settings_check, several_check, work_check
from pendopo.config.health.findings import Examination, Finding, Level, examine

EXAMINATIONS: Final[list[tuple[str, Examination]]] = [
    ("settings", settings_check.settings_now),
    ("database", database_check.durability),
    ("pooler", several_check.pooler),
    ("replica", several_check.replica),
    ("migrations", database_check.migrations),
    ("clock", database_check.clocks),
    ("disk", machine_check.disks),
    ("file store", machine_check.file_store),
    ("machines", several_check.shared),
    ("scanner", machine_check.scanner),
    ("mail", machine_check.mail),
    ("read-only", work_check.mode),
    ("queue", work_check.queue),
    ("worker", work_check.worker),
    ("backup", work_check.backup),
    ("search", work_check.search_index),
    ("calendar", work_check.calendar),
    ("audit trail", work_check.audit_trail),
    ("retention", work_check.privacy),
    ("signer", settings_check.signer),
    ("certificate", machine_check.certificate),
    ("failures", work_check.failures),
]


def examine_all() -> Iterator[Finding]:
    """Run every examination and yield what it finds, as soon as it is found."""
    for topic, examination in EXAMINATIONS:
        yield from examine(topic, examination)


def verdict(findings: list[Finding]) -> Level:
    """Return the worst level of all."""
    return max((finding.level for finding in findings), default=Level.OK)
