"""Importing program sign-ups: people, and what they take part in as whom."""

from core.imports import kinds
from programs.sign_ups.kind import SignUps


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(SignUps())
