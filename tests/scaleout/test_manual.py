"""What docs/skala.md says is what deploy/ holds and what the program knows. Cheap; `make scaleout` really runs it."""

from __future__ import annotations

import re

import pytest

from pendopo.config.tests.test_replica import LISTED

from tests.guards.tree import ROOT
from tests.scaleout import manual

pytestmark = pytest.mark.once
DEPLOY = ROOT / "deploy"


def without_comments(name: str, mark: str) -> str:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if line and not line.startswith(mark))


def test_deploy_holds_the_blocks_of_the_manual() -> None:
    assert without_comments("nginx/pendopo-nodes.conf", "#") == manual.upstream()
    assert without_comments("pgbouncer/pgbouncer.ini", ";").split() == manual.pgbouncer().split()


def test_every_name_of_a_node_s_environment_is_a_setting() -> None:
    settings = (ROOT / "docs" / "pengaturan.md").read_text(encoding="utf-8")
    names = manual.environment()
    assert len(names) == 8
    assert [name for name in names if f"`{name}`" not in settings] == []


def test_the_manual_s_blocks_are_those_that_the_harness_knows() -> None:
    settings, may, role, make = manual.postgresql()
    assert manual.lines(settings)["wal_level"] == "replica"
    assert (may.split()[1], role.split()[0], make.split()[0]) == ("replication", "CREATE", "pg_basebackup")
    assert len(re.findall(r"server 10\.0\.0\.2\d:8000", manual.upstream())) == 3
    with pytest.raises(RuntimeError, match="speaks no longer"):
        manual.put_in("here", {"there": "elsewhere"})


def test_the_decision_names_the_list() -> None:
    text = (ROOT / "docs" / "adr" / "0024-replica.md").read_text(encoding="utf-8")
    assert "tests/scaleout/lagging.toml" in text
    assert "dip:listed" in LISTED


def test_without_its_programs_it_says_so_and_fails_only_where_all_is_required(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.scaleout import __main__ as program
    from tests.scaleout.town import Missing

    def missing() -> str:
        raise Missing("PgBouncer: not on this machine (Debian: apt install pgbouncer)")

    monkeypatch.setattr("sys.argv", ["scaleout", "--size", "short"])
    for name in ("binaries", "unprivileged", "nginx_program"):
        monkeypatch.setattr(program, name, lambda: "")
    monkeypatch.setattr(program, "pgbouncer_program", missing)
    codes = []
    for required in ("0", "1"):
        monkeypatch.setenv("PENDOPO_TEST_REQUIRE_ALL", required)
        codes.append(program.main())
    assert codes == [0, 1]
    assert capsys.readouterr().out.count("cannot run here. PgBouncer: not on this machine") == 2
