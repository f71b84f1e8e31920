"""Django's entry to this room."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Matching."""

    name = "matching"

    def ready(self) -> None:
        """Tell the shelves below what this room brings; needs the models to be loaded."""
        from matching import audiences, cards, mails, reacting, stage_check, visibility

        visibility.register()
        audiences.register()
        cards.register()
        mails.register()
        reacting.register()
        stage_check.register()
