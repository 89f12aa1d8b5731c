"""Django's entry for kernel.operation."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Operasi."""

    name = "pendopo.kernel.operation"
    label = "operation"
