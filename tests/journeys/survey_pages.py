"""Pages of collecting: what respondents fill in, screens at counters, paper, and running a survey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.journeys.page import DESK, Page, error
from tests.journeys.town import FULL, Town

Address = Callable[[Town], str]
LIST = f"{DESK}survei/"


def _survey() -> Any:
    from pendopo.modules.satisfaction.models import Survey

    return Survey.objects.select_related("agency").get(agency__slug=FULL, state="open")


def survey(name: str, *more: str) -> Address:
    """Return the address of a page of the survey that is open; `more` are words for what else stands in it.

    service: its first service; kiosk: a screen; done and begun: the bundle with a difference, and the unfinished one.
    """

    def address(_town: Town) -> str:
        from django.urls import reverse

        from pendopo.modules.satisfaction.queries.surveys import asked_about

        found = _survey()
        known = {
            "service": lambda: asked_about(found)[0].service_id,
            "kiosk": lambda: found.kiosks.order_by("name")[0].pk,
            "done": lambda: found.batches.get(number=1).pk,
            "begun": lambda: found.batches.get(number=2).pk,
        }
        words = [known[word]() if word in known else int(word) for word in more]
        return reverse(f"satisfaction:{name}", args=[FULL, found.pk, *words])

    return address


def _invited(*, used: bool = False) -> Address:
    def address(_town: Town) -> str:
        from uuid import uuid4

        from django.urls import reverse

        from pendopo.kernel.people.actors import SYSTEM
        from pendopo.modules.satisfaction.actions.inviting import invite
        from pendopo.modules.satisfaction.models import Invitation
        from pendopo.modules.satisfaction.queries.inviting import asked_in_all, secret_of

        asked = asked_in_all(_survey())[0]
        made = invite(asked=asked, subject_type="inquiry", subject_id=uuid4(), email="", by=SYSTEM)
        assert made is not None
        Invitation.objects.filter(pk=made.pk).update(is_used=used)
        return reverse("satisfaction:invited", args=[FULL, secret_of(made.pk)])

    return address


def _paired(_town: Town) -> dict[str, str]:
    """Return the cookie of a screen that asks about every service."""
    from pendopo.kernel.people.actors import CITIZEN, staff
    from pendopo.kernel.people.models import User
    from pendopo.modules.satisfaction.actions import kiosks

    found = _survey()
    desk = staff(User.objects.get(username="ult"), found.agency)
    code = kiosks.renew_code(kiosk=found.kiosks.get(name="Loket 1"), by=desk)
    secret = kiosks.pair(agency=found.agency, code=code, by=CITIZEN)
    assert secret is not None
    return {"pendopo_layar": secret}


def staff_page(name: str, *more: str, who: str = "ppid", send: str = "", **options: Any) -> Page:
    """Return an officer's page of the open survey; sent as it is when `send` is given."""
    state, status = ("error", 422) if send else (options.pop("state", "full"), options.pop("status", 200))
    return Page(f"satisfaction:{name}", state, survey(name, *more), who, status, send, **options)


SURVEYS: tuple[Page, ...] = (
    Page("satisfaction:start", "full", f"/{FULL}/survei/"),
    Page("satisfaction:start", "empty", "/sepi/survei/"),
    Page("satisfaction:answer", "full", survey("answer", "service")),
    error("satisfaction:answer", survey("answer", "service"), "Kirim jawaban"),
    Page("satisfaction:invited", "full", _invited()),
    Page("satisfaction:invited", "used", _invited(used=True), status=410),
    Page("satisfaction:thanks", "full", f"/{FULL}/survei/terima-kasih/"),
    Page("satisfaction:kiosk", "unpaired", f"/{FULL}/layar/", status=403),
    Page("satisfaction:kiosk", "full", f"/{FULL}/layar/", cookies=_paired),
    Page("satisfaction:kiosk_thanks", "full", f"/{FULL}/layar/selesai/"),
    Page("satisfaction:pair_kiosk", "empty", f"/{FULL}/layar/pasang/"),
    error("satisfaction:pair_kiosk", f"/{FULL}/layar/pasang/", "Pasang"),
    Page("satisfaction:survey_list", "full", LIST, "ppid"),
    Page("satisfaction:survey_list", "empty", "/sepi/meja/survei/", "sepi"),
    Page("satisfaction:prepare_survey", "empty", f"{LIST}baru/", "ppid"),
    error("satisfaction:prepare_survey", f"{LIST}baru/", "Siapkan survei", "ppid"),
    Page("satisfaction:prepare_survey", "without services", "/sepi/meja/survei/baru/", "sepi"),
    staff_page("detail"),
    staff_page("detail", who="auditor", state="only to read"),
    staff_page("arrange", state="wrong state", status=409),
    staff_page("plan_sample", "service"),
    staff_page(
        "plan_sample", "service", send="Simpan", first=lambda page: page.locator("[name=population]").fill("-1")
    ),
    staff_page("open_survey", state="wrong state", status=409),
    staff_page("close"),
    staff_page("reopen", state="wrong state", status=409),
    staff_page("poster", "service"),
    staff_page("kiosk_list", who="ult"),
    staff_page("make_kiosk", who="ult"),
    staff_page("make_kiosk", who="ult", send="Buat layar"),
    staff_page("point_kiosk", "kiosk", who="ult"),
    staff_page("batch_list", who="ult"),
    staff_page("begin_batch", who="ult"),
    staff_page("begin_batch", who="ult", send="Mulai mengetik"),
    staff_page("batch", "done", state="differing"),
    staff_page("batch", "begun", who="ult"),
    staff_page("enter_sheet", "begun", "3", who="ult"),
    staff_page("enter_sheet", "begun", "3", who="ult", send="Simpan lembar"),
    staff_page("check_sheet", "done", "1", who="ult"),
    staff_page("settle_sheet", "done", "2"),
)
