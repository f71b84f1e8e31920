"""Django's entry to this shelf."""

from django.apps import AppConfig
from django.db.models import Q


class DraftsConfig(AppConfig):
    """Drafts."""

    name = "core.drafts"

    def ready(self) -> None:
        """A draft is its author's alone; every form of the design system gets one."""
        from core.design import drafting
        from core.drafts import audiences
        from core.drafts.forms import keep
        from core.visibility.registry import grant

        audiences.register()
        grant("drafts.Draft", "author", lambda user: Q(user=user))
        drafting.register(keep)
