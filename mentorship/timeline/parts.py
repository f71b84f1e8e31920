"""What a timeline is made of."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Pillar(TextChoices):
    """The lanes, in their order on the page."""

    MENTORING = "mentoring", _("Mentoring")
    COACHING = "coaching", _("Coaching")
    ROTATION = "rotation", _("Rotations")
    LEARNING = "learning", _("Learning")
    MILESTONE = "milestone", _("Milestones")


ICONS = {
    Pillar.MENTORING: "chat-bubble-left-right",
    Pillar.COACHING: "academic-cap",
    Pillar.ROTATION: "arrow-path-rounded-square",
    Pillar.LEARNING: "book-open",
    Pillar.MILESTONE: "flag",
}


@dataclass(frozen=True)
class Item:
    """Something that lasts from `start` to `end` (None: goes on), or happens on a day.

    `goals` and `competencies` say what it serves. `marks` are days on which its people met.
    """

    pillar: Pillar
    title: "_StrOrPromise"
    start: date
    end: date | None = None
    lasts: bool = True
    ahead: bool = False
    note: "_StrOrPromise" = ""
    url: str = ""
    goals: frozenset[UUID] = frozenset()
    competencies: frozenset[UUID] = frozenset()
    marks: tuple[date, ...] = ()

    @property
    def icon(self) -> str:
        """What its pillar looks like."""
        return ICONS[self.pillar]


@dataclass(frozen=True)
class Theme:
    """A goal as the reader may know it, and what serves it."""

    id: UUID
    title: str
    competency: str
    competency_id: UUID | None
    progress: int
    state: str
    state_label: "_StrOrPromise"
    due_on: date | None
    url: str = ""
    items: list[Item] = field(default_factory=list)

    def get_state_display(self) -> "_StrOrPromise":
        """Its state in words, as a row would say it."""
        return self.state_label

    def serves(self, item: Item) -> bool:
        """Whether the item belongs under this goal."""
        if self.id in item.goals:
            return True
        return self.competency_id is not None and self.competency_id in item.competencies
