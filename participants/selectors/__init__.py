"""Reads of this room."""

from participants.selectors.people import organisation, person_of

__all__ = ["organisation", "person_of"]
