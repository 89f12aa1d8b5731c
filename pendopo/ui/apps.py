"""Registers the look as a Django app, so that its templates, tags and static files are found."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The app of templates, tags and the stylesheet; it has no models."""

    name = "pendopo.ui"
    label = "ui"
