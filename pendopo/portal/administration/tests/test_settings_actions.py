from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from pendopo.kernel.agencies.models import Agency, NumberTemplate
from pendopo.kernel.agencies.numbering import number_template
from pendopo.kernel.audit.actions import digested
from pendopo.kernel.calendar.actions import Recomputed
from pendopo.kernel.calendar.models import ClockEvent
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import User
from pendopo.lib.numbering import BadTemplate
from pendopo.portal.administration import actions
from pendopo.portal.administration.tests.cases import due, running_clock, trail

pytestmark = pytest.mark.usefixtures("noon")


def test_settings_change_and_leave_before_and_after(agency: Agency, by: Actor) -> None:
    values = {"name": "Dinas Baru", "phone": "0812", "email": "a@b.example", "notice_basis": "receipt", "kind": "other"}
    changed = actions.change_settings(agency=agency, values=values, by=by)
    assert changed == actions.Changed(("name", "phone", "email", "notice_basis"), None)
    agency.refresh_from_db()
    assert (agency.name, agency.phone, agency.email, agency.notice_basis) == (
        "Dinas Baru", "0812", "a@b.example", "receipt",
    )  # fmt: skip
    assert trail(agency) == [
        (
            "agency.change_settings",
            "agency",
            {
                "name": {"before": "Dinas Contoh Kota Contoh", "now": "Dinas Baru"},
                "phone": {"before": digested(""), "now": digested("0812")},
                "email": {"before": digested(""), "now": digested("a@b.example")},
                "notice_basis": {"before": "complete", "now": "receipt"},
            },
        )
    ]


def test_settings_that_are_the_same_leave_nothing(agency: Agency, by: Actor) -> None:
    assert actions.change_settings(agency=agency, values={"week_days": 5}, by=by) == actions.Changed(())
    assert trail(agency) == []


@pytest.mark.usefixtures("seeded")
def test_six_day_week_moves_open_deadlines_and_people_are_told(
    agency: Agency, other_agency: Agency, by: Actor, hire: Callable[..., User]
) -> None:
    officer = hire("rina", agency)
    here, there = running_clock(agency), running_clock(other_agency)
    assert (due(here), due(there)) == ("2026-08-18", "2026-08-18")
    changed = actions.change_settings(agency=agency, values={"week_days": 6}, by=by)
    assert changed == actions.Changed(("week_days",), Recomputed(examined=1, moved=1))
    assert (due(here), due(there)) == ("2026-08-14", "2026-08-18")
    event = ClockEvent.objects.filter(kind="recomputed").get()
    assert (str(event.old_due_on), event.reason, event.by_label) == (
        "2026-08-18", "Pengaturan instansi diubah", "Petugas admin",
    )  # fmt: skip
    item = InboxItem.objects.get()
    assert (item.user_id, item.sentence) == (
        officer.pk,
        "Kalender atau pengaturan instansi berubah: 1 tenggat bergeser. Periksa daftar pekerjaan Anda.",
    )


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("values", "moved"),
    [
        ({"timezone": "Asia/Jayapura"}, 0),
        ({"calendar_scope": "national"}, 0),
        ({"receipt_policy": "next_working_day"}, 0),
    ],
)
def test_settings_without_effect_on_this_date_tell_nobody(
    agency: Agency, by: Actor, hire: Callable[..., User], values: dict[str, object], moved: int
) -> None:
    hire("rina", agency)
    found = running_clock(agency)
    before = found.due_at
    changed = actions.change_settings(agency=agency, values=values, by=by)
    assert changed.deadlines == Recomputed(examined=1, moved=moved)
    found.refresh_from_db()
    assert (found.due_at != before) == ("timezone" in values)
    assert InboxItem.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"slug": "lain"}, ValueError),
        ({"opens_at": dt.time(17)}, ValueError),
        ({"timezone": "Europe/Paris"}, ValidationError),
        ({"name": ""}, ValidationError),
        ({"week_days": 7}, ValidationError),
    ],
)
def test_impossible_settings_change_nothing(
    agency: Agency, by: Actor, values: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        actions.change_settings(agency=agency, values={"short_name": "Baru", **values}, by=by)
    agency.refresh_from_db()
    assert (agency.short_name, trail(agency)) == ("Dinas Contoh", [])


def test_branding(agency: Agency, by: Actor) -> None:
    colours = {"colour_primary": "#7a2e8e", "colour_dark": "#52195f", "colour_light": "#f8f0fa"}
    values = {"brand_name": "PPID Contoh", "logo_text": "PC", **colours}
    assert actions.change_branding(agency=agency, values=values, by=by).names == (
        "brand_name", "logo_text", "colour_primary", "colour_dark", "colour_light",
    )  # fmt: skip
    agency.refresh_from_db()
    assert agency.theme_key == "7a2e8e-52195f-f8f0fa"
    assert trail(agency)[0][:2] == ("agency.change_branding", "agency")
    assert actions.change_branding(agency=agency, values=values, by=by).names == ()
    assert len(trail(agency)) == 1


def test_colours_that_nobody_could_read_are_not_saved(agency: Agency, by: Actor) -> None:
    with pytest.raises(ValueError, match="Kontras"):
        actions.change_branding(agency=agency, values={"colour_primary": "#ffdd00"}, by=by)
    with pytest.raises(ValueError, match="set elsewhere: name"):
        actions.change_branding(agency=agency, values={"name": "X"}, by=by)
    agency.refresh_from_db()
    assert agency.theme_url == ""


def set_template(agency: Agency, by: Actor, template: str, code: str = "PPID", register: str = "inquiry") -> None:
    actions.set_number_template(agency=agency, register=register, code=code, template=template, by=by)


def test_number_template_is_set_changed_and_given_back(agency: Agency, by: Actor) -> None:
    set_template(agency, by, "{seq:03d}/{code}/{year}", "PPID-KOM")
    agency.refresh_from_db()
    assert (number_template(agency, "inquiry"), agency.code) == ("{seq:03d}/{code}/{year}", "PPID-KOM")
    set_template(agency, by, "{seq:03d}/{code}/{year}", "PPID-KOM")
    set_template(agency, by, "{seq}/{year}", "PPID-KOM")
    set_template(agency, by, "", "PPID")
    assert NumberTemplate.objects.count() == 0
    assert [details for _action, _subject, details in trail(agency)] == [
        {
            "register": "inquiry",
            "template": {"before": "", "now": "{seq:03d}/{code}/{year}"},
            "code": {"before": "PPID", "now": "PPID-KOM"},
        },
        {
            "register": "inquiry",
            "template": {"before": "{seq:03d}/{code}/{year}", "now": "{seq}/{year}"},
            "code": {"before": "PPID-KOM", "now": "PPID-KOM"},
        },
        {
            "register": "inquiry",
            "template": {"before": "{seq}/{year}", "now": ""},
            "code": {"before": "PPID-KOM", "now": "PPID"},
        },
    ]


def test_templates_that_cannot_be_used_change_nothing(agency: Agency, by: Actor) -> None:
    with pytest.raises(BadTemplate):
        set_template(agency, by, "{seq}")
    with pytest.raises(BadTemplate):
        set_template(agency, by, "{seq}{year}")
    with pytest.raises(ValueError, match="No register"):
        set_template(agency, by, "{seq}/{year}", register="lain")
    with pytest.raises(ValueError, match="no code 'ppid'"):
        set_template(agency, by, "{seq}/{year}", code="ppid")
    assert (NumberTemplate.objects.count(), trail(agency)) == (0, [])
