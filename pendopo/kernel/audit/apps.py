"""Django's entry for kernel.audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Jejak audit."""

    name = "pendopo.kernel.audit"
    label = "audit"
