from __future__ import annotations

from pendopo.portal.administration.rules import READABLE_SIGNS, one_time_password


def test_password_is_four_groups_that_can_be_read_out() -> None:
    signs = iter(READABLE_SIGNS)
    assert one_time_password(lambda _signs: next(signs)) == "abcd-efgh-jkmn-pqrs"
    assert set("ilo01") & set(READABLE_SIGNS) == set()
