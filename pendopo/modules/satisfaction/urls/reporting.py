"""Figures, results, and what follows from them."""

from django.urls import path

from pendopo.modules.satisfaction.views import figures, follow_up, importing, reports, results, voices

_SURVEY = "meja/survei/<uuid:pk>/"

urlpatterns = [
    path("kepuasan/", results.results, name="results"),
    path("kepuasan/<uuid:pk>/", results.published_result, name="published_result"),
    path("kepuasan/<uuid:pk>/poster.pdf", results.result_poster_pdf, name="result_poster_pdf"),
    path("kepuasan/<uuid:pk>/poster.png", results.result_poster_png, name="result_poster_png"),
    path("kepuasan/<uuid:pk>/suara/", results.published_voices, name="published_voices"),
    path("meja/survei/suara/", voices.voice_list, name="voice_list"),
    path("meja/survei/suara/pilah/", voices.sort_voices, name="sort_voices"),
    path("meja/survei/suara/<int:pk>/umumkan/", voices.publish_voice, name="publish_voice"),
    path("meja/survei/suara/<int:pk>/tarik/", voices.withdraw_voice, name="withdraw_voice"),
    path("meja/survei/hasil/", figures.agency_figures, name="agency_figures"),
    path("meja/survei/templat/<slug:key>/", importing.import_template, name="import_template"),
    path(f"{_SURVEY}hasil/", figures.survey_figures, name="survey_figures"),
    path(f"{_SURVEY}pembanding/", figures.like_services, name="like_services"),
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
