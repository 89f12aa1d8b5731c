"""Overview, settings, look and numbers of an agency."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rules import DEFAULT_NUMBER_TEMPLATE
from pendopo.kernel.calendar.models import YearStatus
from pendopo.kernel.operation.queries import BACKUP, noted_at
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.portal.administration import actions, words
from pendopo.portal.administration.forms.settings import BrandingForm, NumberForm, SettingsForm, settings_of
from pendopo.portal.administration.permissions import MANAGE
from pendopo.portal.administration.queries import setup
from pendopo.portal.administration.views.answers import FORM_METHODS, done, go
from pendopo.ui.formats import moment

# Settings whose page belongs to a module.
_ELSEWHERE = {"open_data": "open_data:license_data", "api": "programs:keys", "exemptions": "exemptions:arrange"}


@staff_door(MANAGE)
@require_safe
def overview(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List what an agency's admin can set up, with how far it is."""
    facts = setup.overview(agency)
    return render(request, "administration/overview.html", {"tasks": _tasks(agency, facts), "backup": _backup()})


def _backup() -> str:
    """Return the sentence about the installation's last good backup, which an agency's data depend on."""
    at = noted_at(BACKUP)
    if at is None:
        return _("Cadangan sistem belum pernah dibuat. Mintalah administrator sistem menyalakannya.")
    return _("Cadangan sistem terakhir yang utuh: %(when)s.") % {"when": moment(at)}


def _tasks(agency: Agency, facts: setup.Overview) -> list[dict[str, Any]]:
    provisional = facts.year is None or facts.year.status == YearStatus.PROVISIONAL
    reachable = bool(agency.phone or agency.email)
    units = _("%(count)s unit aktif") % {"count": facts.units} if facts.units else _("Belum ada unit")
    rows = [
        (
            "settings",
            _("Instansi, jam layanan, dan cara menghitung"),
            _("Nama, kontak, jam, hari kerja, dan bacaan hukum yang dipilih."),
            "" if reachable else _("Kontak belum diisi"),
            "warn",
        ),
        ("units", _("Unit kerja"), _("Unit yang menguasai informasi."), units, "neutral" if facts.units else "warn"),
        ("services", _("Layanan"), _("Layanan yang disurvei kepuasannya."), "", ""),
        (
            "accounts",
            _("Akun dan peran petugas"),
            _("Siapa mengerjakan apa."),
            _("%(count)s akun aktif") % {"count": facts.accounts},
            "neutral",
        ),
        (
            "days",
            _("Kalender"),
            _("Libur nasional, cuti bersama, dan hari khusus instansi."),
            _("Tahun ini sementara") if provisional else _("Tahun ini tetap"),
            "warn" if provisional else "ok",
        ),
        ("exemptions", _("Pengecualian"), _("Rantai persetujuan dan pengingat."), "", ""),
        ("open_data", _("Data terbuka"), _("Lisensi data dan dasarnya."), "", ""),
        ("api", _("API dan webhook"), _("Kunci bagi program mitra, dan siapa diberi tahu peristiwa."), "", ""),
        (
            "questions",
            _("Bacaan hukum"),
            _("Pertanyaan yang dibuka undang-undang, pilihan instansi, dan keputusan tetap."),
            "",
            "",
        ),
        ("branding", _("Tampilan"), _("Nama dan warna pada halaman publik."), "", ""),
        ("numbers", _("Pola nomor register"), _("Cara menulis nomor pendaftaran."), "", ""),
        ("trail", _("Jejak audit"), _("Siapa melakukan apa dan kapan, serta pemeriksaan keutuhannya."), "", ""),
    ]
    return [
        {
            "url": reverse(_ELSEWHERE.get(name, f"administration:{name}"), args=[agency.slug]),
            "title": title,
            "hint": hint,
            "status": status,
            "tone": tone,
        }
        for name, title, hint, status, tone in rows
    ]


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def settings(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Change name, contact, hours and how the agency counts; say how many deadlines moved."""
    if request.method != "POST":
        return _settings_page(request, SettingsForm(initial=settings_of(agency, actions.SETTINGS)))
    form = SettingsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _settings_page(request, form, status=422)
    changed = actions.change_settings(agency=agency, values=form.cleaned_data, by=request.actor)
    sentence = _("Pengaturan tersimpan.") if changed.names else _("Tidak ada yang berubah.")
    if changed.deadlines is not None:
        sentence = f"{sentence} {words.moved_words(changed.deadlines)}"
    done(request, sentence)
    return go(agency, "settings")


def _settings_page(request: AgencyRequest, form: SettingsForm, *, status: int = 200) -> HttpResponse:
    return render(request, "administration/settings.html", {"form": form}, status=status)


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def branding(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Change the six tokens of the look; colours that could not be read are refused. "Lihat dahulu" saves nothing."""
    if request.method != "POST":
        return _branding_page(request, BrandingForm(initial=settings_of(agency, actions.BRANDING)))
    form = BrandingForm(request.POST, request.FILES)
    if not form.is_valid():
        return _branding_page(request, form, status=422)
    if "lihat" in request.POST:
        return _branding_page(request, form)
    changed = actions.change_branding(agency=agency, values=form.cleaned_data, by=request.actor)
    done(request, _("Tampilan tersimpan.") if changed.names else _("Tidak ada yang berubah."))
    return go(agency, "branding")


def _branding_page(request: AgencyRequest, form: BrandingForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "colours": form.colours(), "unsaved": form.is_bound}
    return render(request, "administration/branding.html", context, status=status)


@staff_door(MANAGE)
@require_safe
def numbers(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List the registers with their template and the number that comes next."""
    rows = [
        {"row": row, "title": _(row.title), "url": reverse("administration:number", args=[agency.slug, row.register])}
        for row in setup.number_rows(agency)
    ]
    return render(request, "administration/numbers.html", {"rows": rows})


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def number(request: AgencyRequest, agency: Agency, register: str) -> HttpResponse:
    """Change how the numbers of one register are written. "Lihat contoh" shows the next number and saves nothing."""
    row = next((found for found in setup.number_rows(agency) if found.register == register), None)
    if row is None:
        raise Http404(_("Register ini tidak ada. Pilih register dari daftar."))
    if request.method != "POST":
        form = NumberForm(initial={"code": agency.code, "template": row.template if row.own else ""})
        return _number_page(request, row, form, row.next_number)
    form = NumberForm(request.POST, request.FILES)
    if not form.is_valid():
        return _number_page(request, row, form, status=422)
    code, template = form.cleaned_data["code"], form.cleaned_data["template"]
    if "lihat" in request.POST:
        agency.code = code
        example = setup.next_number(agency, register, template or DEFAULT_NUMBER_TEMPLATE)
        return _number_page(request, row, form, example)
    actions.set_number_template(agency=agency, register=register, code=code, template=template, by=request.actor)
    done(request, _("Pola nomor tersimpan. Nomor yang sudah terbit tidak berubah."))
    return go(agency, "numbers")


def _number_page(
    request: AgencyRequest, row: setup.NumberRow, form: NumberForm, example: str = "", *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "row": row, "title": _(row.title), "example": example, "unsaved": form.is_bound}
    return render(request, "administration/number.html", context, status=status)
