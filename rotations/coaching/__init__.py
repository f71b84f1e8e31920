"""Coaching by people from outside: the pool, contracts and their hours, and what stays private.

Its models stand in `rotations/models/` with the others of this room; all else is here.
"""


def register() -> None:
    """Called once from AppConfig.ready(); needs the models to be loaded."""
    from rotations.coaching import (  # noqa: PLC0415 - they need the models
        audiences,
        booking,
        cards,
        mails,
        navigation,
        visibility,
    )

    for part in (audiences, booking, cards, mails, navigation, visibility):
        part.register()
