"""Addresses for citizens; what needs an opened case lies below the tracking page, where the browser sends its cookie."""

from django.urls import path

from pendopo.modules.objections.views.citizen import asking, own, submitting

urlpatterns = [
    path("keberatan/", asking.start, name="start"),
    path("keberatan/baru/alasan/", asking.grounds, name="grounds"),
    path("keberatan/baru/informasi/", asking.periodic, name="periodic"),
    path("keberatan/baru/penjelasan/", asking.story, name="story"),
    path("keberatan/baru/pemohon/", asking.objector, name="objector"),
    path("keberatan/baru/periksa/", submitting.check_answers, name="check_answers"),
    path("keberatan/tanda-terima/", submitting.receipt, name="receipt"),
    path("lacak/ajukan-keberatan/", asking.begin, name="begin"),
    path("lacak/keberatan/", own.own, name="own"),
    path("lacak/keberatan/berkas/<uuid:pk>/", own.own_file, name="own_file"),
    path("lacak/keberatan/cabut/", own.own_withdraw, name="own_withdraw"),
    path("lacak/keberatan/puas/", own.own_accept, name="own_accept"),
    path("lacak/keberatan/tidak-puas/", own.own_contest, name="own_contest"),
]
