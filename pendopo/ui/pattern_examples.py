"""Example content of the pattern page: an imagined agency, a form with every kind of field, plausible numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendopo.ui import widgets
from pendopo.ui.fields import DateField

AGENCY = SimpleNamespace(
    name="Dinas Komunikasi dan Informatika Kabupaten Contoh",
    short_name="Diskominfo",
    brand_name="PPID Kabupaten Contoh",
    brand_kind="Pejabat Pengelola Informasi dan Dokumentasi",
    logo_text="KC",
    slug="contoh",
    timezone="Asia/Jakarta",
    address="Jalan Alun-alun Utara 1, Contoh 56311",
    phone="(0286) 000-000",
    email="ppid@contoh.example",
    week_days=5,
    zone_label="WIB",
    opens_at=time(8, 0),
    closes_at=time(15, 30),
    theme_url="",
)


class ExampleForm(forms.Form):
    """Every kind of field once."""

    applicant = forms.ChoiceField(
        label=_("Anda mengajukan sebagai"),
        choices=[("person", _("Perorangan")), ("group", _("Kelompok orang")), ("entity", _("Badan hukum"))],
        widget=widgets.RadioSelect(hints={"person": _("Siapkan KTP."), "entity": _("Siapkan akta pendirian.")}),
    )
    name = forms.CharField(label=_("Nama lengkap"), help_text=_("Sesuai KTP."), max_length=100)
    email = forms.EmailField(label=_("Alamat surel"), help_text=_("Tanda terima dikirim ke alamat ini."))
    phone = forms.CharField(label=_("Nomor telepon"), required=False, widget=forms.TextInput(attrs={"data-width": "m"}))
    wanted = forms.CharField(
        label=_("Informasi yang Anda butuhkan"),
        help_text=_("Sebutkan judul dokumen, tahun, dan unit kerja bila tahu."),
        max_length=2000,
        widget=forms.Textarea,
    )
    way = forms.MultipleChoiceField(
        label=_("Cara memperoleh informasi"),
        choices=[("see", _("Melihat atau membaca")), ("copy", _("Salinan berkas")), ("paper", _("Salinan cetak"))],
        widget=widgets.CheckboxSelectMultiple,
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", _("Pilih unit")), ("a", "Dinas Pendidikan")])
    needed_on = DateField(label=_("Dibutuhkan tanggal"), required=False)
    cost = forms.DecimalField(
        label=_("Biaya salinan"),
        required=False,
        widget=forms.NumberInput(attrs={"data-prefix": "Rp", "data-suffix": _("per lembar"), "data-width": "s"}),
    )
    proof = forms.FileField(label=_("Kartu identitas"), help_text=_("PDF, JPG, atau PNG, paling besar 5 MB."))
    code = forms.CharField(label=_("Kode lacak"), required=False, widget=widgets.CodeInput)
    honest = forms.BooleanField(label=_("Saya menyatakan data yang saya isi benar"))


class FilterForm(forms.Form):
    """A form above a list."""

    q = forms.CharField(label=_("Kata kunci"), required=True)
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("Semua")), ("open", _("Sedang diproses"))])
    year = forms.ChoiceField(label=_("Tahun"), choices=[("2026", "2026"), ("2025", "2025")])


def frame(layout: str) -> dict[str, Any]:
    """Return what the base templates read."""
    links = [
        ("Ringkasan", "chart", 0),
        ("Permohonan", "inbox", 12),
        ("Lacak", "search", 0),
        ("Daftar Informasi Publik", "list", 0),
    ]
    nav = [
        {"label": label, "url": f"#{name}", "icon": name, "count": count, "current": label == "Permohonan"}
        for label, name, count in links
    ]
    agencies = [{"name": AGENCY.name, "url": "#a", "current": True}, {"name": "Kecamatan Contoh", "url": "#b"}]
    return {
        "agency": AGENCY,
        "nav": nav,
        "demo": layout == "warga",
        "actor": SimpleNamespace(label="Sri Wahyuni", kind="staff"),
        "role_label": "Petugas layanan (ULT)",
        "inbox_url": "#kotak-masuk",
        "inbox_count": 12,
        "agencies": agencies,
    }


def numbers(*, empty: bool) -> dict[str, Any]:
    """Return rows, steps and figures; nothing in them when ``empty``."""
    if empty:
        return {"rows": [], "months": [], "units": [], "parts": [], "labels": [], "lines": [], "files": [], "tasks": []}
    names = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
    pairs = [(8, 0), (10, 1), (9, 0), (13, 1), (12, 0), (7, 0), (9, 1), (13, 0), (14, 1), (12, 0), (11, 0), (6, 0)]
    subjects = (
        "Anggaran pemeliharaan jalan 2025 dan daftar penerima pekerjaannya",
        "Data pokok sekolah dasar per kecamatan",
        "Rencana umum pengadaan Dinas Kesehatan tahun 2026 beserta perubahannya",
    )
    return {
        "rows": [
            {"number": f"{place:03d}/PPID/VIII/2026", "subject": subject, "days": days, "css": css, "unit": unit}
            for place, (subject, days, css, unit) in enumerate(
                zip(
                    subjects,
                    (-2, 2, 9),
                    ("is-late", "is-soon", ""),
                    ("DPUPR", "Dinas Pendidikan", "Dinas Kesehatan"),
                    strict=True,
                ),
                126,
            )
        ],
        "months": [(name, list(pair)) for name, pair in zip(names, pairs, strict=True)],
        "month_series": ["Tepat waktu", "Terlambat"],
        "units": [
            ("Dinas Pendidikan", 38),
            ("Bappeda", 27),
            ("DPUPR", 22),
            ("Dinas Kesehatan", 19),
            ("BPKAD", 14),
            ("Sekretariat Daerah", 8),
        ],
        "parts": [
            ("Dinas Pendidikan", [30, 6, 2]),
            ("Bappeda", [20, 5, 2]),
            ("DPUPR", [12, 7, 3]),
            ("Dinas Kesehatan", [19, 0, 0]),
        ],
        "part_series": ["Dikabulkan", "Sebagian", "Ditolak"],
        "labels": ["TW1 2025", "TW2 2025", "TW3 2025", "TW4 2025", "TW1 2026", "TW2 2026"],
        "lines": [{"name": "IKM", "values": [81.2, 82.75, 84.1, None, 86.02, 87.4]}],
        "two_lines": [
            {"name": "Dinas Pendidikan", "values": [81.2, 82.7, 84.1, 85.0, 86.0, 87.4]},
            {"name": "Dinas Kesehatan", "values": [78.0, 80.5, 79.9, 83.2, 84.4, 84.0]},
        ],
        "spark": [8, 11, 9, 14, 12, 7, 10, 13, 15, 12, 11, 6],
        "steps": _steps(),
        "answers": _answers(),
        "files": _files(),
        "tasks": _tasks(),
    }


def _steps() -> list[dict[str, Any]]:
    """Return a timeline in its three states."""
    return [
        {
            "title": _("Permohonan diterima"),
            "state": "done",
            "when": datetime(2026, 8, 3, 3, 0, tzinfo=UTC),
            "by": "ULT",
            "text": _("Tanda terima dikirim ke surel Anda."),
        },
        {
            "title": _("Pemeriksaan kelengkapan"),
            "state": "done",
            "when": date(2026, 8, 4),
            "text": _("Berkas lengkap. Nomor pendaftaran dicatat di register."),
        },
        {
            "title": _("Diproses PPID pelaksana"),
            "state": "current",
            "when": _("Batas jawaban: Selasa, 18 Agustus 2026 (10 hari kerja)"),
            "text": _("Unit sedang menyiapkan dokumen."),
        },
        {
            "title": _("Jawaban tertulis"),
            "state": "todo",
            "text": _("Anda akan menerima pemberitahuan lewat surel."),
        },
    ]


def _answers() -> list[dict[str, Any]]:
    """Return rows of a summary, one of them empty."""
    return [
        {"label": _("Nama lengkap"), "value": "Budi Santoso", "url": "#nama"},
        {
            "label": _("Informasi yang diminta"),
            "value": "Anggaran pemeliharaan jalan 2025.\nDaftar penerima pekerjaannya.",
            "url": "#isi-permohonan",
        },
        {"label": _("Cara memperoleh"), "value": [_("Salinan berkas"), _("Lewat surel")], "url": "#cara"},
        {"label": _("Telepon"), "value": ""},
    ]


def _files() -> list[dict[str, Any]]:
    """Return a file that can be downloaded and one that cannot."""
    return [
        {
            "name": "Anggaran-jalan-2025.pdf",
            "url": "#berkas",
            "size": 1258291,
            "note": "PDF, 14 halaman",
            "tag": _("Terbuka"),
            "tone": "ok",
        },
        {
            "name": "Daftar-penerima.xlsx",
            "url": "",
            "size": 42000,
            "note": _("Dikecualikan sebagian"),
            "tag": _("Ditutup"),
            "tone": "warn",
        },
    ]


def _tasks() -> list[dict[str, Any]]:
    """Return tasks in every state."""
    return [
        {"title": _("Data pemohon"), "url": "#1", "status": _("Selesai"), "tone": "ok"},
        {
            "title": _("Informasi yang diminta"),
            "url": "#2",
            "hint": _("Dua isian lagi"),
            "status": _("Sedang diisi"),
            "tone": "info",
        },
        {"title": _("Pernyataan"), "status": _("Belum dapat dimulai"), "tone": "neutral"},
    ]
