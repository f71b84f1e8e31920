"""Django's entry to this shelf."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    """Reminders."""

    name = "core.reminders"

    def ready(self) -> None:
        """Register the mails, the door to one's own reminders, and the page in the account menu."""
        from core.design import navigation
        from core.outbox import kinds
        from core.reminders import mails, permissions
        from core.visibility.registry import grant

        kinds.register("reminders.single", mails.render_single)
        kinds.register("reminders.digest", mails.render_digest)
        grant("reminders.Reminder", "recipient", permissions.own)
        navigation.register(
            "notifications",
            _("Notifications"),
            icon="bell",
            url_name="reminders:preferences",
            menu=navigation.ACCOUNT,
        )
