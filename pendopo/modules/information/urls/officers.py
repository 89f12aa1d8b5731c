"""Addresses for officers: the worklist, one case, and a page for every step."""

from django.urls import path

from pendopo.modules.information.views.officers import answering, detail, files, handling, inbox, intake, registering

_CASE = "meja/permohonan/<uuid:pk>/"
_FILE = f"{_CASE}berkas/<uuid:document_pk>/"

urlpatterns = [
    path("meja/permohonan/", inbox.inbox, name="inbox"),
    path("meja/permohonan/baru/", registering.register, name="register"),
    path(_CASE, detail.detail, name="detail"),
    path(f"{_CASE}tenggat/", detail.clocks, name="clocks"),
    path(f"{_CASE}tenggat.ics", detail.clocks_ics, name="clocks_ics"),
    path(f"{_CASE}tanda-terima/", registering.staff_receipt, name="staff_receipt"),
    path(_FILE, files.file, name="file"),
    path(f"{_FILE}keterlihatan/", files.set_file_visibility, name="set_file_visibility"),
    path(f"{_FILE}hapus/", files.remove_file, name="remove_file"),
    path(f"{_CASE}lengkap/", intake.declare_complete, name="declare_complete"),
    path(f"{_CASE}minta-lengkapi/", intake.declare_incomplete, name="declare_incomplete"),
    path(f"{_CASE}lengkapi/", intake.staff_repair, name="staff_repair"),
    path(f"{_CASE}tutup/", intake.close_incomplete, name="close_incomplete"),
    path(f"{_CASE}cabut/", intake.staff_withdraw, name="staff_withdraw"),
    path(f"{_CASE}kode-baru/", intake.reissue_code, name="reissue_code"),
    path(f"{_CASE}buka-nik/", intake.reveal_nik, name="reveal_nik"),
    path(f"{_CASE}teruskan/", handling.assign, name="assign"),
    path(f"{_CASE}ambil/", handling.take, name="take"),
    path(f"{_CASE}minta-bahan/", handling.ask_unit, name="ask_unit"),
    path(f"{_CASE}bahan/<uuid:material_pk>/", handling.supply, name="supply"),
    path(f"{_CASE}catatan/", handling.note, name="note"),
    path(f"{_CASE}aturan-tenggat/", handling.set_regime, name="set_regime"),
    path(f"{_CASE}perpanjang/", handling.extend, name="extend"),
    path(f"{_CASE}konsep/", answering.draft, name="draft"),
    path(f"{_CASE}ajukan/", answering.propose, name="propose"),
    path(f"{_CASE}kembalikan/", answering.send_back, name="send_back"),
    path(f"{_CASE}terbitkan/", answering.issue, name="issue"),
    path(f"{_CASE}pratinjau/", answering.letter_preview, name="letter_preview"),
    path(f"{_CASE}bayar/", answering.record_payment, name="record_payment"),
    path(f"{_CASE}serahkan/", answering.deliver, name="deliver"),
]
