"""What the coverage gate complains about."""

from __future__ import annotations

import pytest

from tests.coverage_gate import complaints


def report(percent: float, **files: tuple[list[int], list[list[int]]]) -> dict[str, object]:
    return {
        "totals": {"percent_covered": percent},
        "files": {
            name: {"missing_lines": lines, "missing_branches": branches} for name, (lines, branches) in files.items()
        },
    }


def test_enough() -> None:
    assert complaints(report(95.0, **{"pendopo/portal/views/public.py": ([1, 2], [[3, 4]])})) == []


def test_too_little() -> None:
    assert complaints(report(94.94)) == ["Coverage is 94.9 %; 95 % are wanted."]


@pytest.mark.parametrize(
    "name",
    [
        "pendopo/modules/information/rules.py",
        "pendopo/modules/information/rules/notice.py",
        "pendopo/modules/information/actions/answer.py",
        "pendopo/modules/information/deadline_rules.py",
        "pendopo/modules/information/permissions.py",
        "pendopo/kernel/people/permissions.py",
        "pendopo/kernel/calendar/api.py",
        "pendopo/kernel/calendar/queries/answers.py",
        "pendopo/lib/workdays.py",
        "pendopo/lib/deadlines.py",
    ],
)
def test_where_everything_is_wanted(name: str) -> None:
    assert complaints(report(99.0, **{name: ([], [])})) == []
    assert complaints(report(99.0, **{name: ([7], [[3, 5], [9, -1]])})) == [
        f"{name} must be covered completely; missing: 7, 3→5, 9→exit."
    ]


@pytest.mark.parametrize(
    "name", ["pendopo/modules/information/forms.py", "pendopo/portal/actions_list.py", "pendopo/lib/text.py"]
)
def test_where_it_is_not(name: str) -> None:
    assert complaints(report(99.0, **{name: ([7], [])})) == []
