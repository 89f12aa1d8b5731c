"""Django's entry for the module: it adds its own to the kernel's registries."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Sengketa informasi publik."""

    name = "pendopo.modules.disputes"
    label = "disputes"

    def ready(self) -> None:
        """Register permissions, the register, facts for reports and letters."""
        from pathlib import Path

        from pendopo.kernel.documents.letters import register_folder
        from pendopo.kernel.people.permissions import declare_permissions
        from pendopo.kernel.privacy.registry import add_case_kind, add_identity_view
        from pendopo.kernel.reporting.facts import add_source
        from pendopo.kernel.reporting.registry import add_register
        from pendopo.lib.text import gettext_noop
        from pendopo.modules.disputes.permissions import PERMISSIONS
        from pendopo.modules.disputes.queries import PERSONS
        from pendopo.modules.disputes.reports import DISPUTE_FACTS, DISPUTES

        declare_permissions(PERMISSIONS)
        add_register(DISPUTES)
        add_case_kind(PERSONS)
        add_identity_view("dispute.dossier", gettext_noop("Berkas sengketa diambil"))
        add_source(DISPUTE_FACTS)
        register_folder("disputes", Path(__file__).parent / "letters")
