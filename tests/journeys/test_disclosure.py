"""A citizen types, finds, is done, and the counter rises: on a telephone, with the script and without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import CITIZEN, staff
from pendopo.kernel.people.models import User
from pendopo.kernel.search.tests.indexing import searchable
from pendopo.kernel.tracking.actions import new_token
from pendopo.modules.disclosure import actions as disclosing
from pendopo.modules.disclosure.actions.inspecting import Draft
from pendopo.modules.disclosure.models import DayCount
from pendopo.modules.disclosure.ports import answered
from pendopo.modules.information import actions
from pendopo.modules.information.rules.notice import GRANT, NoticeText
from pendopo.modules.information.rules.request import ONLINE, PERSON, SOFTCOPY, Requester, Wish

from tests.journeys.asking import PURPOSE, RATNA
from tests.journeys.hours import Hours
from tests.journeys.people import Person

pytestmark = pytest.mark.browser
TITLE = "Jadwal pelatihan operator alat berat"


@pytest.fixture
def published(office: Agency, hours: Hours) -> Iterator[Any]:
    """Publish the answer to a granted request, and bring the index up to date."""
    ppid = staff(User.objects.get(username="ppid"), office)
    requester = Requester(PERSON, RATNA.name, RATNA.address, nik=RATNA.nik, phone=RATNA.phone, email=RATNA.email)
    text = NoticeText(decision=GRANT, material="Jadwal", delivery="Surel", cost=0)
    with searchable() as index, clock.frozen(hours.now()):
        inquiry = actions.register(
            agency=office, wish=Wish("Jadwal pelatihan.", PURPOSE, SOFTCOPY, ONLINE), requester=requester,
            token=new_token(), by=CITIZEN,
        )  # fmt: skip
        actions.declare_complete(inquiry=inquiry, by=staff(User.objects.get(username="ult"), office))
        actions.draft_notice(inquiry=inquiry, text=text, by=ppid)
        actions.issue_notice(inquiry=inquiry, by=ppid)
        card = answered.get().card(office, inquiry.pk)
        draft = Draft(TITLE, "Kapan pelatihan operator diadakan?", "Empat kali setahun, tanpa biaya.", "request")
        begun = disclosing.begin(agency=office, card=card, draft=draft, harmless=[], by=ppid)
        disclosing.publish(answer=begun, by=ppid)
        index.bring_up_to_date()
        yield begun


def counted() -> tuple[int, int, int]:
    row = DayCount.objects.get()
    return row.shown, row.opened, row.answered


def is_done(citizen: Person, officer: Callable[[str], Person]) -> None:
    citizen.press(f"Ini menjawab kebutuhan saya {TITLE}")
    citizen.reads("Senang dapat membantu")
    ppid = officer("ppid")
    ppid.open("/bpsdm/meja/tanpa-permohonan/")
    ppid.reads("Terjawab tanpa permohonan")
    ppid.sees("Agustus 2026", TITLE)
    assert ppid.page.locator(".p-card b, .p-card strong, .p-card__value").first.inner_text().strip() == "1"


def test_as_the_citizen_types(published: Any, person: Callable[..., Person], officer: Callable[[str], Person]) -> None:
    citizen = person(width="phone")
    citizen.open("/bpsdm/permohonan/")
    box = citizen.page.get_by_label("Cari informasi yang sudah diumumkan")
    box.press_sequentially("jadwal operator", delay=20)
    found = citizen.page.get_by_role("link", name=TITLE)
    found.wait_for()
    assert citizen.page.get_by_role("status").inner_text() == "1 yang cocok sudah diumumkan."
    # Read it, come back, and be done: each is counted once, however often it was typed and looked at.
    citizen.follow(TITLE)
    citizen.reads(TITLE)
    citizen.page.go_back()
    box.fill("jadwal operator alat")
    found.wait_for()
    is_done(citizen, officer)
    assert counted()[2] == 1
    citizen.page.go_back()
    assert counted()[1:] == (1, 1)


def test_without_the_script(published: Any, person: Callable[..., Person], officer: Callable[[str], Person]) -> None:
    citizen = person(width="phone", javascript=False)
    citizen.open("/bpsdm/permohonan/")
    citizen.write("Cari informasi yang sudah diumumkan", "jadwal operator")
    citizen.press("Cari")
    citizen.sees(TITLE, "1 yang cocok sudah diumumkan.")
    is_done(citizen, officer)
    assert counted() == (1, 0, 1)


def test_what_was_typed_goes_on_into_the_request(published: Any, person: Callable[..., Person]) -> None:
    citizen = person(width="phone")
    citizen.open("/bpsdm/permohonan/")
    box = citizen.page.get_by_label("Cari informasi yang sudah diumumkan")
    box.press_sequentially("biaya uji kompetensi juru las", delay=5)
    citizen.page.get_by_role("button", name="Tetap ajukan permohonan").wait_for()
    citizen.press("Tetap ajukan permohonan")
    citizen.reads("Informasi yang diperlukan")
    assert citizen.page.locator("textarea").first.input_value() == "biaya uji kompetensi juru las"
