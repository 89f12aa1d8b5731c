"""Names and values of a case for the officers' pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from pendopo.kernel.people.actors import Actor
from pendopo.kernel.tracking.desk import contact_rows
from pendopo.modules.information.models import Inquiry, Notice
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules import request as words
from pendopo.modules.information.rules.grounds import GROUNDS
from pendopo.modules.information.rules.notice import SEVEN_CONTENTS, seven_contents
from pendopo.ui.formats import citation, medium_date, rupiah


def extension_over_words(until: dt.date) -> str:
    """Return why the time cannot be extended any more; `until` was the last day on which it could (question A9)."""
    basis = procedure.PROCEDURE.step("extend").legal_basis
    sentence = _(
        "Waktu tidak dapat diperpanjang lagi: perpanjangan harus dikirim sebelum batas waktu pemberitahuan, "
        "%(until)s, lewat (%(basis)s). Terbitkan pemberitahuan tertulis."
    )
    return sentence % {"until": medium_date(until), "basis": citation(basis)}


def asked_rows(inquiry: Inquiry, actor: Actor) -> list[dict[str, Any]]:
    """Return how the information is wanted, with the help given for those who may know it."""
    rows = [
        {"label": _("Tujuan penggunaan"), "value": inquiry.purpose},
        {"label": _("Cara memperoleh"), "value": _(words.OBTAIN_WAYS[inquiry.obtain_way])},
        {"label": _("Cara penyampaian"), "value": _(words.DELIVERY_WAYS[inquiry.delivery_way])},
        {"label": _("Kebutuhan khusus"), "value": _(words.ACCOMMODATIONS[inquiry.accommodation])},
        {"label": _("Saluran"), "value": _(words.CHANNELS[inquiry.channel])},
    ]
    if actor.sees_identity and inquiry.help_given:
        rows.insert(4, {"label": _("Bantuan yang diberikan"), "value": inquiry.help_given})
    return rows


def requester_rows(inquiry: Inquiry) -> list[dict[str, Any]]:
    """Return who asks; only for roles that see identities. The NIK is masked."""
    return contact_rows(inquiry.contact, (_("Pekerjaan"), inquiry.contact.occupation))


def missing_words(inquiry: Inquiry) -> list[str]:
    """Return what identity and purpose still lack, as long as it can be asked for."""
    if inquiry.state not in {procedure.REGISTERED, procedure.AWAITING_REPAIR}:
        return []
    contact = inquiry.contact
    requester = words.Requester(
        kind=contact.kind,
        name=contact.name,
        address=contact.address,
        nik=contact.nik_digest,
        decree_number=contact.decree_number,
        other_id=contact.other_id,
        phone=contact.phone,
        email=contact.email,
        on_behalf_of=contact.on_behalf_of,
    )
    labels = {
        "name": _("nama"),
        "address": _("alamat"),
        "phone": _("telepon atau surel"),
        "nik": _("NIK atau identitas lain"),
        "decree_number": _("nomor pengesahan badan hukum"),
        "on_behalf_of": _("nama kelompok"),
    }
    found = [labels[name] for name in words.missing_identity(requester)]
    return found if inquiry.purpose else [*found, _("tujuan penggunaan")]


def missing_advice(inquiry: Inquiry) -> str:
    """Return what to do about what is missing: the requester is asked once, and not while the answer is awaited."""
    if inquiry.state == procedure.AWAITING_REPAIR:
        return _("Pemohon sudah diminta melengkapinya.")
    if inquiry.repair_rounds >= words.REPAIR_ROUNDS:
        return _("Pemohon sudah diminta melengkapi satu kali. Nyatakan lengkap bila PPID menyetujui.")
    return _("Minta dilengkapi, atau nyatakan lengkap bila PPID menyetujui.")


def notice_rows(notice: Notice) -> list[dict[str, Any]]:
    """Return what the notice says, for the case's page and the last look before it is issued."""
    rows = [
        (_("Badan publik yang menguasai"), notice.held_by),
        (_("Alasan"), [f"{_(GROUNDS[code].text)} ({citation(GROUNDS[code].article)})" for code in notice.grounds]),
        (_("Penetapan (DIK)"), [f"{cited['number']}: {cited['title']}" for cited in notice.citations]),
        (_("Penjelasan"), notice.reason),
        (_("Materi"), notice.material),
        (_("Bagian yang dihitamkan"), notice.redaction),
        (_("Cara penyampaian dan format"), notice.delivery),
        (_("Bentuk yang dikuasai"), notice.held_form),
        (_("Biaya"), "" if notice.cost is None else rupiah(notice.cost)),
        (_("Cara pembayaran"), notice.payment),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def contents_lines(notice: Notice) -> list[dict[str, str]]:
    """Return the seven contents with what the notice holds of them."""
    return [
        {"letter": letter, "label": _(SEVEN_CONTENTS[letter]), "state": state}
        for letter, state in seven_contents(notice.text).items()
    ]
