"""Django's entry for kernel.workflow."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Alur kerja."""

    name = "pendopo.kernel.workflow"
    label = "workflow"
