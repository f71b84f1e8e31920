"""Django's entry to this shelf."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Health."""

    name = "core.health"

    def ready(self) -> None:
        """Register this shelf's own checks, and the worker's pulse."""
        from core.health import checks, parts, pulse

        checks.register("database", parts.database)
        checks.register("broker", parts.broker, needs_database=False)
        checks.register("worker", parts.worker)
        checks.register("beat", parts.beat)
        pulse.connect()
