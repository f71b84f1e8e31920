"""Django's entry to this room."""

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """Programs."""

    name = "programs"

    def ready(self) -> None:
        """Tell the shelves below what this room brings; needs the models to be loaded."""
        from programs import (
            answers,
            audiences,
            cards,
            mails,
            navigation,
            reminding,
            sign_ups,
            visibility,
        )

        visibility.register()
        audiences.register()
        answers.register()
        mails.register()
        reminding.register()
        sign_ups.register()
        navigation.register()
        cards.register()
