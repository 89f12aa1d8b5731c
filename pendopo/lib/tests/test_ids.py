"""Identifiers: version, order, and what happens when the clock stands, runs back or a process forks."""

from __future__ import annotations

import os
import uuid

import pytest

from pendopo.lib.ids import Uuid7Source, uuid7

pytestmark = pytest.mark.once


def test_uuid7_has_version_and_variant_of_rfc_9562():
    made = uuid7()
    assert made.version == 7
    assert made.variant == uuid.RFC_4122


def test_uuid7_begins_with_the_millisecond():
    assert Uuid7Source().make(0x0123456789AB).hex.startswith("0123456789ab7")


def test_uuid7_only_grows():
    made = [uuid7() for _ in range(10_000)]
    assert made == sorted(set(made))


def test_uuid7_grows_when_the_clock_stands_or_runs_back():
    source = Uuid7Source()
    made = [source.make(ms) for ms in [1000, 1000, 999, 1000, 1001, 5, 1002]]
    assert made == sorted(set(made))


def test_uuid7_borrows_the_next_millisecond_when_one_is_full():
    source = Uuid7Source()
    source.make(1000)
    source._tail = (1 << 74) - 1
    assert source.make(1000).int >> 80 == 1001


def test_uuid7_of_a_forked_process_does_not_continue_the_sequence():
    source = Uuid7Source()
    first = source.make(1000)
    source.forget()
    again = source.make(1000)
    assert again.int >> 80 == 1000
    assert again != first
    reader, writer = os.pipe()
    uuid7()
    child = os.fork()
    if child == 0:
        os.write(writer, uuid7().bytes)
        os._exit(0)
    os.waitpid(child, 0)
    assert uuid.UUID(bytes=os.read(reader, 16)) != uuid7()
    os.close(reader)
    os.close(writer)
