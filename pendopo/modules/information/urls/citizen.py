"""Addresses for citizens."""

from django.urls import path

from pendopo.modules.information.views.citizen import asking, deadlines, own, reading, submitting

urlpatterns = [
    path("permohonan/", reading.start, name="start"),
    path("permohonan/baru/informasi/", asking.wish, name="wish"),
    path("permohonan/baru/pemohon/", asking.requester, name="requester"),
    path("permohonan/baru/cara/", asking.way, name="way"),
    path("permohonan/baru/periksa/", submitting.check_answers, name="check_answers"),
    path("permohonan/tanda-terima/", submitting.receipt, name="receipt"),
    path("lacak/permohonan/", own.own, name="own"),
    path("lacak/tenggat/", deadlines.own_clocks, name="own_clocks"),
    path("lacak/tenggat.ics", deadlines.own_clocks_ics, name="own_clocks_ics"),
    path("lacak/lengkapi/", own.own_repair, name="own_repair"),
    path("lacak/cabut/", own.own_withdraw, name="own_withdraw"),
    path("lacak/berkas/<uuid:pk>/", own.own_file, name="own_file"),
    path("prosedur/permohonan/", reading.procedure, name="procedure"),
]
