"""Addresses of redaction, below the officers' desk."""

from django.urls import path

from pendopo.kernel.documents.redaction.views import copying, drawing, releasing

app_name = "redaction"

_FILE = "meja/berkas/<uuid:pk>/"
_DRAFT = f"{_FILE}hitamkan/"

urlpatterns = [
    path(_DRAFT, drawing.redact, name="redact"),
    path(f"{_DRAFT}kotak/", drawing.add_box, name="add_box"),
    path(f"{_DRAFT}cari/", drawing.add_words, name="add_words"),
    path(f"{_DRAFT}kotak/<uuid:box_pk>/hapus/", drawing.remove_box, name="remove_box"),
    path(f"{_DRAFT}halaman/<int:page>.png", drawing.page_picture, name="page_picture"),
    path(f"{_DRAFT}pratinjau/", copying.preview, name="preview"),
    path(f"{_DRAFT}pratinjau/<int:page>.png", copying.preview_picture, name="preview_picture"),
    path(f"{_DRAFT}salinan/", copying.make_copy, name="make_copy"),
    path(f"{_FILE}periksa/", releasing.check_release, name="check_release"),
]
