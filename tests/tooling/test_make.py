"""The words of the Makefile, and the installer behind them."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import ModuleType

import pytest

from tests.guards.tree import ROOT

WORDS = [
    "help",
    "demo",
    "demo-reset",
    "test",
    "check",
    "torture",
    "fuzz",
    "scaleout",
    "format",
    "operation",
    "upgrade",
    "upgrade-large",
    "matrix",
    "sbom",
    "evidence",
    "bench",
    "bench-clocks",
    "bench-restore",
    "bench-skm",
    "bench-search",
    "messages",
    "screenshots",
    "lock",
    "clean",
]


def make(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": sysconfig.get_path("scripts") + ":/usr/bin:/bin", **environment}
    return subprocess.run(["make", *arguments], cwd=ROOT, env=clean, capture_output=True, text=True, check=False)


def test_make_alone_lists_the_words() -> None:
    done = make()
    assert done.returncode == 0
    assert re.findall(r"^  make (\S+) +\S", done.stdout, flags=re.M) == WORDS


def test_without_python_make_says_what_to_do() -> None:
    done = make("demo", "PYTHON=")
    assert done.returncode == 2
    assert (
        "Pendopo needs Python 3.11 or newer, and none was found. On Debian or Ubuntu: apt install python3"
        in done.stderr
    )


@pytest.fixture
def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return requirements/install.py as a module, on an environment that already has its Python."""
    spec = importlib.util.spec_from_file_location("install", ROOT / "requirements" / "install.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path)
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    (tmp_path / "requirements").mkdir()
    for name in ("base", "postgres", "s3", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"# {name}\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    return module


def test_packages_are_installed_only_when_the_list_changed(
    installer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(installer, "pip", lambda *arguments, total: calls.append(Path(arguments[-1]).name))
    installer.main("base")
    assert calls == ["base.txt", installer.ROOT.name]
    installer.main("base")
    assert len(calls) == 2
    (installer.ROOT / "requirements" / "base.txt").write_text("# changed\n", encoding="utf-8")
    installer.main("base")
    assert calls[2:] == ["base.txt"]
    installer.main("dev")
    installer.main("base")
    assert calls[3:] == ["dev.txt"]


def test_the_driver_of_postgresql_is_installed_where_it_is_used(
    installer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert installer.lists("base") == ["base"]
    monkeypatch.setenv("DATABASE_URL", "postgresql://pendopo@/pendopo")
    assert (installer.lists("base"), installer.lists("dev")) == (["base", "postgres"], ["dev"])


def test_a_failing_pip_says_why(installer: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        installer.pip("install", "--no-index", "no-such-package-of-pendopo", total=1)
    assert left.value.code == 1
    assert "no-such-package-of-pendopo" in capsys.readouterr().err
