"""Django's entry to this room."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Matching."""

    name = "matching"

    def ready(self) -> None:
        """Tell the shelves below what this room brings; needs the models to be loaded."""
        from matching import (
            apart,
            audiences,
            cards,
            mails,
            navigation,
            reacting,
            reminding,
            stage_check,
            talk_mails,
            visibility,
            way_mails,
        )

        visibility.register()
        audiences.register()
        apart.register()
        cards.register()
        mails.register()
        navigation.register()
        talk_mails.register()
        reacting.register()
        reminding.register()
        stage_check.register()
        way_mails.register()
