"""The files of deploy/ name what exists, and agree with one another and with the program."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from pendopo.config.console import COMMANDS
from pendopo.config.console.serve import STOP_SECONDS

from tests.guards.tree import ROOT

pytestmark = pytest.mark.once
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SETTINGS = (ROOT / "docs" / "pengaturan.md").read_text(encoding="utf-8")


def lines(path: Path, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", path.read_text(encoding="utf-8"), flags=re.M)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_run_commands_that_exist_and_are_hardened(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    words = re.findall(r"/opt/pendopo/\.venv/bin/pendopo (\S+)", text)
    assert words
    assert set(words) <= set(COMMANDS)
    for wanted in ("ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes", "CapabilityBoundingSet=", "UMask=0077", "User=pendopo"):  # fmt: skip
        assert f"\n{wanted}\n" in text, wanted


def test_systemd_waits_longer_than_the_server_does() -> None:
    (web,) = lines(DEPLOY / "systemd" / "pendopo.service", "TimeoutStopSec")
    assert int(web) > STOP_SECONDS
    compose: dict[str, Any] = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text(encoding="utf-8"))
    assert int(compose["services"]["web"]["stop_grace_period"].rstrip("s")) > STOP_SECONDS


def test_every_timer_starts_a_service() -> None:
    timers = {path.stem for path in (DEPLOY / "systemd").glob("*.timer")}
    assert timers == {"pendopo-backup", "pendopo-doctor"}
    assert timers <= {unit.stem for unit in UNITS}


def test_systemd_itself_reads_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not on this machine")
    for path in (DEPLOY / "systemd").glob("pendopo*.*"):
        # The program of the unit is not installed here; everything else shall be understood.
        text = re.sub(r"(?m)^(ExecStart(?:Post)?)=\S+", r"\1=/bin/true", path.read_text(encoding="utf-8"))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    units = sorted(str(path) for path in tmp_path.iterdir() if path.suffix in {".service", ".timer"})
    done = subprocess.run([program, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "pendopo" in line and "pendopo@" not in line]
    assert ours == []


@pytest.mark.parametrize("name", ["systemd/pendopo.env", "compose/pendopo.env.example"])
def test_settings_of_the_examples_exist(name: str) -> None:
    named = re.findall(r"^#? ?([A-Z_]+)=", (DEPLOY / name).read_text(encoding="utf-8"), flags=re.M)
    assert len(named) > 6
    assert [each for each in named if f"`{each}`" not in SETTINGS] == []


def test_a_shell_reads_the_settings_as_systemd_does() -> None:
    """The manual has `setup` and `restore` read the file by a shell: what is commented out there must be read, too."""
    text = (DEPLOY / "systemd" / "pendopo.env").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^# ([A-Z_]+=)", r"\1", text)
    settings = dict(re.findall(r'(?m)^([A-Z_]+)="?([^"\n]*)"?$', text))
    assert "&" in settings["PENDOPO_FILES"]
    script = f"set -a\n{text}\nexec env -0"
    done = subprocess.run(["sh", "-c", script], env={}, capture_output=True, text=True, check=True)
    read = dict(line.split("=", 1) for line in done.stdout.split("\0") if "=" in line)
    assert {name: read.get(name) for name in settings} == settings


def test_what_the_compose_file_names_exists() -> None:
    compose: dict[str, Any] = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text(encoding="utf-8"))
    services, here = compose["services"], DEPLOY / "compose"
    assert set(services) == {"database", "setup", "web", "worker", "proxy"}
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            # Certificates and passwords are the installation's own.
            assert source in compose["volumes"] or source == "./certificates" or (here / source).exists(), source
        if service.get("command"):
            assert service["command"][:1] == ["pendopo"]
            assert service["command"][1] in COMMANDS
        if "build" in service:
            assert (here / service["build"]["context"] / service["build"]["dockerfile"]).exists()
            assert (here / f"{service['env_file']}.example").exists()
    assert set(compose["secrets"]) == {"database"}


def test_the_image_is_made_from_the_locked_lists() -> None:
    text = (DEPLOY / "compose" / "Containerfile").read_text(encoding="utf-8")
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", text, flags=re.M):
        assert all((ROOT / part).exists() for part in source.split()), source
    assert len(re.findall(r"pip install --no-cache-dir --require-hashes -r requirements/\w+\.txt", text)) == 2
    assert "USER 10001" in text
    python = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert python == ">=3.11"
    assert "python:3.11-" in text


def test_nginx_of_compose_is_the_tested_one() -> None:
    def directives(path: Path) -> list[str]:
        found = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        return [line for line in found if line and not line.startswith("#")]

    tested = directives(DEPLOY / "nginx" / "pendopo.conf")
    changed = [line.replace("127.0.0.1:8000", "web:8000").replace("/etc/letsencrypt/live/layanan.contoh.go.id/", "/etc/pendopo/certificates/") for line in tested]  # fmt: skip
    assert directives(DEPLOY / "compose" / "nginx.conf") == changed


def test_the_manual_names_every_file_of_deploy() -> None:
    manual = (ROOT / "docs" / "operasi.md").read_text(encoding="utf-8")
    named = [path.name for path in DEPLOY.rglob("*") if path.is_file()]
    assert [name for name in named if name not in manual] == []
