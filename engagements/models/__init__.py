"""The stored truth of this room, a module for each thing a user would name."""

from engagements.models.agreements import Agreement, AgreementSignature
from engagements.models.attendance import Attendance
from engagements.models.checkins import CheckIn
from engagements.models.engagements import ClosingReview, Engagement, EngagementMember
from engagements.models.flash import FlashBooking, FlashSlot
from engagements.models.goals import ActionItem, Goal, GoalUpdate
from engagements.models.handovers import HandOver
from engagements.models.journals import JournalEntry
from engagements.models.learning import Learning
from engagements.models.partners import PartnerWish
from engagements.models.places import MentorCapacity, Place
from engagements.models.pooled import LeaderAnswer, PooledRelease, Theme, ThemeInput
from engagements.models.sessions import Session
from engagements.models.terms import MentorChange

__all__ = [
    "ActionItem",
    "Agreement",
    "AgreementSignature",
    "Attendance",
    "CheckIn",
    "ClosingReview",
    "Engagement",
    "EngagementMember",
    "FlashBooking",
    "FlashSlot",
    "Goal",
    "GoalUpdate",
    "HandOver",
    "JournalEntry",
    "LeaderAnswer",
    "Learning",
    "MentorCapacity",
    "MentorChange",
    "PartnerWish",
    "Place",
    "PooledRelease",
    "Session",
    "Theme",
    "ThemeInput",
]
