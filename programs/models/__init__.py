"""The stored truth of this room, a module for each thing a user would name."""

from programs.models.charter import Charter, CharterGoal
from programs.models.cohorts import Cohort, StageChange
from programs.models.enrolments import Enrolment, EnrolmentChange, MilestoneProgress
from programs.models.grades import Grade
from programs.models.programs import Program, ProgramRole
from programs.models.tiers import (
    MentorTier,
    TierChange,
    TierCriterion,
    Training,
    TrainingCompletion,
)
from programs.models.tracks import Criterion, EntryCriterion, Milestone, Track, TrackCompetency

__all__ = [
    "Charter",
    "CharterGoal",
    "Cohort",
    "Criterion",
    "Enrolment",
    "EnrolmentChange",
    "EntryCriterion",
    "Grade",
    "MentorTier",
    "Milestone",
    "MilestoneProgress",
    "Program",
    "ProgramRole",
    "StageChange",
    "TierChange",
    "TierCriterion",
    "Track",
    "TrackCompetency",
    "Training",
    "TrainingCompletion",
]
