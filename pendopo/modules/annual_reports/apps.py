"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class AnnualReportsConfig(AppConfig):
    """Laporan tahunan layanan informasi publik."""

    name = "pendopo.modules.annual_reports"
    label = "annual_reports"

    def ready(self) -> None:
        """Register permissions and letters."""
        from pathlib import Path

        from pendopo.kernel.documents.letters import register_folder
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.modules.annual_reports.permissions import PERMISSIONS

        declare_permissions(PERMISSIONS)
        register_folder("annual_reports", Path(__file__).parent / "letters")
