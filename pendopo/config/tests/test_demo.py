"""`pendopo demo` for real: from an empty folder to pages and back, and never on data that are not a demo's."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from django.conf import settings
from django.db import connection

from pendopo.config.console import demo
from pendopo.kernel.agencies.models import Agency
from pendopo.portal.demo import ACCOUNTS, THINGS_TO_TRY

from tests.napping import take_over_sleep


def free_port() -> int:
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


@contextmanager
def started(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `pendopo demo` in `folder` with one process of the web server; give the process and what it printed.

    At the end it is stopped as Ctrl-C does.
    """
    command = [sys.executable, "-m", "pendopo.config.console", "demo", "--workers", "1"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PENDOPO_", "DATABASE_URL"))}
    environment = {**clean, "PENDOPO_VAR": str(folder), "PORT": str(port)}
    with (
        (folder / "said").open("w+", encoding="utf-8") as said,
        subprocess.Popen(command, env=environment, stdout=said, stderr=said, text=True) as process,
    ):
        try:
            until = time.monotonic() + 180
            while "Ctrl-C stops it." not in (folder / "said").read_text(encoding="utf-8"):
                assert process.poll() is None, (folder / "said").read_text(encoding="utf-8")
                assert time.monotonic() < until, (folder / "said").read_text(encoding="utf-8")
                time.sleep(0.05)
            yield process, (folder / "said").read_text(encoding="utf-8")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(40)


@pytest.mark.once
def test_demo_from_nothing_and_again(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port) as (process, said):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert page.status == 200
            assert 'href="/bpsdm/"' in page.read().decode()
        assert f"Pendopo is running: http://localhost:{port}/" in said
        assert [username for username, _role in ACCOUNTS if f"\n    {username} " in said] == [
            name for name, _ in ACCOUNTS
        ]
        assert [number for number in (1, 2, 3) if f"\n    {number}. " in said] == [1, 2, 3]
        assert len(THINGS_TO_TRY) == 3
    assert process.returncode == 0
    assert (tmp_path / "said").read_text().endswith("Stopped. The data are kept; `make demo` goes on where you left.\n")
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0

    began = time.monotonic()
    with started(tmp_path, port):
        took = time.monotonic() - began
    # Under five seconds on a quiet machine; tests share theirs.
    assert took < 15


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the demo a folder of its own."""
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    return tmp_path


@pytest.mark.django_db
def test_a_database_with_agencies_of_its_own_is_left_alone(folder: Path) -> None:
    Agency.objects.create(slug="asli", name="Badan Asli", short_name="Asli")
    with pytest.raises(click.ClickException, match=r"already holds agencies\. Use another folder"):
        demo.load()
    with pytest.raises(click.ClickException, match="Nothing was removed: these data were not made by"):
        demo.clear()
    assert Agency.objects.count() == 1


@pytest.mark.django_db
def test_an_interrupted_demo_asks_for_a_reset(folder: Path) -> None:
    Agency.objects.create(slug="contoh", name="Badan Contoh", short_name="Contoh")
    demo.mark(folder / "demo.json", complete=False)
    with pytest.raises(click.ClickException, match="For a fresh demo: `pendopo demo --reset`"):
        demo.load()


@pytest.mark.django_db
def test_a_complete_demo_is_not_loaded_again(folder: Path) -> None:
    Agency.objects.create(slug="contoh", name="Badan Contoh", short_name="Contoh")
    demo.mark(folder / "demo.json", complete=True)
    demo.load()
    assert Agency.objects.count() == 1


@pytest.mark.django_db
def test_reset_of_an_empty_database_has_nothing_to_remove(folder: Path) -> None:
    demo.clear()
    assert list(folder.iterdir()) == []


@pytest.mark.django_db
def test_reset_leaves_the_database_of_another_demo_alone(folder: Path) -> None:
    (folder / "demo.json").write_text(json.dumps({"database": "elsewhere", "complete": True}), encoding="utf-8")
    with pytest.raises(click.ClickException, match="belongs to another database"):
        demo.clear()


def test_the_name_of_the_database_holds_no_password() -> None:
    password = str(connection.settings_dict.get("PASSWORD") or "no password")
    assert password not in demo.database_name()


def test_the_address_is_printed_once_both_run_and_a_signal_ends_both(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[list[str]] = []
    real = subprocess.Popen

    def child(line: list[str], **_named: object) -> subprocess.Popen[bytes]:
        started.append(line[3:])
        return real([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)

    monkeypatch.setattr(demo.subprocess, "Popen", child)
    monkeypatch.setattr(demo, "wait_until_up", lambda url, _processes: started.append([url]))
    take_over_sleep(monkeypatch, demo, lambda _seconds: signal.raise_signal(signal.SIGTERM))
    before = signal.getsignal(signal.SIGTERM)
    demo.run("127.0.0.1", 8123, 2)
    assert signal.getsignal(signal.SIGTERM) == before
    assert started == [
        ["serve", "--host", "127.0.0.1", "--port", "8123", "--workers", "2"],
        ["work"],
        ["http://127.0.0.1:8123/healthz"],
    ]
    said = capsys.readouterr().out
    assert "Pendopo is running: http://localhost:8123/\n" in said
    assert said.endswith("\nStopped. The data are kept; `make demo` goes on where you left.\n")


def test_the_end_of_a_child_ends_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.Popen
    monkeypatch.setattr(demo.subprocess, "Popen", lambda _line, **_named: real([sys.executable, "-c", ""]))
    monkeypatch.setattr(demo, "wait_until_up", lambda _url, processes: [process.wait() for process in processes])
    with pytest.raises(click.ClickException, match="ended by itself"):
        demo.run("0.0.0.0", 8123, 2)


def test_reset_removes_a_demo_and_nothing_else(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PENDOPO_", "DATABASE_URL"))}
    (tmp_path / "own-notes.txt").write_text("kept", encoding="utf-8")
    for name in ("pendopo.sqlite3", "pendopo.sqlite3-wal", "files/a.pdf", "mail/1.log"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    script = (
        "from pendopo.config.console import prepare, demo; prepare();"
        "demo.mark(demo.marker(), complete=True); demo.clear()"
    )
    environment = {**clean, "PENDOPO_VAR": str(tmp_path), "PENDOPO_SECRET_KEY": "x" * 50}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    assert [path.name for path in tmp_path.iterdir()] == ["own-notes.txt"]


def test_a_child_that_dies_is_told() -> None:
    with subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]) as child:
        child.wait()
        with pytest.raises(click.ClickException, match="could not start"):
            demo.wait_until_up("http://127.0.0.1:9/healthz", [child])


def test_a_server_that_never_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "START_SECONDS", 0.3)
    with pytest.raises(click.ClickException, match="did not answer"):
        demo.wait_until_up(f"http://127.0.0.1:{free_port()}/healthz", [])


def test_a_child_that_does_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "STOP_SECONDS", 0.3)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    monkeypatch.setattr(demo.sys, "executable", sys.executable)
    real = subprocess.Popen

    def deaf_child(_line: list[str], **named: object) -> subprocess.Popen[bytes]:
        child = real([sys.executable, "-c", deaf], stdout=subprocess.PIPE, start_new_session=True)
        assert child.stdout
        child.stdout.readline()
        return child

    monkeypatch.setattr(demo.subprocess, "Popen", deaf_child)
    with demo.children((["work"],)) as processes:
        pass
    assert processes[0].wait(5) == -signal.SIGKILL
    assert processes[0].stdout
    processes[0].stdout.close()
