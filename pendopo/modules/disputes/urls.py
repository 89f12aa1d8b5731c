"""Addresses of disputes."""

from django.urls import path

from pendopo.modules.disputes import views

app_name = "disputes"

_CASE = "meja/sengketa/<uuid:pk>/"

urlpatterns = [
    path("meja/sengketa/", views.worklist, name="worklist"),
    path("meja/sengketa/catat/", views.record, name="record"),
    path("meja/sengketa/berkas/<uuid:objection_pk>.pdf", views.dossier_pdf, name="dossier_pdf"),
    path("meja/sengketa/berkas/<uuid:objection_pk>.zip", views.dossier_zip, name="dossier_zip"),
    path(_CASE, views.detail, name="detail"),
    path(f"{_CASE}registrasi/", views.register, name="register"),
    path(f"{_CASE}mediasi/", views.mediate, name="mediate"),
    path(f"{_CASE}sepakat/", views.agree, name="agree"),
    path(f"{_CASE}ajudikasi/", views.adjudicate, name="adjudicate"),
    path(f"{_CASE}uji-konsekuensi/", views.order_test, name="order_test"),
    path(f"{_CASE}putusan/", views.decide, name="decide"),
    path(f"{_CASE}gugatan/", views.sue, name="sue"),
    path(f"{_CASE}tetap/", views.end, name="end"),
    path(f"{_CASE}gugur/", views.lapse, name="lapse"),
    path(f"{_CASE}sidang/", views.schedule, name="schedule"),
    path(f"{_CASE}catatan/", views.note, name="note"),
]
