"""Writing an answer for everybody, and passing it on."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications.actions import tell
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import PPID, SUPERIOR
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock, new_case, open_case
from pendopo.lib.text import gettext_noop
from pendopo.modules.disclosure.actions.inspecting import Draft, demand_clean, traces_of
from pendopo.modules.disclosure.models import Answer
from pendopo.modules.disclosure.ports import AnsweredCard
from pendopo.modules.disclosure.queries.answers import answer_to
from pendopo.modules.disclosure.rules import procedure
from pendopo.modules.disclosure.rules.procedure import PROCEDURE


def begin(*, agency: Agency, card: AnsweredCard, draft: Draft, harmless: Collection[str], by: Actor) -> Answer:
    """Begin to make an answered request public. Raises NotAllowed (role, or begun already), Unclean."""
    judged = demand_clean(traces_of(agency, card.inquiry_id, draft), harmless)
    with transaction.atomic():
        case = new_case(
            Answer, PROCEDURE, procedure.REGISTER, agency=agency, at=clock.now(), template=procedure.NUMBER_TEMPLATE,
            inquiry_id=card.inquiry_id, unit_id=card.unit_id, answered_on=card.answered_on,
            **_written(draft, judged, by),
        )  # fmt: skip
        # Under the register's lock, so that of two who begin at once the second finds what the first began.
        if answer_to(agency, card.inquiry_id) is not None:
            raise NotAllowed(_("Jawaban ini sudah disiapkan atau diumumkan. Buka dari daftarnya."))
        open_case(case, PROCEDURE, "begin", by=by, details=_details(draft, judged))
    return case


def write(*, answer: Answer, draft: Draft, harmless: Collection[str], by: Actor) -> Answer:
    """Write the text anew. Raises WrongState, NotAllowed, Unclean."""
    judged = demand_clean(traces_of(answer.agency, answer.inquiry_id, draft), harmless)
    with transaction.atomic():
        case = lock(answer)
        changes = _written(draft, judged, by)
        advance(case, PROCEDURE, "write", by=by, changes=changes, details=_details(draft, judged))
    return case


def _written(draft: Draft, judged: list[str], by: Actor) -> dict[str, object]:
    return {
        "title": draft.title,
        "question": draft.question,
        "summary": draft.summary,
        "way": draft.way,
        "files": [str(key) for key in draft.files],
        "harmless": judged,
        "written_by_id": by.user_pk,
        "written_at": clock.now(),
    }


def _details(draft: Draft, judged: list[str]) -> dict[str, object]:
    return {"files": len(draft.files), "judged_harmless": len(judged)}


def propose(*, answer: Answer, by: Actor) -> Answer:
    """Pass the text on to a second person. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(answer)
        advance(case, PROCEDURE, "propose", by=by)
        _tell(case, gettext_noop("Naskah %(number)s menunggu diperiksa sebelum diumumkan."), PPID, SUPERIOR, by=by)
    return case


def send_back(*, answer: Answer, note: str, by: Actor) -> Answer:
    """Return the text to be written better. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(answer)
        advance(case, PROCEDURE, "send_back", by=by, note=note)
        _tell(case, gettext_noop("Naskah %(number)s dikembalikan untuk diperbaiki."), PPID, by=by)
    return case


def drop(*, answer: Answer, note: str, by: Actor) -> Answer:
    """Give up a text that was not published. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(answer)
        advance(case, PROCEDURE, "drop", by=by, note=note)
    return case


def correct(*, answer: Answer, by: Actor) -> Answer:
    """Begin a correction; what is public stays until the correction is published. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(answer)
        advance(case, PROCEDURE, "correct", by=by)
    return case


def keep(*, answer: Answer, by: Actor) -> Answer:
    """Give up a correction: the text is again as it is public. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(answer)
        check(case, PROCEDURE, "keep", by=by)
        edition = case.edition
        if edition is None:  # pragma: no cover - the database forbids a public answer without edition
            raise ValueError("A public answer has an edition.")
        public = {name: getattr(edition, name) for name in ("title", "question", "summary", "way")}
        advance(case, PROCEDURE, "keep", by=by, changes=public | {"files": edition.sources})
    return case


def page_of(answer: Answer) -> str:
    """Return the path of the officers' page."""
    return reverse("disclosure:detail", args=[answer.agency.slug, answer.pk])


def _tell(answer: Answer, text: str, *roles: str, by: Actor) -> None:
    tell(
        agency=answer.agency,
        roles=roles,
        text=text,
        params={"number": answer.number},
        url=page_of(answer),
        subject_type=procedure.SUBJECT_TYPE,
        subject_id=answer.pk,
        but=by.user,
    )
