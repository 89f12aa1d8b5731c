"""Addresses of the list of public information."""

from django.urls import path

from pendopo.modules.dip.views import decreeing, public, publishing, reading, writing

app_name = "dip"

urlpatterns = [
    path("informasi/", public.listed, name="listed"),
    path("informasi/daftar.csv", public.listed_csv, name="listed_csv"),
    path("informasi/daftar.xlsx", public.listed_xlsx, name="listed_xlsx"),
    path("informasi/penetapan/", public.decrees, name="decrees"),
    path("informasi/penetapan/<uuid:pk>/surat/", public.decree_letter, name="decree_letter"),
    path("informasi/penetapan/<uuid:pk>/daftar.csv", public.decree_list, name="decree_list"),
    path("informasi/<uuid:pk>/", public.entry, name="entry"),
    path("informasi/<uuid:pk>/berkas/<uuid:document>/", public.entry_file, name="entry_file"),
    path("meja/dip/", reading.inbox, name="inbox"),
    path("meja/dip/susun/", writing.write, name="write"),
    path("meja/dip/penetapan/", decreeing.decree, name="decree"),
    path("meja/dip/templat.xlsx", decreeing.import_template, name="import_template"),
    path("meja/dip/<uuid:pk>/", reading.detail, name="detail"),
    path("meja/dip/<uuid:pk>/versi/<int:number>/", reading.version, name="version"),
    path("meja/dip/<uuid:pk>/berkas/<uuid:document>/", reading.file, name="file"),
    path("meja/dip/<uuid:pk>/ubah/", writing.edit, name="edit"),
    path("meja/dip/<uuid:pk>/ajukan/", writing.submit, name="submit"),
    path("meja/dip/<uuid:pk>/kembalikan/", writing.send_back, name="send_back"),
    path("meja/dip/<uuid:pk>/hentikan/", writing.drop, name="drop"),
    path("meja/dip/<uuid:pk>/terbitkan/", publishing.publish, name="publish"),
    path("meja/dip/<uuid:pk>/revisi/", publishing.revise, name="revise"),
    path("meja/dip/<uuid:pk>/mutakhir/", publishing.confirm, name="confirm"),
    path("meja/dip/<uuid:pk>/batalkan/", publishing.discard, name="discard"),
    path("meja/dip/<uuid:pk>/tarik/", publishing.withdraw, name="withdraw"),
]
