"""Django's entry to this shelf."""

from django.apps import AppConfig
from django.core import checks


class CryptoConfig(AppConfig):
    """Crypto."""

    name = "core.crypto"

    def ready(self) -> None:
        """Malformed or development keys are found before the first request."""
        from core.crypto.checks import check_keys

        checks.register(check_keys, checks.Tags.security)
