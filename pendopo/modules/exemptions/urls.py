"""Addresses of the module, all below an agency's slug."""

from django.urls import path

from pendopo.modules.exemptions.views import deciding, plain, public, reading, testing

app_name = "exemptions"
_DESK = "meja/pengecualian/"
_CASE = f"{_DESK}<uuid:pk>/"

urlpatterns = [
    path("informasi-dikecualikan/", public.listed, name="listed"),
    path(_DESK, reading.inbox, name="inbox"),
    path(f"{_DESK}usul/", testing.propose, name="propose"),
    path(f"{_DESK}perbandingan/", reading.compare, name="compare"),
    path("meja/pengaturan/pengecualian/", deciding.arrange, name="arrange"),
    path(_CASE, reading.detail, name="detail"),
    path(f"{_CASE}lembar-uji/", deciding.sheet, name="sheet"),
    path(f"{_CASE}penetapan/", deciding.decree, name="decree"),
    path(f"{_CASE}berkas/<uuid:document_pk>/", deciding.file, name="file"),
    path(f"{_CASE}terima/", plain.accept, name="accept"),
    path(f"{_CASE}identifikasi/", testing.identify, name="identify"),
    path(f"{_CASE}dasar-hukum/", testing.analyse, name="analyse"),
    path(f"{_CASE}uji/", testing.test, name="test"),
    path(f"{_CASE}tetapkan/", deciding.determine, name="determine"),
    path(f"{_CASE}setujui/", deciding.agree, name="agree"),
    path(f"{_CASE}kembalikan/", plain.send_back, name="send_back"),
    path(f"{_CASE}hentikan/", plain.drop, name="drop"),
    path(f"{_CASE}uji-ulang/", plain.retest, name="retest"),
    path(f"{_CASE}buka/", plain.open_up, name="open_up"),
    path(f"{_CASE}batalkan/", plain.cancel, name="cancel"),
]
