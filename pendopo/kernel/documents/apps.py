"""Django's entry for kernel.documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Berkas dan surat."""

    name = "pendopo.kernel.documents"
    label = "documents"
