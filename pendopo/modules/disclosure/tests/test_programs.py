"""Public answers for programs."""

from __future__ import annotations

from typing import Any

from pendopo.kernel.api.tests.calling import Program
from pendopo.modules.disclosure.tests.desk import OTHER, Desk


def test_answers(desk: Desk, django_assert_num_queries: Any) -> None:
    answer = desk.published()
    desk.begun(inquiry=OTHER)
    address = f"agencies/{desk.agency.slug}/answers"
    with django_assert_num_queries(2):
        (row,) = Program().get(address).json()["items"]
    page = row.pop("page")
    assert page.endswith(f"/{answer.pk}/")
    assert row == {
        "id": str(answer.pk), "title": "Anggaran pemeliharaan jalan 2025",
        "question": "Berapa anggaran pemeliharaan jalan kabupaten tahun 2025?",
        "summary": "Rp12,5 miliar untuk 48 ruas jalan.", "unit": None, "answered_on": "2026-11-11",
        "published_on": "2026-11-20", "edition": 1, "basis": row["basis"],
    }  # fmt: skip
    assert Program().get(f"{address}/{answer.pk}").json() == {**row, "page": page}
    assert Program().get(f"{address}/{OTHER}").status_code == 404
