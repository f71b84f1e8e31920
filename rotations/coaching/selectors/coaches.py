"""The pool as its list shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from engagements.selectors.relationships import zone_name
from participants.enums import Direction
from participants.models import PersonCompetency
from programs.answers import LANGUAGES
from rotations.coaching.selectors.fit import load_of
from rotations.models import CoachProfile

NAMES = dict(LANGUAGES)


@dataclass(frozen=True)
class Coach:
    """A coach in words."""

    profile: CoachProfile
    name: str
    competencies: tuple[str, ...]
    languages: tuple[str, ...]
    zone: str
    coachees: int

    @property
    def is_in_pool(self) -> bool:
        """Whether they are proposed."""
        return self.profile.left_pool_at is None

    @property
    def has_come(self) -> bool:
        """Whether they can sign in."""
        return self.profile.person.user_id is not None


def listed(user: Any, *, only: UUID | None = None) -> list[Coach]:
    """The coaches whom the user may see, those in the pool first; or `only` one."""
    rows = CoachProfile.objects.visible_to(user)
    if only:
        rows = rows.filter(pk=only)
    found = in_words(rows)
    return sorted(found, key=lambda coach: not coach.is_in_pool)


def in_words(profiles: Iterable[CoachProfile]) -> list[Coach]:
    """What each offers, in the order given; a fixed number of queries for a queryset."""
    offered = PersonCompetency.objects.filter(direction=Direction.OFFERED)
    offered = offered.select_related("competency").order_by("competency__name")
    rows = list(
        profiles.select_related("person__user", "person__profile").prefetch_related(  # type: ignore[attr-defined]
            Prefetch("person__competencies", queryset=offered, to_attr="offered_here")
        )
    )
    load = load_of(rows)
    return [_coach(row, load[row.person_id]) for row in rows]


def _coach(row: CoachProfile, coachees: int) -> Coach:
    profile = getattr(row.person, "profile", None)
    return Coach(
        profile=row,
        name=row.person.name,
        competencies=tuple(each.competency.name for each in row.person.offered_here),  # type: ignore[attr-defined]
        languages=tuple(NAMES.get(code, code) for code in (profile.languages if profile else ())),
        zone=zone_name(row.person),
        coachees=coachees,
    )
