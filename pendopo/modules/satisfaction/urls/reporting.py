"""Figures, results, and what follows from them."""

from django.urls import path

from pendopo.modules.satisfaction.views import figures, follow_up, importing, reports, results

_SURVEY = "meja/survei/<uuid:pk>/"

urlpatterns = [
    path("kepuasan/", results.results, name="results"),
    path("kepuasan/<uuid:pk>/", results.published_result, name="published_result"),
    path("meja/survei/hasil/", figures.agency_figures, name="agency_figures"),
    path("meja/survei/templat/<slug:key>/", importing.import_template, name="import_template"),
    path(f"{_SURVEY}hasil/", figures.survey_figures, name="survey_figures"),
    path(f"{_SURVEY}tindak-lanjut/", follow_up.follow_up, name="follow_up"),
    path(f"{_SURVEY}tindak-lanjut/rencana/<slug:element>/", follow_up.plan, name="plan"),
    path("meja/survei/tindak-lanjut/<uuid:pk>/selesai/", follow_up.finish, name="finish"),
    path("meja/survei/tindak-lanjut/<uuid:pk>/batal/", follow_up.cancel, name="cancel"),
    path("meja/survei/tindak-lanjut/<uuid:pk>/bukti/", follow_up.proof, name="proof"),
    path(f"{_SURVEY}laporan/", reports.report, name="report"),
    path("meja/survei/laporan/<uuid:pk>/laporan.pdf", reports.report_pdf, name="report_pdf"),
    path("meja/survei/laporan/<uuid:pk>/laporan.docx", reports.report_docx, name="report_docx"),
    path("meja/survei/laporan/<uuid:pk>/olah-data.xlsx", reports.report_xlsx, name="report_xlsx"),
    path(f"{_SURVEY}jawaban.<slug:form>", reports.export, name="export"),
    path(f"{_SURVEY}umumkan/", figures.publish, name="publish"),
]
