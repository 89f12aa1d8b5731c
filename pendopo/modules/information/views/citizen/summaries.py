"""Answers and notices as rows of names and values, as the summary lists show them."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from pendopo.kernel.people.models import ContactKind
from pendopo.lib.text import gettext_noop
from pendopo.modules.information.models import Inquiry, Notice
from pendopo.modules.information.rules import request as rules
from pendopo.modules.information.rules.grounds import GROUNDS
from pendopo.modules.information.rules.notice import DECISIONS, ELSEWHERE, GIVING, HELD, PARTLY_HELD, UNDOCUMENTED
from pendopo.modules.information.views.citizen.answers import address
from pendopo.modules.information.views.citizen.drafting import Draft
from pendopo.ui.formats import citation, file_size, medium_date, rupiah

Row = dict[str, Any]
_HOLDING: Final = {
    HELD: gettext_noop("Dikuasai badan publik ini"),
    PARTLY_HELD: gettext_noop("Sebagian dikuasai badan publik ini, sebagian belum dikuasai atau didokumentasikan"),
    UNDOCUMENTED: gettext_noop("Belum dikuasai atau didokumentasikan badan publik ini"),
    ELSEWHERE: gettext_noop("Tidak dikuasai badan publik ini"),
}


def _row(label: str, value: Any, url: str = "") -> Row:
    return {"label": label, "value": value, "url": url}


def sections(draft: Draft) -> list[dict[str, Any]]:
    """Return the answers of a complete draft: one section a page, each row with the way back to its page."""
    urls = {page: address(page, draft.agency) for page in ("wish", "requester", "way")}
    wish, requester, way = draft.of("wish"), draft.requester(), draft.of("way")
    files = [f"{each['name']} ({file_size(each['size'])})" for each in draft.files]
    who = [_row(_("Meminta sebagai"), ContactKind(requester.kind).label), *_identity(requester)]
    who += [_row(_("Berkas"), files)] if files else []
    help_rows = [_row(_("Bantuan khusus"), _(rules.ACCOMMODATIONS[way["accommodation"]]), urls["way"])]
    return [
        {
            "title": _("Informasi yang diminta"),
            "rows": [
                _row(_("Rincian"), wish["details"], urls["wish"]),
                _row(_("Tujuan penggunaan"), wish["purpose"], urls["wish"]),
            ],
        },
        {"title": _("Pemohon"), "rows": [row | {"url": urls["requester"]} for row in who]},
        {
            "title": _("Cara memperoleh"),
            "rows": [*(row | {"url": urls["way"]} for row in ways(way["obtain_way"], way["delivery_way"])), *help_rows],
        },
    ]


def _identity(requester: rules.Requester) -> list[Row]:
    """Return what was told about the requester; what was left empty is left out."""
    rows = [
        _row(_("Nama"), requester.name),
        _row(_("NIK"), " ".join(requester.nik[at : at + 4] for at in range(0, len(requester.nik), 4))),
        _row(_("Identitas lain"), requester.other_id),
        _row(_("Nama kelompok"), requester.on_behalf_of),
        _row(_("Nomor pengesahan badan hukum"), requester.decree_number),
        _row(_("Alamat"), requester.address),
        _row(_("Telepon"), requester.phone),
        _row(_("Surel"), requester.email),
        _row(_("Pekerjaan"), requester.occupation),
    ]
    return [row for row in rows if row["value"]]


def ways(obtain_way: str, delivery_way: str) -> list[Row]:
    """Return how the information is wanted; who comes to look needs no delivery."""
    rows = [_row(_("Bentuk"), _(rules.OBTAIN_WAYS[obtain_way]))]
    return rows if obtain_way == rules.VIEW else [*rows, _row(_("Pengiriman"), _(rules.DELIVERY_WAYS[delivery_way]))]


def asked(inquiry: Inquiry) -> list[Row]:
    """Return what the request asks for, as its owner reads it."""
    return [
        _row(_("Rincian"), inquiry.details),
        _row(_("Tujuan penggunaan"), inquiry.purpose),
        *ways(inquiry.obtain_way, inquiry.delivery_way),
    ]


def notice_rows(notice: Notice) -> list[Row]:
    """Return the seven contents of an issued notice (UU 14/2008 Pasal 22 ayat (7)), without those that do not apply."""
    grounds = [GROUNDS[code] for code in notice.grounds if code in GROUNDS]
    cost = _("Tidak ada biaya") if not notice.cost else rupiah(notice.cost)
    gives = notice.decision in GIVING
    rows = [
        _row(_("Keputusan"), _(DECISIONS[notice.decision])),
        _row(_("Nomor surat"), notice.letter_number),
        _row(_("Tanggal"), medium_date(notice.issued_at)),
        _row(
            _("Penguasaan"),
            _(_HOLDING[notice.holding]),
        ),
        _row(_("Badan publik yang menguasai"), notice.held_by),
        _row(
            _("Dasar penolakan") if grounds else "",
            [f"{citation(ground.article)}: {_(ground.text)}" for ground in grounds],
        ),
        _row(_("Alasan"), notice.reason),
        _row(_("Informasi yang diberikan"), notice.material if gives else ""),
        _row(_("Bagian yang dihitamkan"), notice.redaction),
        _row(_("Cara penyampaian"), notice.delivery if gives else ""),
        _row(_("Biaya"), cost if gives else ""),
        _row(_("Cara pembayaran"), notice.payment if gives and notice.cost else ""),
    ]
    return [row for row in rows if row["value"]]
