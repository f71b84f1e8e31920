"""Django's entry to this room."""

from django.apps import AppConfig


class RotationsConfig(AppConfig):
    """Rotations and coaching."""

    name = "rotations"

    def ready(self) -> None:
        """Tell the shelves below what each half brings; needs the models to be loaded."""
        from rotations import coaching, rotating

        rotating.register()
        coaching.register()
