"""What the letters say (surat): Indonesian official prose around the facts of an objection."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import PPID, SUPERIOR
from pendopo.lib.deadlines import rule
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.queries.possible import reply_due, window_end
from pendopo.modules.objections.rules.grounds import GROUNDS
from pendopo.modules.objections.rules.objecting import CHANNELS, DECISIONS, REFUSED, Reply
from pendopo.ui.formats import medium_date, moment

_LAW: Final = "Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik"
_HIDDEN: Final = "(identitas pemohon tidak ditampilkan)"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be rendered: template, content and letterhead as plain JSON, and the name of its file."""

    template: str
    content: dict[str, Any]
    letterhead: dict[str, Any]
    file_name: str


def letter_number(objection: Objection) -> str:
    """Return the number of the answer's letter: the objection's own, so that both are found together."""
    return f"{objection.number}/TK"


def _local(agency: Agency, at: dt.datetime) -> dt.date:
    return at.astimezone(agency.zone).date()


def _to(objection: Objection, identity: bool) -> list[str]:
    contact = objection.contact
    if not identity:
        return [_HIDDEN]
    if objection.proxy_name:
        return [objection.proxy_name, f"kuasa dari {contact.name}", objection.proxy_address]
    return [contact.name, contact.on_behalf_of and f"({contact.on_behalf_of})", contact.address]


def _signer(agency: Agency, by: Actor, at: dt.datetime) -> dict[str, str]:
    titles = {
        SUPERIOR: "Atasan Pejabat Pengelola Informasi dan Dokumentasi",
        PPID: "Pejabat Pengelola Informasi dan Dokumentasi",
    }
    title = next((words for role, words in titles.items() if by.has(role)), "Petugas Layanan Informasi Publik")
    note = (
        f"Diterbitkan secara elektronik pada {moment(at, agency)}. Nomor surat ini dapat dicocokkan di halaman lacak."
    )
    return {"title": title, "name": by.label, "note": note}


def named_grounds(letters: str) -> list[str]:
    """Return the grounds as a form names them: letter and words."""
    return [f"{letter}. {_(GROUNDS[letter].text)}" for letter in letters]


def _about(objection: Objection) -> str:
    if objection.inquiry_number:
        return f" atas permohonan informasi publik nomor {objection.inquiry_number}"
    return " atas tidak disediakannya informasi berkala"


def answer_letter(
    objection: Objection,
    reply: Reply,
    *,
    execute_by: dt.date | None,
    by: Actor,
    identity: bool = True,
    issuing: bool = False,
) -> Letter:
    """Return the superior's written answer as it would go out now by `by`, or as it went out.

    Marked as a draft unless it went out or is `issuing`; without `identity` the name is hidden.
    """
    with translation.override("id"):
        agency, at = objection.agency, objection.answered_at or clock.now()
        signer = _signer(agency, by, at)
        if objection.answered_by is not None:
            signer["name"] = str(objection.answered_by)
        received = letter_date(_local(agency, objection.received_at))
        content: dict[str, Any] = {
            "to": _to(objection, identity),
            "opening": f"Menjawab keberatan Saudara{_about(objection)}, yang kami terima pada {received} dengan nomor "
            f"registrasi {objection.number}, bersama ini kami sampaikan tanggapan tertulis sesuai dengan Pasal 36 "
            f"ayat (2) {_LAW}.",
            "grounds": named_grounds(objection.grounds),
            "position": objection.position,
            "decision": _(DECISIONS[reply.decision]) + "." if reply.decision in DECISIONS else "",
            "reasons": reply.reasons,
            "order": _order(agency, reply, execute_by),
            "dispute": _dispute(agency, at, reply),
            "signer": signer,
            "draft": objection.answered_at is None and not issuing,
        }
        head = letterhead_of(
            agency,
            number=letter_number(objection),
            on=_local(agency, at),
            subject="Tanggapan atas keberatan layanan informasi publik",
            nature="Biasa",
        )
    return Letter("objections/answer", content, head, f"tanggapan-keberatan-{objection.seq}-{objection.year}.pdf")


def _order(agency: Agency, reply: Reply, execute_by: dt.date | None) -> str:
    if not reply.order or execute_by is None:
        return ""
    return (
        f"Kami memerintahkan Pejabat Pengelola Informasi dan Dokumentasi {agency.name} melaksanakan hal berikut paling "
        f"lambat {letter_date(execute_by)}:\n\n{reply.order}"
    )


def _dispute(agency: Agency, at: dt.datetime, reply: Reply) -> str:
    until = letter_date(window_end(agency, "dispute_window", at))
    opening = "Apabila Saudara tidak puas dengan tanggapan ini"
    if reply.decision == REFUSED:
        opening = "Apabila Saudara tidak menerima tanggapan ini"
    return (
        f"{opening}, Saudara dapat mengajukan permohonan penyelesaian sengketa informasi kepada Komisi Informasi paling "
        f"lambat {rule('dispute_window').n} hari kerja setelah tanggapan ini diterima, yaitu sampai dengan {until} "
        f"apabila dihitung dari tanggal surat ini, sesuai dengan Pasal 37 ayat (2) {_LAW}."
    )


def receipt_facts(objection: Objection, *, code: str = "") -> list[list[str]]:
    """Return what a receipt tells, as pairs of label and value in the language that is active."""
    agency = objection.agency
    return [
        [_("Nomor registrasi keberatan"), objection.number],
        [_("Kode lacak"), code],
        [_("Nomor pendaftaran permohonan"), objection.inquiry_number],
        [_("Diterima"), moment(objection.received_at, agency)],
        [_("Dicatat"), moment(objection.registered_at, agency)],
        [_("Saluran"), _(CHANNELS[objection.channel])],
        [_("Nama pemohon"), objection.contact.name],
        [_("Kuasa pemohon"), objection.proxy_name],
        [_("Alasan keberatan"), "\n".join(named_grounds(objection.grounds))],
    ]


def next_lines(objection: Objection) -> list[str]:
    """Return what happens after the registration and until when, as sentences in the language that is active."""
    words = {
        "due": medium_date(reply_due(objection.agency, objection.received_at)),
        "reply": rule("superior_reply").n,
        "dispute": rule("dispute_window").n,
    }
    sentences = (
        _(
            "Atasan PPID memberi tanggapan tertulis paling lambat %(due)s, yaitu %(reply)s hari kerja sejak keberatan "
            "diterima."
        ),
        _(
            "Bila sampai tanggal itu tidak ada tanggapan, Saudara dapat mengajukan sengketa kepada Komisi Informasi dalam "
            "%(dispute)s hari kerja berikutnya."
        ),
        _("Perkembangan keberatan dapat dilihat di halaman lacak dengan nomor registrasi dan kode lacak."),
    )
    return [sentence % words for sentence in sentences]


def receipt_letter(objection: Objection, *, by: Actor, code: str = "", track_url: str = "") -> Letter:
    """Return the receipt (tanda bukti penerimaan keberatan); with `code` when it may be shown once more.

    `track_url` is the address of the page where the requester follows it: on paper no link leads there.
    """
    with translation.override("id"):
        agency = objection.agency
        content: dict[str, Any] = {
            "facts": receipt_facts(objection, code=code),
            "asked": objection.asked,
            "position": objection.position,
            "next": [*next_lines(objection), *([f"Halaman lacak: {track_url}"] if track_url else [])],
            "signer": _signer(agency, by, objection.registered_at),
        }
        on = _local(agency, objection.registered_at)
        head = letterhead_of(agency, number=objection.number, on=on, subject="Tanda bukti penerimaan keberatan")
    return Letter("objections/receipt", content, head, f"tanda-terima-keberatan-{objection.seq}-{objection.year}.pdf")
