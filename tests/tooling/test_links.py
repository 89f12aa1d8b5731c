"""What the papers of the repository name exists: files, headings, words of make, commands, promises and their figures."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from pendopo.config.console import COMMANDS

from tests import promises
from tests.guards.tree import ROOT, files, product

pytestmark = pytest.mark.once
PAPERS = [path for path in files(ROOT, ".md") if "contoh-tenggat" not in path.name]
LINK = re.compile(r"(?<!!)\[[^\]\[]*\]\(([^()\s]+(?:\([^()]*\)[^()\s]*)?)\)|!\[[^\]]*\]\(([^()\s]+)\)")


@cache
def headings(path: Path) -> frozenset[str]:
    """Return the anchors of a paper, as the usual hosts of repositories make them."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
    found = re.findall(r"^#+ (.+?)\s*$", text, flags=re.M)
    return frozenset(re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", each).lower()).replace(" ", "-") for each in found)


def dead(path: Path, text: str) -> list[str]:
    """Return what a paper's links name that is not there."""
    found = []
    for link in (one or other for one, other in LINK.findall(re.sub(r"```.*?```", "", text, flags=re.S))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in headings(target)):
            found.append(link)
    return found


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_link_is_dead(path: Path) -> None:
    assert dead(path, path.read_text(encoding="utf-8")) == []


def test_a_dead_link_is_noticed() -> None:
    here = ROOT / "README.md"
    planted = (
        "[a](docs/masuk.md) [b](docs/tidak-ada.md) [c](docs/masuk.md#passwords) [d](docs/masuk.md#x) [e](https://x.id/)"
    )
    assert dead(here, planted) == ["docs/tidak-ada.md", "docs/masuk.md#x"]


def test_words_of_make_and_commands_exist() -> None:
    words = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    for path in PAPERS:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"`make ([a-z-]+)", text)) <= words, path.name
        assert set(re.findall(r"(?:`|sudo -u \w+ |^)pendopo ([a-z][a-z-]+)", text, flags=re.M)) <= set(COMMANDS), (
            path.name
        )


NAME = r"PENDOPO_[A-Z_]*[A-Z]|DATABASE_(?:[A-Z]+_)?URL|EMAIL_URL|PORT"
# A partner's key in the examples for the API: no installation's setting.
OF_OTHERS = {"PENDOPO_KEY"}


def test_settings_in_the_manual_are_those_that_are_read() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in product(ROOT))
    read = set(re.findall(rf"[\"\']({NAME})[\"\']", source)) - OF_OTHERS
    manual = (ROOT / "docs" / "pengaturan.md").read_text(encoding="utf-8").partition("<!-- bacaan-hukum")[0]
    told = {name for row in re.findall(r"^\| (.*?) \|", manual, flags=re.M) for name in re.findall(rf"`({NAME})`", row)}
    assert told == read
    for path in PAPERS:
        named = set(re.findall(r"\bPENDOPO_[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8")))
        assert named - told - OF_OTHERS == set(), path.name


def test_promises_and_index_are_in_step() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert promises.with_promises(readme) == readme, "python -m tests.promises writes it"
    assert (promises.FOLDER / "README.md").read_text(encoding="utf-8") == promises.index()


def test_every_promise_has_what_it_names() -> None:
    known = promises.read()
    assert len(known["promise"]) == 10
    assert {topic for each in known["promise"] for topic in each["figures"]} == set(known["figures"])
    assert {path.stem for path in promises.FOLDER.glob("*.md")} - {"README"} <= set(known["figures"])
    for each in known["promise"]:
        assert all((ROOT / path).exists() for path in each["tests"])
