"""A planted violation of each kind is rejected: by the guards, by the import contracts and by the linter."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import path as url

from tests.guards import form, structure
from tests.guards.tree import ROOT

BIN = Path(sys.executable).parent


def plant(root: Path, name: str, text: str) -> None:
    place = root / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def lines(number: int, indent: str = "") -> str:
    return f"{indent}x = 1\n" * number


@pytest.fixture
def root(tmp_path: Path) -> Path:
    plant(tmp_path, "pendopo/modules/one/__init__.py", "")
    plant(tmp_path, "pendopo/modules/one/README.md", "# One\n")
    plant(tmp_path, "requirements/base.in", "django  # the framework\n")
    plant(tmp_path, "requirements/postgres.in", "")
    return tmp_path


SIZES = {
    "long file": (
        "pendopo/ui/long.py",
        lines(401),
        "pendopo/ui/long.py has 401 lines; at most 400: make it a package.",
    ),
    "long template": (
        "pendopo/ui/templates/ui/long.html",
        "<p>\n" * 401,
        "pendopo/ui/templates/ui/long.html has 401 lines; at most 400: make it a package.",
    ),
    "long function": (
        "pendopo/ui/long.py",
        "def long():\n" + lines(60, "    "),
        "pendopo/ui/long.py:1 long has 61 lines; at most 60.",
    ),
    "crowded model": (
        "pendopo/modules/one/models.py",
        "class Crowd:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(16)),
        "pendopo/modules/one/models.py:1 Crowd has 16 methods; at most 15: reads go to queries.",
    ),
}


@pytest.mark.parametrize("case", SIZES)
def test_sizes(case: str, root: Path) -> None:
    name, text, complaint = SIZES[case]
    assert form.sizes(root) == []
    plant(root, name, text)
    assert form.sizes(root) == [complaint]


def test_a_module_of_2501_lines(root: Path) -> None:
    for part in range(6):
        plant(root, f"pendopo/modules/one/views/part{part}.py", lines(400))
    plant(root, "pendopo/modules/one/tests/test_much.py", lines(300))
    plant(root, "pendopo/modules/one/queries.py", lines(100))
    assert form.sizes(root) == []
    plant(root, "pendopo/modules/one/queries.py", lines(101))
    assert form.sizes(root) == ["pendopo/modules/one has 2501 lines; at most 2500: it is two modules."]


@pytest.mark.parametrize(
    "name", ["utils.py", "date_helpers.py", "manager.py", "service/mail.py", "data.py", "common.py"]
)
def test_names(name: str, root: Path) -> None:
    assert form.names(root) == []
    plant(root, f"pendopo/modules/one/{name}", "")
    word = name.partition("/")[0].removesuffix(".py")
    assert form.names(root) == [f"pendopo/modules/one/{name}: {word!r} does not say what is inside."]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from django.db.models.signals import post_save\n", "django.db.models.signals.post_save"),
        ("from django.db.models import signals\n", "django.db.models.signals"),
        ("from django.dispatch import receiver\n", "django.dispatch.receiver"),
    ],
)
def test_signals(source: str, found: str, root: Path) -> None:
    assert form.signals(root) == []
    plant(root, "pendopo/modules/one/apps.py", source)
    assert form.signals(root) == [f"pendopo/modules/one/apps.py imports {found}: publish an event instead."]


CLOCKS = {
    "from datetime import datetime\nx = datetime.now()\n": "datetime.now",
    "import datetime as dt\nx = dt.datetime.now(dt.UTC)\n": "dt.datetime.now",
    "from datetime import date\nx = date.today()\n": "date.today",
    "from django.utils import timezone\nx = timezone.now()\n": "timezone.now",
    "from django.utils.timezone import now\nx = now\n": "now",
    "import time\nx = time.time()\n": "time.time",
}


@pytest.mark.parametrize("source", CLOCKS)
def test_clocks(source: str, root: Path) -> None:
    plant(root, "pendopo/kernel/clock.py", source)
    plant(root, "pendopo/modules/one/tests/test_one.py", source)
    plant(
        root,
        "pendopo/modules/one/queries.py",
        "import time\nfrom pendopo.kernel.clock import now\nx = time.monotonic()\nnow()\n",
    )
    assert form.clocks(root) == []
    plant(root, "pendopo/modules/one/queries.py", source)
    assert form.clocks(root) == [f"pendopo/modules/one/queries.py:2 asks {CLOCKS[source]}, not pendopo.kernel.clock."]


MARKUP = {
    '<p class="x" style="color:red">': "a style attribute",
    '<button onclick="go()">': "an event attribute",
    "<style>p {}</style>": "a style element",
    "<script>go()</script>": "an inline script",
    '<a href="javascript:go()">': "a javascript: address",
    '<script src="https://example.org/x.js"></script>': "something from another host",
    '<link rel="stylesheet" href="//example.org/x.css">': "something from another host",
}


@pytest.mark.parametrize("line", MARKUP)
def test_markup(line: str, root: Path) -> None:
    clean = '<script src="{% static "a.js" %}"></script><a href="https://example.org/">x</a><p class="style one">'
    plant(root, "pendopo/modules/one/templates/one/page.html", clean)
    assert form.markup(root) == []
    plant(root, "pendopo/modules/one/templates/one/page.html", f"<div>\n{line}\n</div>")
    assert form.markup(root) == [
        f"pendopo/modules/one/templates/one/page.html:2 holds {MARKUP[line]}, which the content policy refuses."
    ]


# Put together here, so that this file itself names none of them.
@pytest.mark.parametrize(
    "text",
    [
        "https://py" + "pi.org/simple",
        "files.python" + "hosted.org",
        "registry.npm" + "js.org",
        "/ro" + "ot/x",
        "/ho" + "me/ani",
    ],
)
def test_places(text: str, root: Path) -> None:
    assert form.places(root) == []
    plant(root, "docs/note.md", f"one\nsee {text}\n")
    assert [line.rpartition(" names ")[0] for line in form.places(root)] == ["docs/note.md:2"]


def test_requirements(root: Path) -> None:
    plant(root, "pendopo/modules/one/queries.py", "import json\nfrom django.db import models\nimport pendopo.lib\n")
    assert form.requirements(root) == []
    plant(root, "pendopo/modules/one/queries.py", "import numpy as np\n")
    plant(root, "requirements/base.in", "django  # the framework\nclick\n")
    assert form.requirements(root) == [
        "requirements/base.in:2 gives no reason for click.",
        "pendopo/modules/one/queries.py imports numpy, which requirements/base.in does not ask for.",
    ]


MODELS = "from django.db import models\nfrom {package}.models import Thing\nfrom django.conf import settings\n"


def test_foreign_keys(root: Path) -> None:
    for package in ("kernel/agencies", "modules/one", "modules/two"):
        dots, label = package.replace("/", "."), package.rpartition("/")[2]
        plant(root, f"pendopo/{package}/apps.py", f"class C:\n    name = 'pendopo.{dots}'\n    label = '{label}'\n")
    body = "class A:\n    a = models.ForeignKey({target}, on_delete=models.PROTECT)\n"
    own = "class A:\n    a = models.ForeignKey('self')\n    b = models.ForeignKey('A')\n    c = models.ForeignKey(B)\n"
    lawful = MODELS.format(package="pendopo.kernel.agencies") + own + "    d = models.ForeignKey(Thing)\n"
    lawful += (
        "    e = models.ForeignKey(settings.AUTH_USER_MODEL)\n    f = models.ManyToManyField(to='agencies.Agency')\n"
    )
    plant(root, "pendopo/modules/one/models.py", lawful)
    assert structure.foreign_keys(root) == []
    plant(
        root,
        "pendopo/modules/one/models.py",
        MODELS.format(package="pendopo.modules.two") + body.format(target="Thing"),
    )
    plant(
        root,
        "pendopo/kernel/agencies/models/unit.py",
        "from django.db import models\n" + body.format(target="'two.Thing'"),
    )
    assert structure.foreign_keys(root) == [
        (
            "pendopo/kernel/agencies/models/unit.py:3 refers to pendopo.modules.two; "
            "only to pendopo.kernel.agencies or the kernel."
        ),
        "pendopo/modules/one/models.py:5 refers to pendopo.modules.two; only to pendopo.modules.one or the kernel.",
    ]


def test_tenancy(root: Path) -> None:
    source = "from django.db import models\n\nclass Visit(models.Model):\n    {field} = models.ForeignKey('agencies.Agency')\n"
    plant(
        root,
        "pendopo/modules/one/models.py",
        source.format(field="agency") + "\nclass Rows(models.QuerySet):\n    x = 1\n",
    )
    plant(
        root,
        "pendopo/kernel/agencies/models.py",
        "from django.db import models\n\nclass Agency(models.Model):\n    x = 1\n",
    )
    assert structure.tenancy(root) == []
    plant(root, "pendopo/modules/one/models/visit.py", source.format(field="office"))
    assert structure.tenancy(root) == [
        "pendopo/modules/one/models/visit.py:3 Visit has no agency: whose rows are these?"
    ]


def test_a_module_without_readme(root: Path) -> None:
    assert structure.module_readmes(root) == []
    plant(root, "pendopo/modules/two/__init__.py", "")
    assert structure.module_readmes(root) == ["pendopo/modules/two has no README.md."]


def open_view(request: object) -> None:
    """A view behind a door."""


open_view.door = "open"  # type: ignore[attr-defined]


def bare_view(request: object) -> None:
    """A view that forgot its door."""


def test_doors() -> None:
    assert structure.doors([url("a/", open_view, name="a")]) == []
    assert structure.doors([url("a/", open_view), url("b/", bare_view, name="b")]) == [
        "/a/ has no name.",
        "/b/ (tests.guards.test_planted.bare_view) has no door: open_door, public_door, account_door or staff_door.",
    ]


def test_matrix(tmp_path: Path) -> None:
    inner = SimpleNamespace(pattern="m/", namespace="m", url_patterns=[url("b/", open_view, name="b")])
    patterns = [url("a/", open_view, name="a"), inner]
    plant(tmp_path, "matrix.toml", '[doors]\n"a" = "open"\n"m:b" = "open"\n')
    assert structure.matrix(patterns, tmp_path / "matrix.toml") == []
    plant(tmp_path, "matrix.toml", '[doors]\n"m:b" = "public"\n"gone" = "open"\n')
    assert structure.matrix(patterns, tmp_path / "matrix.toml") == [
        'add to matrix.toml:  "a" = "open"',
        'matrix.toml says "m:b" = "public", the program "open": which one is meant?',
        'remove from matrix.toml:  "gone"',
    ]


def test_diagrams(root: Path) -> None:
    plant(root, "pendopo/modules/one/README.md", "# One\n```mermaid\nstateDiagram-v2\n    a --> b\n```\n")
    assert structure.diagrams(root, {"pendopo/modules/one": ["stateDiagram-v2\n    a --> b"]}) == []
    assert structure.diagrams(root, {"pendopo/modules/one": ["stateDiagram-v2\n    a --> c"]}) == [
        (
            "pendopo/modules/one/README.md does not show the procedure as it is; paste:\n"
            "```mermaid\nstateDiagram-v2\n    a --> c\n```"
        )
    ]


def test_statutory_numbers(root: Path) -> None:
    plant(root, "docs/dasar-hukum.md", "| `notice` | `one.rules.DAYS` |\n")
    plant(root, "pendopo/modules/one/rules/__init__.py", 'DAYS: Final = 3\nNAME = "x"\nYES = True\n')
    plant(root, "pendopo/modules/one/rules/limits.py", "LETTERS = 5000\n")
    assert structure.statutory_numbers(root, ["notice"]) == []
    plant(root, "pendopo/modules/one/rules/fees.py", 'FEE = Decimal("0.5")\n')
    assert structure.statutory_numbers(root, ["notice", "extension"]) == [
        "docs/dasar-hukum.md does not list `extension`.",
        "docs/dasar-hukum.md does not list `one.rules.fees.FEE`.",
    ]


# Contract in pyproject.toml → (file, line added to it) that breaks this contract. All are planted at once.
IMPORTS = {
    "layers": ("pendopo/kernel/clock.py", "import pendopo.modules.planted.rules"),
    "siblings": ("pendopo/modules/planted/queries.py", "import pendopo.modules.information.queries"),
    "kernel": ("pendopo/kernel/agencies/rules.py", "import pendopo.kernel.people.rules"),
    "module-files": ("pendopo/modules/planted/models.py", "import pendopo.modules.planted.queries"),
    "kernel-files": ("pendopo/kernel/people/rules.py", "import pendopo.kernel.people.models"),
    "pure-rules": ("pendopo/modules/planted/rules.py", "import django.utils.timezone"),
    "pure-lib": ("pendopo/lib/text.py", "import django.utils.text"),
}


def copied(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "pendopo", tmp_path / "pendopo", ignore=shutil.ignore_patterns("__pycache__", "static", "locale")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(root: Path, *arguments: str) -> str:
    command = [str(BIN / "lint-imports"), "--no-cache", "--no-logo", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout


def test_import_contracts_reject_planted_imports(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for file in ("__init__", "models", "queries", "rules"):
        plant(root, f"pendopo/modules/planted/{file}.py", '"""Planted."""\n')
    kept = contracts(lint_imports(root))
    assert set(kept.values()) == {"KEPT"}
    for file, line in IMPORTS.values():
        plant(root, file, (root / file).read_text(encoding="utf-8") + f"\n{line}\n")
    broken = contracts(lint_imports(root))
    assert broken == dict.fromkeys(kept, "BROKEN")
    assert len(broken) == len(IMPORTS)


def contracts(output: str) -> dict[str, str]:
    """Return the verdict on each contract, by its name."""
    found = {}
    for line in output.splitlines():
        name, _, verdict = line.rpartition(" ")
        if verdict in {"KEPT", "BROKEN"}:
            found[name.strip()] = verdict
    return found


@pytest.mark.parametrize("container", ["pendopo", "pendopo/kernel", "pendopo/modules/information"])
def test_import_contracts_reject_files_they_do_not_know(container: str, tmp_path: Path) -> None:
    root = copied(tmp_path)
    plant(root, f"{container}/stowaway.py", '"""Planted."""\n')
    assert "stowaway" in lint_imports(root)


def test_ruff_rejects_other_clocks_and_signals(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    plant(
        tmp_path,
        "pendopo/modules/one/queries.py",
        '"""Planted."""\n\nimport time\nfrom datetime import UTC, date, datetime\n\n'
        "from django.dispatch import receiver\nfrom django.utils import timezone\n\n"
        "x = [time.time(), datetime.now(UTC), date.today(), timezone.now(), receiver]\n",
    )
    command = [str(BIN / "ruff"), "check", "--no-cache", "--select", "TID251", "--output-format", "concise", "pendopo"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    said = "\n".join(
        sorted(line.partition("`")[2].partition("`")[0] for line in done.stdout.splitlines() if "TID251" in line)
    )
    assert said.split() == [
        "datetime.date.today",
        "datetime.datetime.now",
        "django.dispatch.receiver",
        "django.utils.timezone.now",
        "time.time",
    ]
