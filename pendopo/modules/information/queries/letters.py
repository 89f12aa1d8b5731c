"""What the letters say (surat): Indonesian official prose around the facts of a request, whatever the officer's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock, ClockState
from pendopo.kernel.calendar.queries import calendar_book, clocks_of, uncertainties
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import PPID
from pendopo.lib.deadlines import Deadline, compute
from pendopo.lib.text import enumerate_words
from pendopo.lib.workdays import ReceiptPolicy
from pendopo.modules.information.models import Inquiry, Notice
from pendopo.modules.information.queries.cases import clock_title, decisive_label
from pendopo.modules.information.rules import grounds, notice, procedure, request
from pendopo.ui.formats import language, medium_date, moment, rupiah

_LAW: Final = "Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik"
_NONE: Final = "Tidak ada."
_HOLDING: Final = {
    notice.HELD: "berada di bawah penguasaan %s",
    notice.PARTLY_HELD: "sebagian berada di bawah penguasaan %s, sebagian belum dikuasai atau didokumentasikan",
    notice.UNDOCUMENTED: "belum dikuasai atau didokumentasikan oleh %s",
    notice.ELSEWHERE: "tidak berada di bawah penguasaan %s",
}
_TITLE: Final = "Pejabat Pengelola Informasi dan Dokumentasi"
_HIDDEN: Final = "(identitas pemohon tidak ditampilkan)"
# Numbers of days as official letters write them beside the figure.
_IN_WORDS: Final = {2: "dua", 3: "tiga", 5: "lima", 7: "tujuh", 10: "sepuluh", 14: "empat belas", 30: "tiga puluh"}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be rendered: template, content and letterhead as plain JSON, and the name of its file."""

    template: str
    content: dict[str, object]
    letterhead: dict[str, object]
    file_name: str


@dataclass(frozen=True, slots=True)
class Extended:
    """A running clock with its due date now and after an extension."""

    title: str
    old: dt.date
    new: dt.date
    decisive: bool


def _local(agency: Agency, at: dt.datetime) -> dt.date:
    return at.astimezone(agency.zone).date()


def _days(n: int) -> str:
    if n in _IN_WORDS and language() == "id":
        return f"{n} ({_IN_WORDS[n]}) hari kerja"
    return _("%(n)s hari kerja") % {"n": n}


def _deadline(inquiry: Inquiry, code: str, start: dt.datetime) -> Deadline:
    agency = inquiry.agency
    calendar = calendar_book().calendar(agency)
    policy = cast(ReceiptPolicy, agency.receipt_policy)
    return compute(inquiry.period(code), start, agency.zone, calendar, receipt=policy, closes_at=agency.closes_at)


def _due(inquiry: Inquiry, code: str, start: dt.datetime) -> dt.date:
    return _deadline(inquiry, code, start).due_on


def _window_end(inquiry: Inquiry, at: dt.datetime) -> dt.date:
    """Return the last day of an objection to what the agency did at `at`; its local date is T0, whatever the hour."""
    agency = inquiry.agency
    return calendar_book().calendar(agency).due(_local(agency, at), inquiry.period("objection_window").n)


def _to(inquiry: Inquiry, identity: bool) -> list[str]:
    contact = inquiry.contact
    if not identity:
        return [_HIDDEN]
    return [contact.name, contact.on_behalf_of and f"({contact.on_behalf_of})", contact.address]


def _signer(agency: Agency, by: Actor, at: dt.datetime) -> dict[str, str]:
    title = _TITLE if by.has(PPID) else "Petugas Layanan Informasi Publik"
    note = (
        f"Diterbitkan secara elektronik pada {moment(at, agency)}. Nomor surat ini dapat dicocokkan di halaman lacak."
    )
    return {"title": title, "name": by.label, "note": note}


def _opening(inquiry: Inquiry) -> str:
    received = letter_date(_local(inquiry.agency, inquiry.received_at))
    return f"permohonan informasi publik Saudara yang kami terima pada {received} dengan nomor pendaftaran {inquiry.number}"


def notice_letter(inquiry: Inquiry, text: Notice, *, by: Actor, identity: bool = True, issuing: bool = False) -> Letter:
    """Return the written notice as issued, or as it would be issued now by `by`.

    It is marked as a draft unless it is issued already or just being issued (`issuing`); without `identity` the name
    is hidden.
    """
    with translation.override("id"):
        agency, at = inquiry.agency, text.issued_at or clock.now()
        due_on = _window_end(inquiry, at)
        signer = _signer(agency, by, at)
        if text.issued_by is not None:
            signer |= {"title": _TITLE, "name": str(text.issued_by)}
        elif not by.has(PPID):
            # A notice is the PPID's: whoever else reads the draft does not sign it.
            signer = {"title": _TITLE, "name": "", "note": "Konsep, belum diterbitkan."}
        content: dict[str, object] = {
            "to": _to(inquiry, identity),
            "opening": f"Menjawab {_opening(inquiry)}, bersama ini kami sampaikan pemberitahuan tertulis "
            f"sesuai dengan Pasal 22 ayat (7) {_LAW} sebagai berikut.",
            "asked": inquiry.details,
            "contents": _seven(agency, text),
            "objection": _objection(inquiry, due_on),
            "signer": signer,
            "draft": text.issued_at is None and not issuing,
        }
        head = letterhead_of(
            agency,
            number=f"{inquiry.number}/PT",
            on=_local(agency, at),
            subject="Pemberitahuan tertulis permohonan informasi publik",
            nature="Biasa",
            attachments=f"{len(text.citations)} penetapan" if text.citations else "",
        )
    return Letter("information/notice", content, head, f"pemberitahuan-{inquiry.seq}-{inquiry.year}.pdf")


def _seven(agency: Agency, text: Notice) -> list[list[str]]:
    """Return the seven contents of Pasal 22 ayat (7): letter, heading, words."""
    here = text.holding in {notice.HELD, notice.PARTLY_HELD}
    decision = [_(notice.DECISIONS[text.decision]) + "."]
    if text.grounds:
        decision.append(f"Alasan: {_named_grounds(text.grounds)}.")
    if text.citations:
        decision.append(f"Berdasar {enumerate_words([_cited(each) for each in text.citations], 'dan')}, terlampir.")
    decision.append(text.reason)
    # A draft may still hold what a decision of before would have given.
    gives = text.decision in notice.GIVING
    given = {name: (getattr(text, name) if gives else "") or _NONE for name in ("material", "redaction", "delivery")}
    cost = _NONE if text.cost is None or not gives else "Tidak dikenakan biaya."
    if text.cost and gives:
        cost = f"{rupiah(text.cost)}. Cara pembayaran: {text.payment}"
    return [
        ["a", "Penguasaan informasi", f"Informasi yang diminta {_HOLDING[text.holding] % agency.name}."],
        [
            "b",
            "Badan publik yang menguasai",
            text.held_by or ("Instansi ini." if here else "Tidak diketahui."),
        ],
        ["c", "Keputusan dan alasannya", "\n".join(filter(None, decision))],
        ["d", "Materi informasi yang diberikan", given["material"]],
        ["e", "Bagian yang dihitamkan", given["redaction"]],
        ["f", "Alat penyampai dan format", given["delivery"]],
        ["g", "Biaya dan cara pembayaran", cost],
    ]


def _cited(citation: dict[str, str]) -> str:
    on = letter_date(dt.date.fromisoformat(citation["decided_on"]))
    return f"penetapan informasi yang dikecualikan nomor {citation['number']} tanggal {on}"


def _named_grounds(codes: Sequence[str]) -> str:
    named = [grounds.GROUNDS[code] for code in codes]
    return enumerate_words([f"{_(ground.text)} ({ground.article})" for ground in named], "dan")


def _objection(inquiry: Inquiry, due_on: dt.date) -> str:
    agency, n = inquiry.agency, inquiry.period("objection_window").n
    return (
        f"Apabila Saudara berkeberatan atas pemberitahuan ini, Saudara berhak mengajukan keberatan secara tertulis kepada "
        f"Atasan Pejabat Pengelola Informasi dan Dokumentasi {agency.name} paling lambat {_days(n)} setelah ditemukannya "
        f"alasan keberatan, yaitu sampai dengan {letter_date(due_on)} apabila dihitung dari tanggal surat ini, sesuai "
        f"dengan Pasal 35 dan Pasal 36 ayat (1) {_LAW}."
    )


def extended_dates(agency: Agency, inquiry: Inquiry) -> list[Extended]:
    """Return the running clocks of the notice with their dates before and after the extension. Two queries."""
    calendar, more = calendar_book().calendar(agency), inquiry.period("extension").n
    found = [each for each in clocks_of(agency, request.SUBJECT_TYPE, [inquiry.pk]) if _runs_for_notice(each)]
    return [
        Extended(
            clock_title(each),
            cast(dt.date, each.due_on),
            calendar.due(each.start_on, each.total_n + more),
            each.label == decisive_label(agency),
        )
        for each in found
    ]


def _runs_for_notice(found: Clock) -> bool:
    return found.label in {procedure.CLOCK_RECEIPT, procedure.CLOCK_COMPLETE} and found.state == ClockState.RUNNING


def extension_letter(inquiry: Inquiry, *, reason: str, note: str, by: Actor) -> Letter:
    """Return the letter that extends the time, with its written reasons (Pasal 22 ayat (8))."""
    with translation.override("id"):
        agency, at = inquiry.agency, clock.now()
        dates = next((each for each in extended_dates(agency, inquiry) if each.decisive), None)
        until = f" dari semula {letter_date(dates.old)} menjadi paling lambat {letter_date(dates.new)}" if dates else ""
        period = inquiry.period("extension")
        article = f"Pasal 22 ayat (8) {_LAW}" if period.code == "extension" else period.legal_basis
        body = (
            f"Sehubungan dengan {_opening(inquiry)}, bersama ini kami beritahukan bahwa waktu penyampaian pemberitahuan "
            f"tertulis diperpanjang {_days(period.n)}{until}, sesuai dengan {article}."
        )
        content: dict[str, object] = {
            "to": _to(inquiry, identity=True),
            "opening": body,
            "reason": _(grounds.EXTENSION_REASONS[reason]) + ".",
            "note": note,
            "closing": "Perpanjangan ini diberikan satu kali dan tidak dapat diperpanjang lagi.",
            "signer": _signer(agency, by, at),
        }
        subject = "Perpanjangan waktu pemberitahuan tertulis"
        head = letterhead_of(
            agency, number=f"{inquiry.number}/PP", on=_local(agency, at), subject=subject, nature="Biasa"
        )
    return Letter("information/extension", content, head, f"perpanjangan-{inquiry.seq}-{inquiry.year}.pdf")


def completion_letter(inquiry: Inquiry, *, items: Sequence[str], note: str, by: Actor) -> Letter:
    """Return the letter that asks the requester to complete the request (surat keterangan tidak lengkap)."""
    with translation.override("id"):
        agency, at = inquiry.agency, clock.now()
        n, due_on = inquiry.period("completeness_fix").n, _due(inquiry, "completeness_fix", at)
        content: dict[str, object] = {
            "to": _to(inquiry, identity=True),
            "opening": f"Setelah kami periksa, {_opening(inquiry)} belum lengkap. Mohon dilengkapi:",
            "items": [_(request.REPAIR_ITEMS[item]) for item in items],
            "note": note,
            "closing": f"Kelengkapan kami tunggu paling lambat {_days(n)} sejak surat ini diterima, yaitu sampai dengan "
            f"{letter_date(due_on)}, melalui halaman lacak permohonan atau langsung di meja layanan informasi. Permohonan yang "
            "tidak dilengkapi sampai batas waktu tersebut tidak dapat diproses dan tetap tercatat dalam register; Saudara dapat "
            "mengajukan permohonan baru.",
            "signer": _signer(agency, by, at),
        }
        subject = "Permintaan kelengkapan permohonan informasi publik"
        head = letterhead_of(
            agency, number=f"{inquiry.number}/KL", on=_local(agency, at), subject=subject, nature="Biasa"
        )
    return Letter("information/completion", content, head, f"permintaan-kelengkapan-{inquiry.seq}-{inquiry.year}.pdf")


def receipt_letter(inquiry: Inquiry, *, by: Actor, code: str = "", track_url: str = "") -> Letter:
    """Return the receipt (tanda bukti penerimaan); with `code` when it may be shown once more.

    `track_url` is the address of the page where the requester follows it: on paper no link leads there.
    """
    with translation.override("id"):
        agency = inquiry.agency
        content: dict[str, object] = {
            "facts": receipt_facts(inquiry, code=code),
            "asked": inquiry.details,
            "next": [*next_dates(inquiry), *([f"Halaman lacak: {track_url}"] if track_url else [])],
            "signer": _signer(agency, by, inquiry.registered_at),
        }
        on = _local(agency, inquiry.registered_at)
        head = letterhead_of(
            agency, number=inquiry.number, on=on, subject="Tanda bukti penerimaan permohonan informasi publik"
        )
    return Letter("information/receipt", content, head, f"tanda-terima-{inquiry.seq}-{inquiry.year}.pdf")


def receipt_facts(inquiry: Inquiry, *, code: str = "") -> list[list[str]]:
    """Return what a receipt tells, as pairs of label and value in the language that is active."""
    agency = inquiry.agency
    return [
        [_("Nomor pendaftaran"), inquiry.number],
        [_("Kode lacak"), code],
        [_("Diterima"), moment(inquiry.received_at, agency)],
        [_("Dicatat"), moment(inquiry.registered_at, agency)],
        [_("Saluran"), _(request.CHANNELS[inquiry.channel])],
        [_("Nama pemohon"), inquiry.contact.name],
        [_("Bertindak untuk"), inquiry.contact.on_behalf_of],
        [_("Cara memperoleh"), _(request.OBTAIN_WAYS[inquiry.obtain_way])],
        [_("Cara penyampaian"), _(request.DELIVERY_WAYS[inquiry.delivery_way])],
    ]


def next_dates(inquiry: Inquiry) -> list[str]:
    """Return what happens after the registration and until when, as sentences in the language that is active."""
    check, notice_rule, more = (inquiry.period(code) for code in ("completeness_check", "notice", "extension"))
    answer, calendar = _deadline(inquiry, "notice", inquiry.received_at), calendar_book().calendar(inquiry.agency)
    longest = calendar.explain(answer.start_on, answer.n + more.n)
    words = {
        "check_on": medium_date(_due(inquiry, "completeness_check", inquiry.registered_at)),
        "check_days": _days(check.n),
        "answer_on": medium_date(answer.due_on),
        "answer_days": _days(notice_rule.n),
        "more_days": _days(more.n),
        "later_on": medium_date(longest.due_on),
    }
    sentences = (
        _("Kelengkapan permohonan diperiksa paling lambat %(check_on)s (%(check_days)s)."),
        _(
            "Pemberitahuan tertulis disampaikan paling lambat %(answer_on)s, yaitu %(answer_days)s sejak permohonan "
            "diterima. Waktu itu dapat diperpanjang satu kali %(more_days)s, paling lama sampai %(later_on)s, dengan "
            "alasan tertulis."
        ),
        _("Perkembangan permohonan dapat dilihat di halaman lacak dengan nomor pendaftaran dan kode lacak."),
    )
    told = [sentence % words for sentence in sentences]
    # What is not decreed yet may move these dates: it is said beside them.
    return [*told[:-1], *uncertainties(longest, calendar), told[-1]]
