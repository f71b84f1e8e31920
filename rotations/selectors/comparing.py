"""What the three say at a checkpoint, side by side, and where they see it differently."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from rotations.models import Checkpoint, CheckpointRating
from rotations.scales import IMPACT, KNOWLEDGE
from rotations.selectors.people import Concerned, concerned

#: So many steps apart are worth a conversation.
APART = 2


@dataclass(frozen=True)
class Said:
    """One of the three and their answer, if there is one that the reader may read."""

    who: Concerned
    rating: CheckpointRating | None

    @property
    def knowledge(self) -> "str | Promise":
        """The step in words."""
        return KNOWLEDGE[self.rating.knowledge] if self.rating else ""

    @property
    def impact(self) -> "str | Promise":
        """The step in words."""
        return IMPACT[self.rating.impact] if self.rating else ""


@dataclass(frozen=True)
class Comparison:
    """A checkpoint as one of the three may see it."""

    said: tuple[Said, ...]
    knowledge_apart: int
    impact_apart: int

    @property
    def differs(self) -> bool:
        """Whether two of them are far apart."""
        return max(self.knowledge_apart, self.impact_apart) >= APART

    @property
    def answered(self) -> int:
        """How many answers the reader reads."""
        return sum(each.rating is not None for each in self.said)


def comparison(checkpoint: Checkpoint, user: Any) -> Comparison:
    """Side by side, of those whose answers the user may read."""
    rows = CheckpointRating.objects.visible_to(user).filter(checkpoint=checkpoint)
    by_person = {row.person_id: row for row in rows}
    everybody = concerned(checkpoint.placement)
    found = list(by_person.values())
    return Comparison(
        said=tuple(Said(each, by_person.get(each.person.pk)) for each in everybody),
        knowledge_apart=_apart([row.knowledge for row in found]),
        impact_apart=_apart([row.impact for row in found]),
    )


def _apart(steps: list[int]) -> int:
    return max(steps) - min(steps) if steps else 0
