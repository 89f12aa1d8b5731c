"""Install the locked packages into .venv, only when something changed since the last time.

Runs on the machine's own Python before anything is installed, so it uses nothing but the standard library.
Called by the Makefile as `python3 requirements/install.py base|dev`.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / os.environ.get("PENDOPO_VENV", ".venv")
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(kind: str) -> None:
    """Make .venv when it is missing, then bring it in step with the lists of `kind` ("base" or "dev")."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells an older Python so
        sys.exit(f"Pendopo needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    make_venv()
    for name in lists(kind):
        install_list(ROOT / "requirements" / f"{name}.txt")
    install_project()


def lists(kind: str) -> list[str]:
    """Return the names of the requirement files that `kind` stands for; what only some need, only where it is used."""
    if kind == "dev":
        return ["dev"]
    wanted = {
        "postgres": os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://")),
        "s3": os.environ.get("PENDOPO_FILES", "").startswith("s3://"),
    }
    return ["base", *(name for name, asked in wanted.items() if asked)]


def make_venv() -> None:
    """Create the virtual environment; leave with the remedy when the Python on the machine lacks venv or pip."""
    if PYTHON.exists():
        return
    print(f"Making {VENV.name} with Python {sys.version.split()[0]} …", flush=True)
    try:
        venv.create(VENV, with_pip=True)
    except (ImportError, subprocess.CalledProcessError, SystemExit):
        sys.exit("This Python cannot make virtual environments. On Debian: apt install python3-venv; then try again.")


def install_list(path: Path) -> None:
    """Install every package of a hash-locked list, unless the same list is already in place."""
    if stamped(path.stem, path.read_bytes()):
        return
    total = len(re.findall(r"^[A-Za-z0-9].*==", path.read_text(encoding="utf-8"), flags=re.M))
    print(f"Installing {total} locked packages ({path.stem}); this happens once …", flush=True)
    started = time.monotonic()
    pip("install", "--require-hashes", "-r", str(path), total=total)
    stamp(path.stem, path.read_bytes())
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)


def install_project() -> None:
    """Put the project itself, editable, into the environment, so that the `pendopo` command exists."""
    wanted = (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()
    if stamped("project", wanted):
        return
    pip("install", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT), total=1)
    stamp("project", wanted)


def pip(*arguments: str, total: int) -> None:
    """Run pip with one line of progress; on failure show all it said and leave with its code."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT) as process:
        collected = 0
        for line in process.stdout or ():
            said.append(line)
            collected += line.startswith(("Collecting ", "Requirement already satisfied"))
            if sys.stdout.isatty():
                name = re.split(r"[=\s]", line.partition("Collecting ")[2] or "…")[0]
                print(f"\r\033[K  {collected}/{total} {name}", end="", flush=True)
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
    if process.returncode:
        print("".join(said), file=sys.stderr)
        sys.exit(process.returncode)


def stamped(name: str, content: bytes) -> bool:
    """Tell whether `content` is what was installed last under `name`, in an environment of the same Python."""
    path = VENV / f"installed-{name}"
    return path.exists() and path.read_text(encoding="ascii") == digest(content)


def stamp(name: str, content: bytes) -> None:
    """Remember `content` as installed; `dev` contains all of the smaller lists."""
    (VENV / f"installed-{name}").write_text(digest(content), encoding="ascii")
    if name == "dev":
        for part in ("base", "postgres", "s3"):
            stamp(part, (ROOT / "requirements" / f"{part}.txt").read_bytes())


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "base")
