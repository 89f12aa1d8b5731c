"""`make check`: everything about the source that can be judged without running the program's tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
DJANGO = [sys.executable, "-m", "pendopo.config.console", "manage"]

# What an installation on the internet sets; `check --deploy` must find nothing to say about it.
PRODUCTION = {
    "PENDOPO_HTTPS": "1",
    "PENDOPO_DEBUG": "0",
    "PENDOPO_DEMO": "0",
    "PENDOPO_HOSTS": "ppid.example.go.id",
    "PENDOPO_ORIGINS": "https://ppid.example.go.id",
    "PENDOPO_SECRET_KEY": "check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
}


@dataclass(frozen=True)
class Check:
    """One thing to check: its name, the command, what to type when it fails, and more environment."""

    name: str
    command: list[str]
    remedy: str = ""
    environment: dict[str, str] = field(default_factory=dict)


CHECKS = [
    # The slowest first: they all run side by side.
    Check("types (mypy)", [str(BIN / "mypy")]),
    Check("templates (djlint)", [str(BIN / "djlint"), "pendopo", "--lint", "--quiet"]),
    Check("imports (architecture)", [str(BIN / "lint-imports"), "--no-cache", "--no-logo"]),
    Check(
        "form (ruff format)", [str(BIN / "ruff"), "format", "--check", "--output-format", "concise", "."], "make format"
    ),
    Check(
        "lint (ruff)",
        [str(BIN / "ruff"), "check", "--quiet", "--output-format", "concise", "."],
        "make format mends some",
    ),
    Check(
        "migrations in step with models",
        [*DJANGO, "makemigrations", "--check", "--dry-run"],
        "pendopo manage makemigrations",
    ),
    Check("templates compile", [sys.executable, "-m", "tests.templates"]),
    Check("settings for production", [*DJANGO, "check", "--deploy", "--fail-level", "WARNING"], "", PRODUCTION),
    Check("translations complete", [sys.executable, "-m", "tests.translations"], "make messages, then translate"),
]


def main() -> int:
    """Run every check, print one line each and the words of those that failed; return 0 when all passed."""
    with tempfile.TemporaryDirectory(prefix="pendopo-check-") as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda check: run(check, folder), CHECKS))
    bad = [(check, output) for check, (code, output) in zip(CHECKS, results, strict=True) if code]
    for check, output in bad:
        print(f"\n──── {check.name} ".ljust(100, "─"))
        print(output.strip())
        if check.remedy:
            print(f"→ {check.remedy}")
    print(f"\n{len(CHECKS) - len(bad)} of {len(CHECKS)} checks passed.")
    return int(bool(bad))


def run(check: Check, folder: str) -> tuple[int, str]:
    """Run one check on a folder of its own; return its exit code and what it said."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PENDOPO_", "DATABASE_URL"))}
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**clean, "PENDOPO_VAR": folder, **check.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    mark = "✗" if done.returncode else "✓"
    print(f"{mark} {check.name} ({time.monotonic() - started:.1f} s)", flush=True)
    return done.returncode, done.stdout


if __name__ == "__main__":
    sys.exit(main())
