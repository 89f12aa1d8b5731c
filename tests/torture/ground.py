"""The ground a run stands on: namespaces that take everything with them when they end, and disks made of images."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]
INSIDE = "PENDOPO_TORTURE_FOLDER"
PREFIX = "pendopo-torture-"
# Metadata and data that nobody synced stay in memory as long as a run lasts: the worst moment for a power cut.
LATE = "noatime,commit=300"
MEMORY = Path("/dev/shm")
MEMORY_BYTES = 3 << 30


class NoDisk(Exception):
    """Images cannot be mounted here; the message says why."""


def inside(arguments: list[str], program: str = "tests.torture") -> int:
    """Run `program` again in namespaces of its own, and return how it ended; without root, without namespaces.

    Process 1 of a namespace takes all others with it, mounts included: nothing is left behind, whoever ends whom how.
    """
    sweep()
    folder = tempfile.mkdtemp(prefix=PREFIX)
    # PostgreSQL runs as another user, who has to pass through.
    Path(folder).chmod(0o711)
    # Held as long as this process lives.
    lock = (Path(folder) / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    command = [sys.executable, "-m", program, *arguments]
    if separable():
        around = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"]
        command = [*around, "--mount-proc", "--propagation", "private", *command]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {INSIDE: folder})

    def leave(_number: int, _frame: FrameType | None) -> None:
        process.send_signal(signal.SIGKILL if separable() else signal.SIGTERM)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    try:
        return process.wait()
    finally:
        lock.close()
        remove(Path(folder))


def sweep() -> None:
    """Remove the folders of runs that were killed before they could."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError), (left / "lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            remove(left)


def remove(folder: Path) -> None:
    """Remove the folder of a run, and its images in memory."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(MEMORY / folder.name, ignore_errors=True)


def separable() -> bool:
    """Tell whether namespaces can be made here."""
    if os.geteuid() != 0 or not all(shutil.which(name) for name in ("setpriv", "unshare")):
        return False
    tried = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def folder() -> Path:
    """Return the folder of this run; it is gone afterwards."""
    return Path(os.environ[INSIDE])


def image_folder() -> Path:
    """Return where images lie: in memory where there is room, because only what reaches the block device counts."""
    place = MEMORY / folder().name
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_BYTES:
        place.mkdir(exist_ok=True, mode=0o711)
        return place
    return folder()


def expect_disks() -> None:
    """Raise NoDisk unless images can be mounted."""
    if os.geteuid() != 0:
        raise NoDisk("only root can mount an image")
    if not separable():
        raise NoDisk("namespaces cannot be made here")
    if missing := [name for name in ("losetup", "mkfs.ext4", "mount", "umount") if not shutil.which(name)]:
        raise NoDisk(f"{missing[0]} is not on this machine (Debian: apt install mount e2fsprogs)")
    disk = Disk("probe", 8)
    try:
        disk.mount()
        disk.unmount()
    except subprocess.CalledProcessError as problem:
        raise NoDisk(f"an image cannot be mounted: {problem.stderr.strip()}") from problem
    finally:
        disk.remove()


class Disk:
    """An ext4 file system in an image, mounted by a loop device; a copy of the image is what a power cut leaves."""

    def __init__(self, name: str, megabytes: int = 0, *, copied: Path | None = None) -> None:
        self.image = image_folder() / f"{name}.img"
        self.place = folder() / f"disk-{name}"
        self.place.mkdir(mode=0o711)
        if copied is None:
            with self.image.open("wb") as file:
                file.truncate(megabytes << 20)
            _run("mkfs.ext4", "-q", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0", str(self.image))
        else:
            _run("cp", "--sparse=always", str(copied), str(self.image))

    def mount(self) -> Path:
        """Mount the image and return where; the loop device goes with the mount."""
        device = _run("losetup", "--find", "--show", str(self.image)).strip()
        try:
            _run("mount", "-t", "ext4", "-o", LATE, device, str(self.place))
        finally:
            _run("losetup", "--detach", device)
        self.place.chmod(0o711)
        return self.place

    def copy(self, name: str) -> Disk:
        """Return another disk with what has reached the device of this one until now."""
        return Disk(name, copied=self.image)

    def unmount(self) -> None:
        """Unmount, as often as it takes until nobody is in the way."""
        _run("umount", "--lazy", str(self.place))

    def remove(self) -> None:
        """Remove image and mount point."""
        if self.place.is_mount():
            self.unmount()
        self.image.unlink(missing_ok=True)
        shutil.rmtree(self.place, ignore_errors=True)


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
