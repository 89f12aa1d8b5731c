"""Sentences that several pages of the portal say about an agency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.lib.deadlines import DeadlineRule
from pendopo.modules.dip.models import EntryVersion
from pendopo.ui.formats import citation, clock_time, medium_date
from pendopo.ui.templatetags.ui import phone_href

Row = dict[str, Any]


def office_days(agency: Agency) -> str:
    """Return the days of the agency's working week."""
    return _("Senin–Jumat") if agency.week_days == 5 else _("Senin–Sabtu")


def citizen_tasks(agency: Agency) -> list[dict[str, str]]:
    """Return the cards of what a citizen can do at this agency."""
    return [
        {
            "title": _("Ajukan permohonan informasi"),
            "url": reverse("information:start", args=[agency.slug]),
            "text": _("Tiga halaman singkat, tanpa akun. Anda langsung menerima nomor dan kode lacak."),
            "icon": "send",
        },
        {
            "title": _("Lacak status"),
            "url": reverse("tracking:track", args=[agency.slug]),
            "text": _("Lihat perkembangan, lengkapi, atau unduh jawaban dengan nomor dan kode lacak."),
            "icon": "search",
        },
        {
            "title": _("Cari informasi yang sudah diumumkan"),
            "url": reverse("dip:listed", args=[agency.slug]),
            "text": _("Mungkin yang Anda cari sudah tersedia dan dapat langsung dibaca."),
            "icon": "folder",
        },
    ]


def promises(rules: dict[str, DeadlineRule]) -> list[Row]:
    """Return what the law promises a requester, each period with its article."""
    check, notice, more, window = (
        rules[code] for code in ("completeness_check", "notice", "extension", "objection_window")
    )
    days = _("%(n)s hari kerja")
    return [
        {"label": _("Nomor dan kode lacak"), "value": _("Saat itu juga")},
        {
            "label": _("Pemeriksaan kelengkapan"),
            "value": _("Paling lama %(days)s") % {"days": days % {"n": check.n}},
        },
        {
            "label": _("Pemberitahuan tertulis"),
            "value": [
                _("Paling lambat %(days)s.") % {"days": days % {"n": notice.n}},
                _("Dapat diperpanjang satu kali %(days)s, dengan alasan tertulis (%(article)s dan ayat (8)).")
                % {"days": days % {"n": more.n}, "article": citation(notice.legal_basis)},
            ],
        },
        {
            "label": _("Keberatan bila Anda tidak puas"),
            "value": _("Dalam %(days)s, kepada atasan PPID (%(article)s)")
            % {"days": days % {"n": window.n}, "article": citation(window.legal_basis)},
        },
        {
            "label": _("Biaya"),
            "value": [
                _("Mengajukan permohonan gratis; salinan elektronik umumnya gratis."),
                _("Salinan cetak: ongkos penggandaan dan pengiriman, ditulis dalam pemberitahuan sebelum dibayar."),
            ],
        },
    ]


def contact(agency: Agency) -> list[Row]:
    """Return how to reach the agency's information desk."""
    hours = f"{clock_time(agency.opens_at)}–{clock_time(agency.closes_at)} {agency.zone_label}"
    rows: list[Row] = [{"label": _("Buka"), "value": [office_days(agency), hours]}]
    if agency.phone:
        link = format_html('<a href="tel:{}">{}</a>', phone_href(agency.phone), agency.phone)
        rows.append({"label": _("Telepon"), "value": link})
    if agency.email:
        link = format_html('<a href="mailto:{}">{}</a>', agency.email, agency.email)
        rows.append({"label": _("Surel"), "value": link})
    if agency.address:
        rows.append({"label": _("Alamat"), "value": agency.address})
    return rows


def entry_rows(agency: Agency, entries: Iterable[EntryVersion]) -> list[Row]:
    """Return published information as rows: when, which class and by whom; title and summary."""
    rows: list[Row] = []
    for entry in entries:
        about = [medium_date(entry.published_on), _(entry.get_entry_class_display())]
        if entry.unit:
            about.append(entry.unit.name)
        page = reverse("dip:entry", args=[agency.slug, entry.entry_id])
        title = format_html('<a href="{}">{}</a>', page, entry.title)
        rows.append({"label": " · ".join(about), "value": [title, Truncator(entry.summary).chars(200)]})
    return rows
