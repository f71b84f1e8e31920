"""Django's entry to this room."""

from django.apps import AppConfig


class EngagementsConfig(AppConfig):
    """Engagements."""

    name = "engagements"

    def ready(self) -> None:
        """Tell the shelves below what this room brings; needs the models to be loaded."""
        from engagements import (
            audiences,
            booking,
            cards,
            flash_cards,
            mails,
            navigation,
            pooled_cards,
            pooled_reminding,
            reminding,
            stage_check,
            visibility,
        )
        from engagements.services import flash

        visibility.register()
        audiences.register()
        navigation.register()
        cards.register()
        flash_cards.register()
        pooled_cards.register()
        stage_check.register()
        mails.register()
        reminding.register()
        pooled_reminding.register()
        booking.register("short conversations", flash.follow)
