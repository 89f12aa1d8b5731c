"""Urgent notices and duties for programs."""

from __future__ import annotations

from pendopo.kernel.api.tests.calling import Program, key_for
from pendopo.modules.publishing.actions.notices import end
from pendopo.modules.publishing.queries.duties import lines_of
from pendopo.modules.publishing.tests.body import announce

from tests.staffed import Staffed


def test_notices(body: Staffed) -> None:
    notice = announce(body)
    address = f"agencies/{body.agency.slug}/notices"
    (row,) = Program().get(address).json()["items"]
    assert (row["id"], row["title"], row["is_in_force"], row["ended_at"]) == (str(notice.pk), notice.title, True, None)
    end(notice=notice, reason="Air surut.", by=body.ppid)
    (row,) = Program().get(f"{address}?limit=1").json()["items"]
    assert row["is_in_force"] is False


def test_duties(body: Staffed) -> None:
    found = Program(key_for(body.agency, "duties:read")).get(f"agencies/{body.agency.slug}/duties").json()
    assert [(each["key"], each["standing"]) for each in found] == [
        (line.key, line.standing) for line in lines_of(body.agency)
    ]
    assert {each["standing_label"] for each in found} >= {"Belum ada bukti"}
