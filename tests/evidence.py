"""`make evidence`: the bill of materials, the licences, and the statements on BSSN 4/2021 and ASVS, in build/evidence.

`make sbom` makes the first two alone, as continuous integration does.
The tests that the statements name are run, and nothing else; what they prove is written with today's date, and how many
items stand how into docs/bukti/pernyataan.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pendopo.config.evidence.catalogue import CATALOGUES, items
from pendopo.config.evidence.report import Results, counts, write

from tests.licences import licence_of, runtime_packages
from tests.proving import prove

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "evidence"
LEGEND = (
    "`lulus`: every named test passed; `sebagian`: they passed and leave something open, which the report names; `dokumen`: the "
    "item asks for a text, and there it stands; `kebijakan instansi`: only the agency can do it; `kosong`: nothing proves it, "
    "with the reason. The reports with all items are in build/evidence; `pendopo evidence bssn FILE` writes them again."
)
_WORSE = {"failed": 2, "skipped": 1, "passed": 0}


def main() -> int:
    """Write everything; return 0 when no named test failed."""
    began = time.monotonic()
    FOLDER.mkdir(parents=True, exist_ok=True)
    packages = bill_of_materials(FOLDER / "sbom.cdx.json")
    licences(FOLDER / "licences.md")
    if "--materials" in sys.argv:
        print(f"{FOLDER.relative_to(ROOT)}: {packages} packages in the bill of materials.")
        return 0
    results = run(named_tests())
    for name, title in CATALOGUES.items():
        for ending in ("xlsx", "md"):
            write(name, results, FOLDER / f"{name}.{ending}")
        found = counts(name, results)
        told = ", ".join(f"{number} {word or 'blank'}" for word, number in found.items())
        print(f"{title}: {told}")
    bad = sorted(test for test, ended in results.tests.items() if ended == "failed")
    sum_up(results, packages)
    for test in bad:
        print(f"FAILED {test}")
    print(
        f"{FOLDER.relative_to(ROOT)}: {packages} packages in the bill of materials. Took {time.monotonic() - began:.0f} s."
    )
    return int(bool(bad))


def sum_up(results: Results, packages: int) -> None:
    """Write how many items of each catalogue stand how."""
    found = {name: counts(name, results) for name in CATALOGUES}
    said = [(word or "kosong", *(found[name][word] for name in CATALOGUES)) for word in found["bssn"]]
    said.append(("**seluruhnya**", *(sum(each.values()) for each in found.values())))
    prove(
        "pernyataan",
        title="What tests prove of BSSN 4/2021 and ASVS",
        command="make evidence",
        columns=["", *CATALOGUES.values()],
        rows=said,
        notes=[
            f"{len(results.tests)} tests were run, {packages} packages stand in the bill of materials.",
            LEGEND,
        ],
    )


def bill_of_materials(target: Path) -> int:
    """Write what an installation runs with as CycloneDX 1.6, the same for the same packages; return how many they are."""
    command = [str(Path(sys.executable).parent / "cyclonedx-py"), "environment", "--output-reproducible", "--pyproject"]
    command += [str(ROOT / "pyproject.toml"), sys.executable]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    bill: dict[str, Any] = json.loads(said)
    wanted = set(runtime_packages())
    bill["components"] = [each for each in bill["components"] if _normal(each["name"]) in wanted]
    kept = {each["bom-ref"] for each in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    bill["dependencies"] = [
        {**each, "dependsOn": [other for other in each.get("dependsOn", []) if other in kept]}
        for each in bill.get("dependencies", [])
        if each["ref"] in kept
    ]
    target.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return len(bill["components"])


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def licences(target: Path) -> None:
    """Write the licences of all packages as a table."""
    lines = ["# Licences of what runs with Pendopo", "", "| package | licence |", "|---|---|"]
    lines += [f"| {name} | {', '.join(licence_of(name))} |" for name in runtime_packages()]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def named_tests() -> list[str]:
    """Return the tests that the statements name, each once."""
    return sorted({test for name in CATALOGUES for item in items(name) for test in item.tests})


def run(tests: list[str]) -> Results:
    """Run tests and return, and keep, how they ended."""
    report = FOLDER / "tests.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(min(4, os.cpu_count() or 1)), f"--junitxml={report}"]
    subprocess.run([*command, "-p", "no:cacheprovider", *tests], cwd=ROOT, check=False)
    results = Results(datetime.now(UTC).date().isoformat(), ended(ET.parse(report).iter("testcase")))
    kept = {"on": results.on, "tests": results.tests}
    (FOLDER / "results.json").write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return results


def ended(cases: Iterable[ET.Element]) -> dict[str, str]:
    """Return how each test function ended, as badly as the worst of its cases."""
    found: dict[str, str] = {}
    for case in cases:
        name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"
        bad = case.find("failure") is not None or case.find("error") is not None
        word = "failed" if bad else "skipped" if case.find("skipped") is not None else "passed"
        found[name] = max(word, found.get(name, "passed"), key=_WORSE.__getitem__)
    return found


if __name__ == "__main__":
    sys.exit(main())
