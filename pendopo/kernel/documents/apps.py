"""Django's entry for kernel.documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Berkas dan surat."""

    name = "pendopo.kernel.documents"
    label = "documents"

    def ready(self) -> None:
        """Make the permissions of signing and redaction known, and say whether files are scanned."""
        from django.core.checks import Tags, register

        from pendopo.kernel.documents.checks import check_scanner
        from pendopo.kernel.documents.redaction.permissions import PERMISSIONS
        from pendopo.kernel.documents.signing import permissions
        from pendopo.kernel.people.permissions import declare_permissions

        permissions.declare()
        declare_permissions(PERMISSIONS)
        register(check_scanner, Tags.security, deploy=True)
