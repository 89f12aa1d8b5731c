"""Good files pass whole; hostile files are refused with the right code, in bounded time and memory."""

from __future__ import annotations

import hashlib
import time

import pytest

from pendopo.kernel.documents import confined, inspection, rules
from pendopo.kernel.documents.inspection import inspect_bytes
from pendopo.kernel.documents.inspection.__main__ import answer
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.documents.tests import hostile, samples

from tests.remembering import built_once

pytestmark = pytest.mark.once

GOOD = samples.good()
# Bombs take long to pack, and every process reads this file.
HOSTILE = built_once("hostile files", lambda: {**samples.hostile(), **hostile.hostile()})
NEUTRALISED = hostile.neutralised()
DOUBLE = hostile.double_natured()


# Only a process of its own survives the first; the others show that a refusal comes back whole from there.
CONFINED = {"pdf: object stream bomb"}
ALSO_CONFINED = {"pdf: launch", "docx: macros", "png: truncated"}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_here(module: str, payload: bytes, extension: str, **_: float) -> bytes:
        return answer(payload, extension)

    monkeypatch.setattr(inspection, "run_confined", run_here)


def inspected(name: str, content: bytes) -> None:
    found = inspect_bytes(content, name=name, allowed=rules.ANSWER_EXTENSIONS)
    assert found.name == name
    assert found.content == content
    assert found.size == len(content)
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert found.kind is rules.KINDS[name.rpartition(".")[2].lower()]


def refused(label: str) -> None:
    name, content, code = HOSTILE[label]
    started = time.monotonic()
    with pytest.raises(FileRefused) as refusal:
        inspect_bytes(content, name=name, allowed=rules.ANSWER_EXTENSIONS)
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")
    assert "%(" not in refusal.value.message
    assert time.monotonic() - started < inspection.SECONDS


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", GOOD)
def test_good_files_pass(name: str) -> None:
    inspected(name, GOOD[name])


@pytest.mark.parametrize("name", ["foto ktp.jpg", "surat.docx", "Permohonan Siti – KTP.pdf"])
def test_good_files_pass_confined(name: str) -> None:
    inspected(name, GOOD[name])


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("label", sorted(HOSTILE.keys() - CONFINED))
def test_hostile_files_are_refused(label: str) -> None:
    refused(label)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("label", NEUTRALISED)
def test_what_was_hostile_is_gone(label: str) -> None:
    name, content, hidden = NEUTRALISED[label]
    assert hidden in content
    assert hidden not in inspect_bytes(content, name=name, allowed=rules.ANSWER_EXTENSIONS).content


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("label", DOUBLE)
def test_what_may_be_read_as_something_else_is_kept_whole(label: str) -> None:
    # Nothing runs it: test_delivery shows with which headers it is handed out.
    inspected(*DOUBLE[label])


@pytest.mark.parametrize("label", sorted(CONFINED | ALSO_CONFINED))
def test_hostile_files_are_refused_confined(label: str) -> None:
    refused(label)


def test_a_parser_that_dies_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "MEMORY", 8 * rules.MEGABYTE)
    with pytest.raises(FileRefused) as refused:
        inspect_bytes(samples.pdf() + b"%" * 4 * rules.MEGABYTE, name="a.pdf", allowed=rules.ATTACHMENT_EXTENSIONS)
    assert refused.value.code == "unreadable"


def test_a_parser_that_takes_too_long_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "SECONDS", 0.001)
    with pytest.raises(FileRefused) as refused:
        inspect_bytes(samples.pdf(), name="a.pdf", allowed=rules.ATTACHMENT_EXTENSIONS)
    assert refused.value.code == "unreadable"


def test_the_confined_process_inherits_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("PENDOPO_SECRET_KEY", "sangat-rahasia")
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "tell_environment.py").write_text("import os; print(sorted(os.environ))")  # type: ignore[operator]
    told = confined.run_confined("tell_environment", b"", seconds=10, memory=2**30)
    assert b"PENDOPO_SECRET_KEY" not in told
    assert b"PYTHONPATH" in told
