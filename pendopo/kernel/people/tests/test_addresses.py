from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from pendopo.kernel.people.addresses import client_address


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        ([], "203.0.113.9", "", "203.0.113.9"),
        ([], "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (["10.0.0.1"], "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (["10.0.0.1"], "10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (["10.0.0.1", "10.0.0.2"], "10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"),
        (["10.0.0.1"], "10.0.0.1", "bukan alamat", "10.0.0.1"),
        (["10.0.0.1"], "10.0.0.1", "10.0.0.1", "10.0.0.1"),
        ([], "", "", ""),
        ([], "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ([], "2001:db8:1:2::9", "", "2001:db8:1:2::/64"),
        ([], "::ffff:203.0.113.9", "", "203.0.113.9"),
    ],
)
def test_address_is_the_last_one_that_can_be_believed(
    rf: RequestFactory, settings: Any, proxies: list[str], remote: str, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(rf.get("/", REMOTE_ADDR=remote, **headers)) == address
