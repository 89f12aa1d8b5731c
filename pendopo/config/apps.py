"""Django's entry for the whole: it connects the modules once all of them are loaded."""

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    """Pemasangan."""

    name = "pendopo.config"
    label = "config"

    def ready(self) -> None:
        """Connect the reactions across modules."""
        from pendopo import wiring
        from pendopo.config.health import checks  # noqa: F401 - registers itself

        wiring.connect()
