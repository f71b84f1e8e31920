"""What rotations tell the shelves below: rows, texts, mails, reminders, places to be found."""


def register() -> None:
    """Called once from AppConfig.ready(), when all models are loaded."""
    from rotations.rotating import (  # noqa: PLC0415 - they need the models
        audiences,
        cards,
        mails,
        navigation,
        reacting,
        reminding,
        visibility,
    )

    visibility.register()
    audiences.register()
    navigation.register()
    cards.register()
    mails.register()
    reminding.register()
    reacting.register()
