"""What is told to whom: the requester by e-mail, the officers in their inbox.

Rows only, in the caller's transaction.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.people.rules import BACK_OFFICE, FRONT_OFFICE, PPID
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.request import SUBJECT_TYPE


def page_of(inquiry: Inquiry) -> str:
    """Return the path of the officer's page of an inquiry."""
    return reverse("information:detail", args=[inquiry.agency.slug, inquiry.pk])


def to_requester() -> AbstractContextManager[None]:
    """Return the context in which words to the requester are made: Indonesian, whatever the officer's screen speaks."""
    return translation.override("id")


def write_to_requester(inquiry: Inquiry, *, subject: str, lines: list[str]) -> None:
    """Queue an e-mail to the requester, if there is an address; never with the secret code."""
    if not inquiry.contact.email:
        return
    track = reverse("tracking:track", args=[inquiry.agency.slug])
    body = [
        _("Yth. %(name)s,") % {"name": inquiry.contact.name},
        "",
        *lines,
        "",
        _("Nomor pendaftaran: %(number)s") % {"number": inquiry.number},
        _("Lihat perkembangannya dengan nomor ini dan kode lacak Anda: %(address)s")
        % {"address": f"{settings.PENDOPO_ADDRESS}{track}"},
        "",
        inquiry.agency.name,
    ]
    notifications.enqueue_email(
        agency=inquiry.agency,
        to=inquiry.contact.email,
        subject=subject,
        body="\n".join(body),
        subject_type=SUBJECT_TYPE,
        subject_id=inquiry.pk,
    )


def tell_desk(inquiry: Inquiry, text: str) -> None:
    """Tell front office and PPID; `text` is a msgid that may name %(number)s."""
    _tell(inquiry, text, roles=(FRONT_OFFICE, PPID))


def tell_ppid(inquiry: Inquiry, text: str) -> None:
    """Tell the PPID."""
    _tell(inquiry, text, roles=(PPID,))


def tell_unit(inquiry: Inquiry, text: str, *, unit_id: UUID | None = None) -> None:
    """Tell the back office of the unit that holds the inquiry, or of another unit; before any has it, the PPID."""
    unit = unit_id or inquiry.unit_id
    if unit is None:
        tell_ppid(inquiry, text)
    else:
        _tell(inquiry, text, roles=(BACK_OFFICE,), unit_id=unit)


def _tell(inquiry: Inquiry, text: str, *, roles: tuple[str, ...], unit_id: UUID | None = None) -> None:
    notifications.tell_roles(
        agency=inquiry.agency,
        roles=roles,
        unit_id=unit_id,
        text=text,
        params={"number": inquiry.number},
        url=page_of(inquiry),
        subject_type=SUBJECT_TYPE,
        subject_id=inquiry.pk,
    )
