"""Where people answer, screens send, and officers run surveys."""

from django.urls import path

from pendopo.modules.satisfaction.views import kiosk, kiosks, paper, surveys
from pendopo.modules.satisfaction.views.collecting import posters, respondents

_SURVEY = "meja/survei/<uuid:pk>/"
_BATCH = f"{_SURVEY}kertas/<uuid:batch_pk>/"
_SHEET = f"{_BATCH}<int:position>/"

urlpatterns = [
    path("survei/", respondents.start, name="start"),
    path("survei/terima-kasih/", respondents.thanks, name="thanks"),
    path("survei/layanan/<uuid:pk>/", respondents.by_service, name="by_service"),
    path("survei/undangan/<str:secret>/", respondents.invited, name="invited"),
    path("survei/<uuid:pk>/<uuid:service_pk>/", respondents.answer, name="answer"),
    path("layar/", kiosk.kiosk, name="kiosk"),
    path("layar/pasang/", kiosk.pair_kiosk, name="pair_kiosk"),
    path("layar/selesai/", kiosk.kiosk_thanks, name="kiosk_thanks"),
    path("layar/kirim/", kiosk.send_from_kiosk, name="send_from_kiosk"),
    path("layar/pekerja.js", kiosk.kiosk_worker, name="kiosk_worker"),
    path("meja/survei/", surveys.survey_list, name="survey_list"),
    path("meja/survei/baru/", surveys.prepare_survey, name="prepare_survey"),
    path(_SURVEY, surveys.detail, name="detail"),
    path(f"{_SURVEY}ubah/", surveys.arrange, name="arrange"),
    path(f"{_SURVEY}sampel/<uuid:service_pk>/", surveys.plan_sample, name="plan_sample"),
    path(f"{_SURVEY}buka/", surveys.open_survey, name="open_survey"),
    path(f"{_SURVEY}tutup/", surveys.close, name="close"),
    path(f"{_SURVEY}buka-lagi/", surveys.reopen, name="reopen"),
    path(f"{_SURVEY}poster/<uuid:service_pk>/", posters.poster, name="poster"),
    path(f"{_SURVEY}poster/<uuid:service_pk>/pdf/", posters.poster_pdf, name="poster_pdf"),
    path(f"{_SURVEY}layar/", kiosks.kiosk_list, name="kiosk_list"),
    path(f"{_SURVEY}layar/baru/", kiosks.make_kiosk, name="make_kiosk"),
    path(f"{_SURVEY}layar/<uuid:kiosk_pk>/", kiosks.point_kiosk, name="point_kiosk"),
    path(f"{_SURVEY}layar/<uuid:kiosk_pk>/kode/", kiosks.renew_code, name="renew_code"),
    path(f"{_SURVEY}layar/<uuid:kiosk_pk>/cabut/", kiosks.revoke_kiosk, name="revoke_kiosk"),
    path(f"{_SURVEY}kertas/", paper.batch_list, name="batch_list"),
    path(f"{_SURVEY}kertas/baru/", paper.begin_batch, name="begin_batch"),
    path(_BATCH, paper.batch, name="batch"),
    path(_SHEET, paper.enter_sheet, name="enter_sheet"),
    path(f"{_SHEET}ulang/", paper.check_sheet, name="check_sheet"),
    path(f"{_SHEET}putuskan/", paper.settle_sheet, name="settle_sheet"),
]
