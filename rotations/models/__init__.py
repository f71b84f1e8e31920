"""The stored truth of this room, a module for each thing a user would name."""

from rotations.models.checkpoints import Checkpoint, CheckpointRating
from rotations.models.coaches import CoachProfile, CoachRate
from rotations.models.coaching import (
    CoachingEngagement,
    CoachNote,
    CoachProposal,
    CoachSearch,
    FactsConsent,
    ThreeWayContract,
    ThreeWaySignature,
)
from rotations.models.contracts import CoachingContract, HoursEntry
from rotations.models.debriefs import DebriefSection
from rotations.models.placements import Placement, PlacementRefusal
from rotations.models.slots import RotationRequirement, RotationSlot

__all__ = [
    "Checkpoint",
    "CheckpointRating",
    "CoachNote",
    "CoachProfile",
    "CoachProposal",
    "CoachRate",
    "CoachSearch",
    "CoachingContract",
    "CoachingEngagement",
    "DebriefSection",
    "FactsConsent",
    "HoursEntry",
    "Placement",
    "PlacementRefusal",
    "RotationRequirement",
    "RotationSlot",
    "ThreeWayContract",
    "ThreeWaySignature",
]
