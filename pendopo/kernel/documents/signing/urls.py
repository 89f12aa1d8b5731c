"""Addresses of letters' signatures: the public check page, and the officers' pages."""

from django.urls import path

from pendopo.kernel.documents.signing.views import checking, letters

app_name = "signing"
_DESK = "meja/surat/"
urlpatterns = [
    path("surat/<slug:code>/", checking.check, name="check"),
    path(_DESK, letters.letters, name="letters"),
    path(f"{_DESK}tanda-tangan/", letters.sign, name="sign"),
    path(f"{_DESK}<uuid:pk>/", letters.letter, name="letter"),
    path(f"{_DESK}<uuid:pk>/berkas/terbit/", letters.issued_file, name="issued_file"),
    path(f"{_DESK}<uuid:pk>/berkas/bertanda-tangan/", letters.signed_file, name="signed_file"),
    path(f"{_DESK}<uuid:pk>/cetak/", letters.print_copy, name="print_copy"),
    path(f"{_DESK}<uuid:pk>/minta/", letters.ask, name="ask"),
    path(f"{_DESK}<uuid:pk>/unggah/", letters.upload, name="upload"),
    path(f"{_DESK}<uuid:pk>/kembalikan/", letters.decline, name="decline"),
    path(f"{_DESK}<uuid:pk>/cabut/", letters.withdraw, name="withdraw"),
]
