"""The list of public information for programs: what is public and nothing else, page by page."""

from __future__ import annotations

from typing import Any

from pendopo.kernel.api.tests.calling import Program
from pendopo.modules.dip import actions
from pendopo.modules.dip.actions import Attached
from pendopo.modules.dip.tests.desk import LINK, Desk, make_desk, upload


def test_entries(desk: Desk, django_assert_num_queries: Any) -> None:
    entry = desk.published(attached=Attached(uploads=[upload()], links=[LINK]))
    desk.draft()
    make_desk("tetangga").published("Milik tetangga")
    address = f"agencies/{desk.agency.slug}/dip"
    with django_assert_num_queries(3):
        found = Program().get(address).json()
    assert found["next"] is None
    (row,) = found["items"]
    files = row.pop("files")
    assert {name: row[name] for name in ("id", "title", "classification", "classification_label", "basis", "tags")} == {
        "id": str(entry.pk), "title": "Laporan kinerja 2025", "classification": "periodic",
        "classification_label": "Berkala", "basis": "UU 14/2008 Pasal 9", "tags": ["LKjIP"],
    }  # fmt: skip
    assert str(entry.pk) in row["page"]
    assert row["columns"]["responsible"] == "Kepala Bagian Perencanaan"
    assert [(each["name"], each["media_type"], each["size"]) for each in files] == [
        ("laporan.csv", "text/csv", 23), ("LKj 2025", None, None)
    ]  # fmt: skip
    assert Program().get(f"{address}/{entry.pk}").json() == {**row, "files": files}
    assert Program().get(f"agencies/tetangga/dip/{entry.pk}").status_code == 404
    actions.withdraw(entry=entry, reason="Keliru.", by=desk.ppid)
    # With a header of its own, so that the early cache does not answer.
    assert Program("x").get(f"{address}/{entry.pk}").status_code == 404


def test_entries_by_class_and_page(desk: Desk) -> None:
    for number in range(3):
        desk.published(f"Entri {number}", entry_class="any_time", category="")
    desk.published("Berkala")
    address = f"agencies/{desk.agency.slug}/dip"
    first = Program().get(address, {"classification": "any_time", "limit": 2}).json()
    then = Program().get(address, {"classification": "any_time", "limit": 2, "cursor": first["next"]}).json()
    assert [each["title"] for each in [*first["items"], *then["items"]]] == ["Entri 2", "Entri 1", "Entri 0"]
    # A cursor of one list is none of another.
    assert Program().get(f"agencies/{desk.agency.slug}/notices", {"cursor": first["next"]}).status_code == 422
    assert Program().get(address, {"classification": "rahasia"}).status_code == 422
