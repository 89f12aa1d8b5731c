"""Addresses of annual reports, public and in the workspace."""

from django.urls import path

from pendopo.modules.annual_reports import views

app_name = "annual_reports"

_REPORT = "meja/laporan-tahunan/<uuid:pk>/"

urlpatterns = [
    path("laporan-layanan/", views.published, name="published"),
    path("laporan-layanan/<int:year>/", views.published_report, name="published_report"),
    path("laporan-layanan/<int:year>/laporan.pdf", views.published_pdf, name="published_pdf"),
    path("laporan-layanan/<int:year>/angka.xlsx", views.published_xlsx, name="published_xlsx"),
    path("meja/laporan-tahunan/", views.report_list, name="report_list"),
    path("meja/laporan-tahunan/baru/", views.start, name="start"),
    path(_REPORT, views.detail, name="detail"),
    path(f"{_REPORT}tulis/<slug:part>/", views.write, name="write"),
    path(f"{_REPORT}bekukan/", views.freeze, name="freeze"),
    path(f"{_REPORT}ajukan/", views.propose, name="propose"),
    path(f"{_REPORT}kembalikan/", views.send_back, name="send_back"),
    path(f"{_REPORT}setujui/", views.approve, name="approve"),
    path(f"{_REPORT}umumkan/", views.publish, name="publish"),
    path(f"{_REPORT}laporan.pdf", views.report_pdf, name="report_pdf"),
    path(f"{_REPORT}laporan.docx", views.report_docx, name="report_docx"),
    path(f"{_REPORT}angka.xlsx", views.report_xlsx, name="report_xlsx"),
    path(f"{_REPORT}pengumuman.pdf", views.announcement_pdf, name="announcement_pdf"),
]
