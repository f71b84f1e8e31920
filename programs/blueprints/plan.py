"""What a program template is made of."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from programs.blueprints.tiers import TierPlan
from programs.enums import Format

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    Text = _StrOrPromise


@dataclass(frozen=True)
class TrackPlan:
    """A track to be: its rhythm, and what hangs from it.

    Criteria are (role, fact, operator, value); milestones (days after the start, name, text).
    """

    name: "Text"
    description: "Text"
    milestones: tuple[tuple[int, "Text", "Text"], ...]
    competencies: tuple["Text", ...] = ()
    criteria: tuple[tuple[str, str, str, str], ...] = ()
    format: Format = Format.ONE_TO_ONE
    exclusive: bool = True
    mentor_capacity: int = 1
    meeting_every_days: int = 21
    checkin_every_days: int = 30


@dataclass(frozen=True)
class Blueprint:
    """A program to be. Goals are (title, target)."""

    key: str
    name: "Text"
    icon: str
    fits: "Text"
    summary: "Text"
    purpose: "Text"
    commitment: "Text"
    guidelines: "Text"
    cadence: "Text"
    goals: tuple[tuple["Text", "Text"], ...]
    tracks: tuple[TrackPlan, ...]
    months: int = field(default=6)
    #: From the lowest up; none where mentors need no telling apart.
    tiers: tuple[TierPlan, ...] = ()
