from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import User
from pendopo.kernel.services.models import Service
from pendopo.portal.administration import actions
from pendopo.portal.administration.tests.cases import trail
from pendopo.portal.administration.tests.test_settings_views import errors, said

AT = "/dinas-contoh/meja/pengaturan/"
TAKEN = "Sudah ada layanan dengan nama ini. Tulis nama lain, atau aktifkan kembali layanan itu."


@pytest.fixture
def client(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def test_service_is_added_changed_retired_and_taken_up(agency: Agency, other_agency: Agency, by: Actor) -> None:
    unit = Unit.objects.create(agency=agency, name="Bidang Data")
    Service.objects.create(agency=other_agency, name="Data")
    service = actions.add_service(agency=agency, name="Data", by=by)
    other = actions.add_service(agency=agency, name="Izin", by=by, unit=unit, kind="izin")
    with pytest.raises(actions.Refused, match=TAKEN):
        actions.add_service(agency=agency, name="DATA", by=by)
    with pytest.raises(actions.Refused, match=TAKEN):
        actions.change_service(service=other, name="data", unit=unit, kind="izin", by=by)
    actions.change_service(service=service, name="Statistik", unit=unit, kind="data", by=by)
    actions.change_service(service=service, name="Statistik", unit=unit, kind="data", by=by)
    for active in (False, False, True):
        actions.set_service_active(service=service, active=active, by=by)
    service.refresh_from_db()
    assert (service.name, service.unit, service.kind, service.is_active) == ("Statistik", unit, "data", True)
    assert trail(agency) == [
        ("service.add", "service", {"name": "Data", "kind": ""}),
        ("service.add", "service", {"name": "Izin", "kind": "izin"}),
        ("service.change", "service", {"changed": ["name", "unit", "kind"]}),
        ("service.set_active", "service", {"active": False}),
        ("service.set_active", "service", {"active": True}),
    ]


def test_pages_of_services(
    client: Client, agency: Agency, other_agency: Agency, django_assert_max_num_queries: Any
) -> None:
    assert "Belum ada layanan" in client.get(f"{AT}layanan/").content.decode()
    unit = Unit.objects.create(agency=agency, name="Bidang Data")
    assert client.get(f"{AT}layanan/baru/").status_code == 200
    answer = client.post(f"{AT}layanan/baru/", {"name": " Data  terbuka", "unit": str(unit.pk), "kind": "data"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{AT}layanan/")
    assert said(client, AT) == ["Layanan Data terbuka ditambahkan."]
    service = Service.objects.get(agency=agency)
    assert (service.name, service.unit, service.kind) == ("Data terbuka", unit, "data")
    assert errors(client.post(f"{AT}layanan/baru/", {"name": "DATA TERBUKA", "unit": ""})) == {"name": [TAKEN]}
    bad = errors(client.post(f"{AT}layanan/baru/", {"name": "", "unit": str(uuid.UUID(int=7)), "kind": "a b"}))
    assert set(bad) == {"name", "unit", "kind"}
    own = f"{AT}layanan/{service.pk}/"
    Unit.objects.update(is_active=False)
    assert "Bidang Data" in client.get(own).content.decode()  # its own unit stays offered
    Service.objects.create(agency=agency, name="Izin")
    assert errors(client.post(own, {"name": "izin", "unit": "", "kind": ""})) == {"name": [TAKEN]}
    assert client.post(own, {"name": "Data", "unit": "", "kind": ""}).status_code == 303
    service.refresh_from_db()
    assert (service.name, service.unit, service.kind) == ("Data", None, "")
    for sent, active in (("0", False), ("1", True)):
        assert client.post(f"{own}status/", {"aktif": sent}).status_code == 303
        service.refresh_from_db()
        assert service.is_active is active
    Service.objects.bulk_create(Service(agency=agency, name=f"Layanan {n:02}", unit=unit) for n in range(60))
    with django_assert_max_num_queries(8):
        assert len(client.get(f"{AT}layanan/").context["page"].object_list) == 50
    theirs = Service.objects.create(agency=other_agency, name="Lain")
    assert client.get(f"{AT}layanan/{theirs.pk}/").status_code == 404
    assert client.post(f"{AT}layanan/{theirs.pk}/status/").status_code == 404
