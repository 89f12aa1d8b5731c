"""Django's entry for kernel.privacy."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Pelindungan data pribadi."""

    name = "pendopo.kernel.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Register permissions, letters and periodic jobs."""
        from pathlib import Path

        from pendopo.kernel.documents.letters import register_folder
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.kernel.privacy import tasks  # noqa: F401 - importing it registers the periodic jobs
        from pendopo.kernel.privacy.actions.views import COPY, FILE_VIEW
        from pendopo.kernel.privacy.foreign import declare_foreign
        from pendopo.kernel.privacy.permissions import PERMISSIONS
        from pendopo.kernel.privacy.registry import add_identity_view
        from pendopo.lib.text import gettext_noop

        declare_permissions(PERMISSIONS)
        declare_foreign()
        add_identity_view(FILE_VIEW, gettext_noop("Berkas identitas dibuka"))
        add_identity_view(COPY, gettext_noop("Salinan data diambil"))
        register_folder("privacy", Path(__file__).parent / "letters")
