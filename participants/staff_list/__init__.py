"""Importing a staff list: people, their place in the organisation, and facts about their work."""

from core.imports import kinds
from participants.staff_list.kind import StaffList


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(StaffList())
