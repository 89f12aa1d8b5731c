"""Every page of administration in a real browser: nothing that WCAG forbids, nothing wider than the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.calendar.models import AgencyDay
from pendopo.kernel.calendar.seeding import seed_calendar
from pendopo.kernel.people.actors import staff
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.portal.administration import actions
from pendopo.portal.tests.conftest import PASSWORD

pytestmark = pytest.mark.browser

AT = "/dinas-contoh/meja/pengaturan/"


@pytest.mark.parametrize("width", ["desk", "phone", "small"])
def test_pages_are_accessible(
    open_page: Callable[..., Any], axe: Callable[[Any], None], hire: Callable[..., User], width: str
) -> None:
    seed_calendar(range(2025, 2031))
    agency = Agency.objects.create(slug="dinas-contoh", name="Dinas Contoh Kota Contoh", short_name="Dinas Contoh")
    admin = hire("admin", agency, role="agency_admin")
    unit = Unit.objects.create(agency=agency, name="Bidang Data dan Statistik Sektoral Daerah")
    by = staff(admin, agency)
    siti, _password = actions.create_account(
        agency=agency, username="siti", name="Siti Aminah", role="back_office", unit=unit, by=by
    )
    RoleGrant.objects.create(user=siti, agency=agency, role="ppid")
    words = {"reason": "Hari jadi daerah", "decree": "SK 12/2030"}
    AgencyDay.objects.create(agency=agency, unit=unit, on=dt.date(2030, 8, 12), is_working=False, **words)
    page = open_page("/masuk/", width=width)
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.click("main button.p-btn")
    page.wait_for_url("**/dinas-contoh/meja/**")
    shown = [
        AT, f"{AT}instansi/", f"{AT}tampilan/", f"{AT}nomor/", f"{AT}nomor/inquiry/", f"{AT}unit/", f"{AT}unit/{unit.pk}/",
        f"{AT}petugas/", f"{AT}petugas/{siti.pk}/", f"{AT}petugas/tambah/", f"{AT}kalender/?tahun=2030",
        "/dinas-contoh/meja/audit/", "/dinas-contoh/meja/audit/?pelaku=x", "/dinas-contoh/meja/audit/1/",
    ]  # fmt: skip
    for address in shown:
        page.goto(address)
        look_at(page, axe)
    for address in (f"{AT}unit/baru/", f"{AT}petugas/baru/", f"{AT}kalender/baru/"):
        page.goto(address)
        page.click("main form.p-form button.p-btn")
        page.wait_for_selector(".p-errors")
        look_at(page, axe)
    page.goto("/dinas-contoh/meja/audit/")
    page.click("text=Periksa keutuhan rantai")
    page.wait_for_selector("text=Rantai utuh")
    look_at(page, axe)


def look_at(page: Any, axe: Callable[[Any], None]) -> None:
    axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen"
