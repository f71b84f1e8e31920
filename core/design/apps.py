"""Django's entry to this shelf."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Design."""

    name = "core.design"
