from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import User
from pendopo.kernel.people.rules import ROLES

PAGES = ["", "instansi/", "tampilan/", "nomor/", "nomor/inquiry/", "unit/", "unit/baru/", "petugas/", "petugas/baru/",
         "petugas/tambah/", "kalender/", "kalender/baru/", "kalender/keputusan/", "bacaan-hukum/"]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_which_page(client: Client, agency: Agency, hire: Callable[..., User], role: str) -> None:
    client.force_login(hire("rina", agency, role=role))
    pages = {page: client.get(f"/dinas-contoh/meja/pengaturan/{page}").status_code for page in PAGES}
    assert pages == dict.fromkeys(PAGES, 200 if role == "agency_admin" else 403)
    assert client.get("/dinas-contoh/meja/audit/").status_code == (200 if role in {"agency_admin", "auditor"} else 403)


def test_strangers_learn_nothing(
    client: Client, agency: Agency, other_agency: Agency, hire: Callable[..., User]
) -> None:
    address = "/dinas-contoh/meja/pengaturan/"
    assert client.get(address).headers["Location"] == f"/masuk/?next={address}"
    client.force_login(hire("asing", other_agency, role="agency_admin"))
    assert [client.get(address).status_code, client.get("/dinas-contoh/meja/audit/").status_code] == [404, 404]


def test_menu_shows_what_may_be_opened(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    client.force_login(hire("auditor", agency, role="auditor"))
    labels = [str(entry["label"]) for entry in client.get("/dinas-contoh/meja/audit/").context["nav"]]
    assert ("Jejak audit" in labels, "Pengaturan" in labels) == (True, False)
    client.force_login(hire("admin", agency, role="agency_admin"))
    nav = client.get("/dinas-contoh/meja/pengaturan/unit/").context["nav"]
    assert [str(entry["label"]) for entry in nav if entry["current"]] == ["Pengaturan"]
