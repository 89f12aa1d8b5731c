"""What somebody says about the agency of a calendar address, where the database takes less for text than SQLite."""

from __future__ import annotations

import pytest

from pendopo.modules.information.tests.office import client_of, make_office


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["buat", "cabut"])
def test_no_text_at_all_is_no_agency(page: str) -> None:
    office = make_office()
    answer = client_of(office.ppid).post(f"/akun/kalender/{page}/", {"agency": "conto\x00h"})
    assert (answer.status_code, "Pilih instansi dari daftar." in answer.content.decode()) == (404, True)
