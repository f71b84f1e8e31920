"""Reads of this room."""

from participants.selectors.people import organisation, organisation_for, person_of

__all__ = ["organisation", "organisation_for", "person_of"]
