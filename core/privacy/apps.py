"""Django's entry to this shelf."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Privacy."""

    name = "core.privacy"
