"""Django's entry to this room."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """Metrics."""

    name = "metrics"

    def ready(self) -> None:
        """Tell the shelves below what this room brings; needs the models to be loaded."""
        from metrics import cards, navigation, reacting, visibility

        visibility.register()
        reacting.register()
        navigation.register()
        cards.register()
