"""How many mentees a mentor takes at most: what they offered, and no more than their tier allows."""

from django.db.models.functions import Coalesce, Least

from programs.models import Enrolment, Track


def places_offered() -> Least:
    """The number as a query reads it. Least passes over what is NULL: no tier, or one without a limit."""
    return Least(Coalesce("capacity", "track__mentor_capacity"), "tier__most_mentees")


def places_of(enrolment: Enrolment, track: Track) -> int:
    """The same of a row in its track; its tier is read with it."""
    offered = track.mentor_capacity if enrolment.capacity is None else enrolment.capacity
    most = enrolment.tier.most_mentees if enrolment.tier else None
    return offered if most is None else min(offered, most)
