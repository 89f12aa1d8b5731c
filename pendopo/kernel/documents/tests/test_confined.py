"""Confined processes: split off from a warm one, or started anew where there is none; the answers are the same."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from pendopo.kernel.documents import confined
from pendopo.kernel.documents.confined import ConfinedFailure, run_confined

WORD = """
import os, sys, time
if __name__ == "__main__":
    task = sys.argv[2]
    if task == "echo":
        sys.stdout.buffer.write(sys.stdin.buffer.read() + str(os.getppid()).encode())
    elif task == "sleep":
        time.sleep(60)
    elif task == "leave":
        sys.exit(int(sys.argv[3]))
    elif task == "words":
        sys.exit("in words")
    elif task == "die":
        os.kill(os.getpid(), 9)
    elif task == "grow":
        from pendopo.kernel.documents.confined import limit_memory
        limit_memory(int(sys.argv[1]))
        bytearray(2**30)
    elif task == "files":
        sys.stdout.write(str(sorted(int(name) for name in os.listdir("/proc/self/fd"))))
    else:
        raise ValueError(task)
"""
KIBIBYTE = 1024


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bytes]:
    """Give a question to a module of our own, run confined."""
    (tmp_path / "confined_word.py").write_text(WORD, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    def asked(task: str, *arguments: str, payload: bytes = b"", seconds: float = 20) -> bytes:
        return run_confined("confined_word", payload, task, *arguments, seconds=seconds, memory=256 * 2**20)

    return asked


@pytest.fixture(params=["warm", "anew"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Say which way a process is made; `anew` is what other operating systems do."""
    if request.param == "anew":
        monkeypatch.delattr(os, "pidfd_open")
    return str(request.param)


@pytest.mark.parametrize(
    ("task", "arguments", "reason", "words"),
    [
        ("leave", ("3",), "crash", "ended with 3: "),
        ("words", (), "crash", "ended with 1: in words"),
        ("die", (), "crash", "ended with -9: "),
        ("grow", (), "crash", "MemoryError"),
        ("unknown", (), "crash", "ValueError: unknown"),
    ],
)
def test_whatever_goes_wrong_there_is_told_here(
    ask: Callable[..., bytes], way: str, task: str, arguments: tuple[str, ...], reason: str, words: str
) -> None:
    with pytest.raises(ConfinedFailure) as failure:
        ask(task, *arguments)
    assert failure.value.reason == reason
    assert words in failure.value.detail


def test_too_long_is_a_reason_of_its_own(ask: Callable[..., bytes], way: str) -> None:
    with pytest.raises(ConfinedFailure) as failure:
        ask("sleep", seconds=0.2)
    assert (failure.value.reason, failure.value.detail) == ("timeout", "confined_word took more than 0.2 s")


def test_large_input_and_output_pass(ask: Callable[..., bytes], way: str) -> None:
    payload = os.urandom(KIBIBYTE) * 4 * KIBIBYTE
    assert ask("echo", payload=payload).startswith(payload)


def test_children_have_one_parent_which_keeps_nothing_open_for_them(ask: Callable[..., bytes]) -> None:
    parents = {ask("echo") for _ in range(3)}
    assert len(parents) == 1
    assert parents != {str(os.getpid()).encode()}
    # Input and both outputs; the fourth is the folder being listed.
    assert ask("files") == b"[0, 1, 2, 3]"


def test_many_ask_at_once_and_each_gets_its_own_answer(ask: Callable[..., bytes]) -> None:
    answers: dict[int, bytes] = {}

    def asking(number: int) -> None:
        answers[number] = ask("echo", payload=b"%d|" % number)

    threads = [Thread(target=asking, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: answer.split(b"|")[0] for number, answer in answers.items()} == {
        number: b"%d" % number for number in range(12)
    }


def test_another_parent_takes_over_when_the_first_is_killed(ask: Callable[..., bytes]) -> None:
    first = int(ask("echo"))
    os.kill(first, signal.SIGKILL)
    second = int(ask("echo"))
    assert second != first


def test_question_under_way_is_asked_anew_when_the_parent_is_killed(
    ask: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = int(ask("echo"))
    send = confined._nursery._send

    def send_and_kill(order: bytes, files: list[int]) -> None:
        os.kill(parent, signal.SIGSTOP)
        send(order, files)
        os.kill(parent, signal.SIGKILL)

    monkeypatch.setattr(confined._nursery, "_send", send_and_kill)
    assert ask("echo", payload=b"still answered ").startswith(b"still answered ")


def test_where_none_can_be_started_python_is(ask: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    confined._nursery.stop()

    def refuse(*_given: object, **_named: object) -> None:
        raise OSError("no more processes")

    with monkeypatch.context() as patched:
        patched.setattr(confined._nursery, "_running", refuse)
        assert ask("echo").decode() == str(os.getpid())


def test_stopping_leaves_no_process_behind(ask: Callable[..., bytes]) -> None:
    place = Path(f"/proc/{int(ask('echo'))}")
    confined._nursery.stop()
    until = time.monotonic() + 10
    while place.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert not place.exists()
