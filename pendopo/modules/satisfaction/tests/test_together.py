"""Really at once: one link pressed by two, one code typed by two, one sheet and one number taken by two."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import CITIZEN, SYSTEM
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.satisfaction.actions import install_instruments, inviting, kiosks, paper, voices
from pendopo.modules.satisfaction.models import Answer, Invitation, PaperBatch, Voice, VoiceElement
from pendopo.modules.satisfaction.queries.inviting import asked_by
from pendopo.modules.satisfaction.queries.surveys import asked_about
from pendopo.modules.satisfaction.tests.surveying import Surveyed, answer, by_hand, filled, kept

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(transactional_db: None) -> Surveyed:
    install_instruments()
    return Surveyed(Agency.objects.create(slug="diskominfo", name="Dinas Kominfo", short_name="Kominfo"))


def race(*runs: Callable[[], object]) -> list[str]:
    """Start all runs at the same moment; return what came of them, sorted."""
    start = Barrier(len(runs))

    def run(each: Callable[[], object]) -> str:
        try:
            start.wait()
            return str(each())
        except NotAllowed as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runs)) as pool:
        return sorted(pool.map(run, runs))


def test_one_link_pressed_by_two_is_one_answer(office: Surveyed) -> None:
    survey = office.open()
    asked = asked_by(office.agency, survey.pk, asked_about(survey)[0].service_id)
    assert asked is not None
    made = inviting.invite(asked=asked, subject_type="inquiry", subject_id=uuid4(), email="", by=SYSTEM)
    assert made is not None

    def press(marks: str) -> Callable[[], object]:
        return lambda: inviting.answer_invitation(invitation=made, filled=filled(asked, marks), by=CITIZEN).marks

    found = race(press("333333333"), press("333333333"))
    assert found == ["333333333", "Spent"]
    assert Answer.objects.count() == 1
    assert Invitation.objects.get().is_used
    assert kept() == by_hand()

    # The very same page pressed twice is one answer as well, and both are told of that one.
    made = inviting.invite(asked=asked, subject_type="inquiry", subject_id=uuid4(), email="", by=SYSTEM)
    page = filled(asked, "222222222")
    found = race(*[lambda: inviting.answer_invitation(invitation=made, filled=page, by=CITIZEN).pk] * 4)
    assert found == [str(page.key)] * 4
    assert Answer.objects.count() == 2
    assert kept() == by_hand()


def test_one_case_invited_by_two_reactions_is_one_invitation(office: Surveyed) -> None:
    survey, case = office.open(), uuid4()
    asked = asked_by(office.agency, survey.pk, asked_about(survey)[0].service_id)
    assert asked is not None

    def invite() -> object:
        made = inviting.invite(asked=asked, subject_type="inquiry", subject_id=case, email="a@contoh.id", by=SYSTEM)
        return made is not None

    assert race(invite, invite, invite) == ["False", "False", "True"]


def test_one_code_typed_by_two_pairs_one_device(office: Surveyed) -> None:
    survey = office.open()
    _made, code = kiosks.make_kiosk(survey=survey, name="Loket", by=office.ppid)
    found = race(*[lambda: kiosks.pair(agency=office.agency, code=code, by=CITIZEN) is not None] * 2)
    assert found == ["False", "True"]


def test_one_sheet_and_one_number_taken_by_two(office: Surveyed) -> None:
    survey = office.open()
    asked = asked_about(survey)[0]
    asked.survey = survey
    by = office.ppid

    def begin() -> object:
        return paper.begin_batch(survey=survey, asked=asked, sheets=5, by=by).number

    assert race(begin, begin) == ["1", "2"]
    batch = PaperBatch.objects.select_related("agency").get(number=1)
    same = filled(asked, "333333333").values

    def enter() -> object:
        return paper.enter_sheet(batch=batch, asked=asked, position=1, values=same, told={}, comment="", by=by).position

    assert race(enter, enter) == ["1", "1"]
    assert Answer.objects.count() == 1
    assert kept() == by_hand()


def test_comments_sorted_by_two_are_decided_by_one(office: Surveyed) -> None:
    survey = office.open()
    for _ in range(3):
        answer(survey, "333333333", comment="Antre lama")
    chosen = {voice.pk: voice.version for voice in Voice.objects.all()}

    def press(element: str) -> Callable[[], object]:
        given = {"agency": office.agency, "chosen": chosen, "elements": [element], "by": office.ppid}
        return lambda: voices.sort_voices(**given)  # type: ignore[arg-type]

    assert race(press("produk"), press("biaya_tarif")) == ["Sorting(done=0, missed=3)", "Sorting(done=3, missed=0)"]
    assert VoiceElement.objects.values("element").distinct().count() == 1
