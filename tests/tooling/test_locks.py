"""The locked lists: every package with a hash, none from a named place, all that was asked for."""

from __future__ import annotations

import re

import pytest

from tests.guards.tree import ROOT

FOLDER = ROOT / "requirements"
LISTS = ("base", "postgres", "s3", "dev")


def asked(name: str) -> set[str]:
    """Return the packages that an .in file asks for, also through `-r`."""
    found: set[str] = set()
    for line in (FOLDER / f"{name}.in").read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found |= asked(line.removeprefix("-r ").strip().removesuffix(".in"))
        elif line and not line.startswith(("#", "-")):
            found.add(normal(re.split(r"[~=<>\[;\s]", line)[0]))
    return found


def normal(name: str) -> str:
    """Return a package's name as the lists write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Return package → (version, number of hashes) of a locked list."""
    found = {}
    for block in re.split(r"\n(?=\S)", (FOLDER / f"{name}.txt").read_text(encoding="utf-8")):
        if match := re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", block):
            found[normal(match[1])] = (match[2], block.count("--hash=sha256:"))
    return found


@pytest.mark.parametrize("name", LISTS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    packages = locked(name)
    assert asked(name) <= set(packages)
    assert [package for package, (_version, hashes) in packages.items() if not hashes] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_list_names_a_place(name: str) -> None:
    for suffix in ("in", "txt"):
        text = (FOLDER / f"{name}.{suffix}").read_text(encoding="utf-8")
        assert re.findall(r"https?:|index-url|find-links|\bfile:| @ ", text) == []


def test_the_lists_agree_on_versions() -> None:
    development = locked("dev")
    for name in ("base", "postgres", "s3"):
        assert {package: development.get(package) for package in locked(name)} == locked(name)
