"""Which rows of rotations a user may see.

Whoever runs a program sees its slots and placements: who is where, and when. How it goes is read
by the three whom it is about: mentee, host, and the mentor in the mentee's relationship. Owners and
HR count what is due through rotations.selectors.due, and read no word.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from core.visibility.registry import grant
from engagements.visibility import engagements_of
from programs.models import Enrolment
from programs.visibility import run_by
from rotations.models import Checkpoint, Placement
from rotations.selectors.rows import mentored_by, shared_by_three


def _placements(user: Any) -> Q:
    return Q(pk__in=shared_by_three(user))


def _slots(user: Any) -> Q:
    placements = Placement.objects.filter(pk__in=shared_by_three(user))
    return Q(host__user=user) | Q(pk__in=placements.values("slot"))


def _checkpoints(user: Any) -> Q:
    return Q(placement__in=shared_by_three(user))


def _open_ratings(user: Any) -> Q:
    """Whoever has not answered reads nobody: what the others say must not colour what they say."""
    seen = Checkpoint.objects.filter(
        _checkpoints(user), opened_at__isnull=False, ratings__person__user=user
    )
    return Q(checkpoint__in=seen.values("pk"))


def _requirements(user: Any) -> Q:
    tracks = Enrolment.objects.filter(person__user=user).values("track")
    return Q(track__in=tracks)


def _shown(user: Any) -> Q:
    """As long as the relationship lasts: who is no mentor any more reads nothing of the rotation."""
    shared = Q(shared_with__in=engagements_of(user))
    return shared & Q(placement__in=mentored_by(user))


def _run_by(path: str) -> Callable[[Any], Q]:
    return lambda user: run_by(user, path)


def register() -> None:
    """Called once from AppConfig.ready()."""
    for label, path in {
        "rotations.RotationRequirement": "track__program",
        "rotations.RotationSlot": "program",
        "rotations.Placement": "slot__program",
    }.items():
        grant(label, "runs", _run_by(path))
    grant("rotations.RotationRequirement", "enrolled", _requirements)
    grant("rotations.RotationSlot", "in it", _slots)
    grant("rotations.Placement", "the three", _placements)
    grant("rotations.PlacementRefusal", "own", lambda user: Q(person__user=user))
    grant("rotations.Checkpoint", "the three", _checkpoints)
    grant("rotations.CheckpointRating", "own", lambda user: Q(person__user=user))
    grant("rotations.CheckpointRating", "open", _open_ratings)
    grant("rotations.DebriefSection", "own", lambda user: Q(author__user=user))
    grant("rotations.DebriefSection", "shared", _shown)
