"""Django's entry for kernel.people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Pengguna dan pemohon."""

    name = "pendopo.kernel.people"
    label = "people"
