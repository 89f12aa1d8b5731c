"""Addresses of the module, all below an agency's slug."""

from django.urls import path

from pendopo.modules.disclosure.views import counted, public, suggesting, writing

app_name = "disclosure"
_DESK = "meja/jawaban/"
_CASE = f"{_DESK}<uuid:pk>/"

urlpatterns = [
    path("saran/", suggesting.suggest, name="suggest"),
    path("saran/buka/<slug:kind>/<uuid:pk>/", suggesting.open_item, name="open_item"),
    path("saran/selesai/", suggesting.finish, name="finish"),
    path("saran/terjawab/", suggesting.finished, name="finished"),
    path("jawaban/", public.listed, name="listed"),
    path("jawaban/atom.xml", public.feed, name="feed"),
    path("jawaban/<uuid:pk>/", public.answer, name="answer"),
    path("jawaban/<uuid:pk>/berkas/<uuid:file_pk>/", public.file, name="file"),
    path("meja/tanpa-permohonan/", counted.without_request, name="without_request"),
    path("meja/pengaturan/jawaban/", writing.arrange, name="arrange"),
    path(_DESK, writing.inbox, name="inbox"),
    path(f"{_DESK}umumkan/<uuid:inquiry_pk>/", writing.begin, name="begin"),
    path(_CASE, writing.detail, name="detail"),
    path(f"{_CASE}tulis/", writing.write, name="write"),
    path(f"{_CASE}ajukan/", writing.propose, name="propose"),
    path(f"{_CASE}kembalikan/", writing.send_back, name="send_back"),
    path(f"{_CASE}umumkan/", writing.publish, name="publish"),
    path(f"{_CASE}perbaiki/", writing.correct, name="correct"),
    path(f"{_CASE}batalkan-perbaikan/", writing.keep, name="keep"),
    path(f"{_CASE}tarik/", writing.withdraw, name="withdraw"),
    path(f"{_CASE}batalkan/", writing.drop, name="drop"),
]
