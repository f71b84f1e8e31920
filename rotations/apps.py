"""Django's entry to this room."""

from django.apps import AppConfig


class RotationsConfig(AppConfig):
    """Rotations and coaching."""

    name = "rotations"
