"""Django's entry to this shelf."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events."""

    name = "core.events"

    def ready(self) -> None:
        """Let `/healthz` see a consumer that is stuck."""
        from core.events import health
        from core.health import checks

        checks.register("events", health.events)
