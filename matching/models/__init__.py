"""The stored truth of this room, a module for each thing a user would name."""

from matching.models.fairness import FairnessReport
from matching.models.offers import Offer, Publication
from matching.models.pins import PinnedPair
from matching.models.policies import MatchPolicy, PolicyCriterion
from matching.models.proposals import PairDecision, Proposal, UnmatchedPerson
from matching.models.purposes import LawfulPurpose
from matching.models.requests import MentorRequest
from matching.models.runs import DraftStep, MatchDraft, MatchRun
from matching.models.talks import TalkTime
from matching.models.ways import OtherWay
from matching.models.wishes import MentorWish

__all__ = [
    "DraftStep",
    "FairnessReport",
    "LawfulPurpose",
    "MatchDraft",
    "MatchPolicy",
    "MatchRun",
    "MentorRequest",
    "MentorWish",
    "Offer",
    "OtherWay",
    "PairDecision",
    "PinnedPair",
    "PolicyCriterion",
    "Proposal",
    "Publication",
    "TalkTime",
    "UnmatchedPerson",
]
