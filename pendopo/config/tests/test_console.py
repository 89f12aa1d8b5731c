"""The `pendopo` command as an administrator types it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from pendopo.config import console
from pendopo.config.console import serve, setup, work
from pendopo.kernel.people.models import User


def run(*arguments: str, input_: str | None = None) -> Result:
    return CliRunner().invoke(console.cli, arguments, input=input_, prog_name="pendopo")


def test_help_lists_every_command_in_the_order_of_need() -> None:
    shown = run("--help").output
    assert [name for name in console.COMMANDS if f"\n  {name} " in shown] == list(console.COMMANDS)
    assert list(console.COMMANDS)[:2] == ["serve", "work"]


@pytest.mark.parametrize("name", [name for name in console.COMMANDS if name != "manage"])
def test_each_command_has_help(name: str) -> None:
    answer = run(name, "--help")
    assert answer.exit_code == 0
    assert f"Usage: pendopo {name}" in answer.output


def test_an_unknown_command_is_refused() -> None:
    answer = run("fly")
    assert answer.exit_code == 2
    assert "No such command 'fly'" in answer.output


def test_help_needs_neither_django_nor_settings() -> None:
    script = "import sys; from pendopo.config.console import main\ntry: main()\nfinally: print('django' in sys.modules)"
    command = [sys.executable, "-c", script, "--help"]
    environment = {**os.environ, "DATABASE_URL": "nonsense"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_a_wrong_setting_is_told_in_one_line() -> None:
    command = [sys.executable, "-m", "pendopo.config.console", "work", "--once"]
    environment = {**os.environ, "DATABASE_URL": "mysql://x"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        "Error: The settings cannot be used: DATABASE_URL must start with postgresql:// or sqlite:///, "
        "for example postgresql://pendopo@/pendopo\n"
    )


def test_manage_passes_everything_on() -> None:
    answer = run("manage", "diffsettings", "--output", "unified")
    assert answer.exit_code == 0
    assert "+ AUTH_USER_MODEL = 'people.User'" in answer.output


# ------------------------------------------------------------------------------------------------------ createadmin

ADMIN = ("createadmin", "--username", "budi", "--name", "Budi Santoso", "--email", "budi@example.go.id")


@pytest.mark.django_db
def test_createadmin() -> None:
    answer = run(*ADMIN, input_="pendapa yang terbuka\npendapa yang terbuka\n")
    assert answer.exit_code == 0, answer.output
    assert answer.output.splitlines()[-1] == "Budi Santoso may now log in as budi at /masuk/."
    user = User.objects.get()
    assert (user.username, user.name, user.email, user.is_superuser) == (
        "budi",
        "Budi Santoso",
        "budi@example.go.id",
        True,
    )
    assert user.check_password("pendapa yang terbuka")


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["pendek", "budi@example.go.id"])
def test_createadmin_refuses_weak_passwords(password: str) -> None:
    answer = run(*ADMIN, "--password", password)
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: ")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_createadmin_refuses_a_name_that_is_taken() -> None:
    User.objects.create(username="budi", name="Budi")
    assert run(*ADMIN, "--password", "pendapa yang terbuka").exit_code == 1
    assert User.objects.count() == 1


# ------------------------------------------------------------------------------------------------------------ setup


def test_static_files_are_collected_only_when_they_changed() -> None:
    done = Path(settings.STATIC_ROOT) / "staticfiles.json"
    before = done.stat().st_mtime_ns
    setup.collect_static()
    assert done.stat().st_mtime_ns == before


@pytest.mark.django_db
def test_setup_on_a_ready_database_changes_nothing() -> None:
    answer = run("setup")
    assert answer.exit_code == 0
    assert answer.output == (
        "Pendopo is ready. Next: `pendopo createadmin`, then `pendopo serve` and `pendopo work`.\n"
    )


def test_every_finished_step_moves_the_bar() -> None:
    moved: list[int] = []
    steps = setup._Steps(moved.append)
    assert [steps.write(text) for text in ("  Applying x.0001_initial...", " OK\n", "\n")] == [28, 4, 1]
    assert moved == [1]


# ------------------------------------------------------------------------------------------------------------- work


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[float]]:
    """Return a function that runs the worker's loop on given rounds and returns the pauses between them."""

    def run_rounds(*outcomes: int | Exception, pause: float = 2.0) -> list[float]:
        left = list(outcomes)
        pauses: list[float] = []
        stop = threading.Event()

        def next_round() -> int:
            outcome = left.pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        def wait(seconds: float) -> bool:
            pauses.append(seconds)
            if not left:
                stop.set()
            return stop.is_set()

        monkeypatch.setattr(work, "run_round", next_round)
        waiting = threading.Event()
        waiting.wait = wait  # type: ignore[method-assign,assignment]
        waiting.is_set = stop.is_set  # type: ignore[method-assign]
        work.loop(waiting, pause)
        return pauses

    return run_rounds


def test_the_worker_goes_on_at_once_while_there_is_work(rounds: Callable[..., list[float]]) -> None:
    assert rounds(3, 1, 0, 0) == [0.0, 0.0, 2.0, 2.0]


def test_the_worker_survives_a_bad_round_and_waits_longer_each_time(
    rounds: Callable[..., list[float]], caplog: pytest.LogCaptureFixture
) -> None:
    away = OSError("the database is away")
    assert rounds(away, away, away, 0, pause=2.0) == [4.0, 8.0, 10.0, 2.0]
    assert [record.message for record in caplog.records] == [
        "A round of background work failed; it is tried again."
    ] * 3


def test_the_worker_leaves_when_its_starter_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    parents = iter([10, 1])
    monkeypatch.setattr(work.os, "getppid", lambda: next(parents))
    monkeypatch.setattr(work, "run_round", lambda: 0)
    work.loop(threading.Event(), 0.05)


@pytest.mark.django_db(transaction=True)
def test_work_once() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        answer = CliRunner().invoke(console.cli, ["work", "--once"], catch_exceptions=False)
        assert answer.output == "0 tasks done.\n"
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])


# ------------------------------------------------------------------------------------------------------------ serve


def test_serve_refuses_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = run("serve", "--port", str(port))
    assert answer.exit_code == 1
    assert answer.output.endswith(
        f"Error: Port {port} on 127.0.0.1 cannot be used (Address already in use). Choose another: PORT={port + 10}.\n"
    )
    serve.refuse_taken_port("127.0.0.1", port)


def test_serve_refuses_an_address_that_is_not_ours() -> None:
    with pytest.raises(click.ClickException, match=r"Port 8000 on 192\.0\.2\.1 cannot be used"):
        serve.refuse_taken_port("192.0.2.1", 8000)


def test_the_processes_of_a_server_have_a_folder_that_goes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve.tempfile, "tempdir", str(tmp_path))
    (tmp_path / "pendopo-counts-999999999-killed").mkdir()
    with serve.counted_together():
        named = Path(os.environ["PENDOPO_COUNTS"])
        assert list(tmp_path.iterdir()) == [named]
        with serve.counted_together():
            assert os.environ["PENDOPO_COUNTS"] == str(named)
    assert list(tmp_path.iterdir()) == []
    assert "PENDOPO_COUNTS" not in os.environ


@pytest.mark.parametrize(("cores", "workers"), [(1, 1), (4, 4), (64, 8)])
def test_one_process_per_core_at_most_eight(cores: int, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve.os, "sched_getaffinity", lambda _pid: set(range(cores)), raising=False)
    assert serve.default_workers() == workers
