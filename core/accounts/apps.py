"""Django's entry to this shelf."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "core.accounts"
