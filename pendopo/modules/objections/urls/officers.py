"""Addresses for officers: the worklist, one objection, and a page for every step."""

from django.urls import path

from pendopo.modules.objections.views.officers import answering, detail, handling, inbox, registering

_CASE = "meja/keberatan/<uuid:pk>/"

urlpatterns = [
    path("meja/keberatan/", inbox.inbox, name="inbox"),
    path("meja/keberatan/baru/", registering.register, name="register"),
    path(_CASE, detail.detail, name="detail"),
    path(f"{_CASE}tenggat/", detail.clocks, name="clocks"),
    path(f"{_CASE}berkas/<uuid:document_pk>/", detail.file, name="file"),
    path(f"{_CASE}tanda-terima/", registering.staff_receipt, name="staff_receipt"),
    path(f"{_CASE}kode-baru/", registering.reissue_code, name="reissue_code"),
    path(f"{_CASE}musyawarah/", handling.settle, name="settle"),
    path(f"{_CASE}catatan/", handling.note, name="note"),
    path(f"{_CASE}tanggapan-pemohon/", handling.staff_respond, name="staff_respond"),
    path(f"{_CASE}cabut/", handling.staff_withdraw, name="staff_withdraw"),
    path(f"{_CASE}putuskan/", answering.answer, name="answer"),
    path(f"{_CASE}surat/", answering.letter_preview, name="letter_preview"),
    path(f"{_CASE}laksanakan/", answering.execute, name="execute"),
]
