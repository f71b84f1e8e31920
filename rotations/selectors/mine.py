"""What somebody has to do with rotations: as mentee, as host, as mentor, as who runs a program."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from core.accounts.once import once
from engagements.enums import MemberRole
from engagements.models import Session
from engagements.selectors.membership import roles_in_relationships
from participants.selectors import person_of
from programs.models import Program
from programs.visibility import run_by
from rotations.enums.rotating import LIVE, PlacementState
from rotations.models import DebriefSection, Placement, RotationRequirement, RotationSlot
from rotations.selectors.rows import mentored_by

RELATED = ("slot__function", "slot__host", "slot__program", "person")


@dataclass(frozen=True)
class Mine:
    """The rotations of one person, by what they are in them."""

    own: tuple[Placement, ...]
    slots: tuple[RotationSlot, ...]
    mentored: tuple[Placement, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing."""
        return not (self.own or self.slots or self.mentored)


def is_in_one(user: Any) -> bool:
    """Whether the user is mentee, host or mentor in some rotation: most people are in none."""
    return once(user, "in a rotation", lambda: _is_in_one(user))


def _is_in_one(user: Any) -> bool:
    me = person_of(user)
    return me is not None and (
        Placement.objects.filter(person=me.pk).exists()
        or RotationSlot.objects.filter(host=me.pk).exists()
        or (MemberRole.MENTOR in roles_in_relationships(user) and mentored_by(user).exists())
    )


def of_user(user: Any) -> Mine:
    """Everything, in four queries."""
    rows = Placement.objects.select_related(*RELATED)
    hosted = rows.filter(state__in=LIVE).order_by("starts_on", "pk")
    slots = RotationSlot.objects.filter(host__user=user).select_related("function", "program")
    return Mine(
        own=tuple(rows.filter(person__user=user).order_by("-starts_on", "pk")),
        slots=tuple(
            slots.prefetch_related(Prefetch("placements", hosted, "live")).order_by(
                "-starts_on", "pk"
            )
        ),
        mentored=tuple(rows.filter(pk__in=mentored_by(user)).order_by("-starts_on", "pk")),
    )


def to_answer(user: Any) -> "list[Placement]":
    """Proposals that wait for the user's yes or no."""
    rows = Placement.objects.filter(state=PlacementState.PROPOSED).select_related(*RELATED)
    mine = rows.filter(person__user=user, mentee_confirmed_at=None)
    hosted = rows.filter(slot__host__user=user, host_confirmed_at=None)
    return [*mine.order_by("starts_on", "pk"), *hosted.order_by("starts_on", "pk")]


def programs_run_by(user: Any) -> "QuerySet[Program]":
    """Programs that the user runs, those with slots first."""
    slots = RotationSlot.objects.filter(program=OuterRef("pk"))
    rows = Program.objects.filter(archived_at=None).filter(run_by(user, "pk"))
    return rows.annotate(has_slots=Exists(slots)).order_by("-has_slots", "name", "pk")


def programs_to_host_for(user: Any) -> "QuerySet[Program]":
    """Programs whose people go on rotations, as far as the user knows of them."""
    rows = Program.objects.visible_to(user).filter(published_at__isnull=False, archived_at=None)
    asks = RotationRequirement.objects.filter(track__program=OuterRef("pk"))
    has = RotationSlot.objects.filter(program=OuterRef("pk"))
    return rows.filter(Exists(asks) | Exists(has)).order_by("name", "pk")


def programs_with_slots(user: Any) -> "QuerySet[Program]":
    """Those of them in which there is something to look at."""
    return programs_run_by(user).filter(pk__in=RotationSlot.objects.values("program"))


def to_look_back_at(user: Any) -> "QuerySet[Placement]":
    """The user's finished rotations without a debrief."""
    rows = Placement.objects.filter(person__user=user, state=PlacementState.COMPLETED)
    return rows.filter(debrief_sections=None).select_related("slot").order_by("-ends_on", "pk")


def shown_since_last_session(user: Any) -> "list[DebriefSection]":
    """Answers of debriefs that somebody shows the user and that they have not met about since."""
    rows = DebriefSection.objects.visible_to(user).exclude(author__user=user)
    found = rows.filter(shared_with__isnull=False).select_related("author", "placement")
    listed = list(found.defer("text").order_by("-shared_at", "pk"))
    held = Session.objects.filter(
        engagement__in={row.shared_with_id for row in listed}, state="held"
    ).values_list("engagement", "starts_at")
    last: dict[Any, Any] = {}
    for engagement, at in held:
        last[engagement] = max(at, last.get(engagement, at))
    return [
        row
        for row in listed
        if row.shared_with_id not in last
        or (row.shared_at and row.shared_at > last[row.shared_with_id])
    ]
