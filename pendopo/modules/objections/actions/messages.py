"""What is told to whom: the requester by e-mail, the officers in their inbox.

Rows only, in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import FRONT_OFFICE, PPID, SUPERIOR
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE

EVERYBODY = (SUPERIOR, PPID, FRONT_OFFICE)


def page_of(objection: Objection) -> str:
    """Return the path of the officers' page of an objection."""
    return reverse("objections:detail", args=[objection.agency.slug, objection.pk])


def write_to_requester(objection: Objection, subject: str, *lines: str, **words: str) -> None:
    """Queue an e-mail to the requester, if there is an address; never with the secret code.

    `subject` and `lines` are msgids that may name %(number)s and `words`; the mail is in Indonesian, whatever the
    officer's screen speaks.
    """
    contact = objection.contact
    if not contact.email:
        return
    with translation.override("id"):
        given = {"number": objection.number, **words}
        track = f"{settings.PENDOPO_ADDRESS}{reverse('tracking:track', args=[objection.agency.slug])}"
        body = [
            _("Yth. %(name)s,") % {"name": objection.proxy_name or contact.name},
            "",
            *(_(line) % given for line in lines),
            "",
            _("Nomor registrasi keberatan: %(number)s") % given,
            _("Lihat perkembangannya dengan nomor ini dan kode lacak Anda: %(address)s") % {"address": track},
            "",
            objection.agency.name,
        ]
        notifications.enqueue_email(
            agency=objection.agency,
            to=contact.email,
            subject=_(subject) % given,
            body="\n".join(body),
            subject_type=SUBJECT_TYPE,
            subject_id=objection.pk,
        )


def tell(
    objection: Objection, text: str, *, roles: Sequence[str] = EVERYBODY, by: Actor | None = None, **words: str
) -> int:
    """Tell officers with `roles`, but not who acted; `text` is a msgid that may name %(number)s and `words`."""
    return notifications.tell(
        agency=objection.agency,
        roles=roles,
        text=text,
        params={"number": objection.number, **words},
        url=page_of(objection),
        subject_type=SUBJECT_TYPE,
        subject_id=objection.pk,
        but=by.user if by else None,
    )
