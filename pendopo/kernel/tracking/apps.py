"""Django's entry for kernel.tracking."""

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    """Konsep, kode lacak, dan halaman lacak."""

    name = "pendopo.kernel.tracking"
    label = "tracking"
