"""The stored truth of this room, a module for each thing a user would name."""

from rotations.models.checkpoints import Checkpoint, CheckpointRating
from rotations.models.debriefs import DebriefSection
from rotations.models.placements import Placement, PlacementRefusal
from rotations.models.slots import RotationRequirement, RotationSlot

__all__ = [
    "Checkpoint",
    "CheckpointRating",
    "DebriefSection",
    "Placement",
    "PlacementRefusal",
    "RotationRequirement",
    "RotationSlot",
]
