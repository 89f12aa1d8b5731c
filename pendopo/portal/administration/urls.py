"""Addresses of administration and of the audit trail."""

from __future__ import annotations

from django.urls import path

from pendopo.portal.administration.views import accounts, days, decrees, questions, services, settings, trail, units

app_name = "administration"
urlpatterns = [
    path("meja/pengaturan/", settings.overview, name="overview"),
    path("meja/pengaturan/instansi/", settings.settings, name="settings"),
    path("meja/pengaturan/tampilan/", settings.branding, name="branding"),
    path("meja/pengaturan/nomor/", settings.numbers, name="numbers"),
    path("meja/pengaturan/nomor/<slug:register>/", settings.number, name="number"),
    path("meja/pengaturan/unit/", units.units, name="units"),
    path("meja/pengaturan/unit/baru/", units.add_unit, name="add_unit"),
    path("meja/pengaturan/unit/<uuid:unit_pk>/", units.unit, name="unit"),
    path("meja/pengaturan/unit/<uuid:unit_pk>/status/", units.set_unit_active, name="set_unit_active"),
    path("meja/pengaturan/layanan/", services.services, name="services"),
    path("meja/pengaturan/layanan/baru/", services.add_service, name="add_service"),
    path("meja/pengaturan/layanan/<uuid:service_pk>/", services.service, name="service"),
    path("meja/pengaturan/layanan/<uuid:service_pk>/status/", services.set_service_active, name="set_service_active"),
    path("meja/pengaturan/petugas/", accounts.accounts, name="accounts"),
    path("meja/pengaturan/petugas/baru/", accounts.create_account, name="create_account"),
    path("meja/pengaturan/petugas/tambah/", accounts.invite_account, name="invite_account"),
    path("meja/pengaturan/petugas/<uuid:user_pk>/", accounts.account, name="account"),
    path("meja/pengaturan/petugas/<uuid:user_pk>/peran/", accounts.give_role, name="give_role"),
    path("meja/pengaturan/petugas/<uuid:user_pk>/peran/<int:grant_pk>/cabut/", accounts.take_role, name="take_role"),
    path("meja/pengaturan/petugas/<uuid:user_pk>/status/", accounts.set_account_active, name="set_account_active"),
    path("meja/pengaturan/petugas/<uuid:user_pk>/sandi/", accounts.set_password, name="set_password"),
    path(
        "meja/pengaturan/petugas/<uuid:user_pk>/langkah-kedua/",
        accounts.reset_second_step,
        name="reset_second_step",
    ),
    path("meja/pengaturan/bacaan-hukum/", questions.questions, name="questions"),
    path("meja/pengaturan/kalender/", days.days, name="days"),
    path("meja/pengaturan/kalender/keputusan/", decrees.load_decree, name="load_decree"),
    path("meja/pengaturan/kalender/baru/", days.add_day, name="add_day"),
    path("meja/pengaturan/kalender/<uuid:day_pk>/batalkan/", days.remove_day, name="remove_day"),
    path("meja/audit/", trail.trail, name="trail"),
    path("meja/audit/periksa/", trail.verify, name="verify"),
    path("meja/audit/<int:seq>/", trail.trail_entry, name="trail_entry"),
]
