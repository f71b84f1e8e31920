"""Django's entry to this shelf."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Imports."""

    name = "core.imports"

    def ready(self) -> None:
        """Say who sees imports."""
        from core.design import navigation
        from core.imports import permissions
        from core.visibility.registry import grant

        grant("imports.ImportBatch", "imports", permissions.batches_of)
        navigation.register(
            "imports",
            _("Imports"),
            icon="arrow-up-tray",
            url_name="imports:list",
            allowed=lambda request: permissions.may_start(request.user),  # type: ignore[arg-type]
            order=80,
        )
