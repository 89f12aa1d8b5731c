"""Addresses of privacy."""

from django.urls import path

from pendopo.kernel.privacy.views import citizen, identity, incidents, keeping, overview, requests

app_name = "privacy"

_DESK = "meja/data-pribadi/"
_LIST = f"{_DESK}pemusnahan/<uuid:pk>/"
_ASKED = f"{_DESK}permintaan/<uuid:pk>/"
_INCIDENT = f"{_DESK}insiden/<uuid:pk>/"

urlpatterns = [
    path("privasi/", overview.statement, name="statement"),
    path("lacak/data-pribadi/<slug:subject_type>/", citizen.own, name="own"),
    path("lacak/data-pribadi/<slug:subject_type>/<uuid:pk>.zip", citizen.own_copy, name="own_copy"),
    path(_DESK, overview.overview, name="overview"),
    path(f"{_DESK}pemrosesan/", overview.processing, name="processing"),
    path(f"{_DESK}pemrosesan.<slug:file_format>", overview.processing_file, name="processing_file"),
    path(f"{_DESK}pengaturan/", overview.arrange, name="arrange"),
    path(f"{_DESK}pemberitahuan/", overview.state, name="state"),
    path(f"{_DESK}masa-simpan/", keeping.retention, name="retention"),
    path(f"{_DESK}masa-simpan/<slug:period>/", keeping.choose_period, name="choose_period"),
    path(f"{_DESK}masa-simpan/<slug:period>/<slug:kind>/usulkan/", keeping.propose, name="propose"),
    path(f"{_DESK}tahan/", keeping.hold, name="hold"),
    path(f"{_DESK}tahan/<uuid:pk>/akhiri/", keeping.lift, name="lift"),
    path(_LIST, keeping.destruction, name="destruction"),
    path(f"{_LIST}setujui/", keeping.approve, name="approve"),
    path(f"{_LIST}tolak/", keeping.refuse, name="refuse"),
    path(f"{_LIST}berita-acara/", keeping.certificate, name="certificate"),
    path(f"{_DESK}permintaan/", requests.request_list, name="request_list"),
    path(f"{_DESK}permintaan/terima/", requests.receive, name="receive"),
    path(_ASKED, requests.subject_request, name="subject_request"),
    path(f"{_ASKED}jawab/", requests.answer, name="answer"),
    path(f"{_ASKED}perbaiki/", requests.correct, name="correct"),
    path(f"{_ASKED}cabut/", requests.withdraw, name="withdraw"),
    path(f"{_ASKED}salinan.zip", requests.copy, name="copy"),
    path(f"{_DESK}pembukaan-identitas/", identity.identity_views_page, name="identity_views"),
    path(f"{_DESK}insiden/", incidents.incident_list, name="incident_list"),
    path(f"{_DESK}insiden/catat/", incidents.record, name="record"),
    path(_INCIDENT, incidents.incident, name="incident"),
    path(f"{_INCIDENT}uraian/", incidents.incident_describe, name="incident_describe"),
    path(f"{_INCIDENT}terdampak/", incidents.incident_find, name="incident_find"),
    path(f"{_INCIDENT}beri-tahu/", incidents.incident_tell, name="incident_tell"),
    path(f"{_INCIDENT}laporan/", incidents.incident_report, name="incident_report"),
    path(f"{_INCIDENT}tutup/", incidents.incident_close, name="incident_close"),
    path(f"{_INCIDENT}surat/", incidents.incident_letter, name="incident_letter"),
    path(f"{_INCIDENT}surat/<uuid:affected_pk>/", incidents.affected_letter, name="affected_letter"),
]
