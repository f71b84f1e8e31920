"""A member's own view of their relationships; everything a page or a card of theirs shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from engagements.enums import GoalState, MemberRole, SessionState
from engagements.models import (
    ActionItem,
    Agreement,
    CheckIn,
    Engagement,
    EngagementMember,
    Goal,
    Session,
)
from engagements.naming import called, is_circle
from engagements.permissions import is_open
from participants.models import Person
from programs.enums import PAIRED, Format

PREFETCHED = (
    "members__person__user",
    "sessions",
    "actions__owner",
    "goals__competency",
    "agreements__signatures",
    "checkins",
)


class AgreementStanding(StrEnum):
    """What an agreement waits for."""

    NONE = "none"
    MINE = "mine"
    THEIRS = "theirs"
    SIGNED = "signed"


@dataclass(frozen=True)
class Relationship:
    """A relationship as one member sees it."""

    engagement: Engagement
    me: EngagementMember
    partners: tuple[EngagementMember, ...]
    upcoming: tuple[Session, ...]
    unlogged: tuple[Session, ...]
    held: tuple[Session, ...]
    cancelled: tuple[Session, ...]
    promises: tuple[ActionItem, ...]
    goals: tuple[Goal, ...]
    agreement: Agreement | None
    standing: AgreementStanding
    check_in: CheckIn | None

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return is_open(self.engagement)

    @property
    def is_flash(self) -> bool:
        """Whether it is one short conversation, without agreement, goals or rhythm."""
        return self.engagement.format == Format.FLASH

    @property
    def is_paired(self) -> bool:
        """Whether two accompany each other: coaches are chosen elsewhere, and a circle is left."""
        return self.engagement.format in PAIRED

    @property
    def is_among_peers(self) -> bool:
        """Whether both are of one side and take turns."""
        return self.engagement.format == Format.PEER

    @property
    def names(self) -> str:
        """Who the others are, or which circle it is."""
        members = (self.me, *self.partners)
        return called(self.engagement, members, lambda member: member.pk == self.me.pk)

    @property
    def title(self) -> str:
        """The same at the beginning of a line."""
        return self.names[:1].upper() + self.names[1:]

    @property
    def everybody(self) -> tuple[EngagementMember, ...]:
        """All members, whoever leads first, then by name."""
        members = (self.me, *self.partners)
        return tuple(
            sorted(members, key=lambda m: (m.role != MemberRole.MENTOR, m.person.sort_key))
        )

    @property
    def is_circle(self) -> bool:
        """Whether it is a circle."""
        return is_circle(self.engagement)

    @property
    def leads(self) -> bool:
        """Whether it is I who leads the circle."""
        return self.is_circle and self.me.role == MemberRole.MENTOR

    @cached_property
    def leads_too(self) -> bool:
        """Whether I lead it as the second: the members have their places with somebody else."""
        return self.leads and not self.engagement.places.filter(mentor=self.me.person_id).exists()

    @property
    def next_session(self) -> Session | None:
        """The first of those to come."""
        return self.upcoming[0] if self.upcoming else None

    @property
    def last_session(self) -> Session | None:
        """The latest that took place."""
        return self.held[0] if self.held else None

    @property
    def my_promises(self) -> tuple[ActionItem, ...]:
        """What I have still to do."""
        return tuple(item for item in self.promises if item.owner_id == self.me.person_id)

    @property
    def open_goals(self) -> tuple[Goal, ...]:
        """Goals that are worked on."""
        return tuple(goal for goal in self.goals if goal.state == GoalState.OPEN)

    @property
    def partner_zone(self) -> str:
        """The clock of the one partner; a circle lives by many."""
        return zone_name(self.partners[0].person) if self.partners and not self.is_circle else ""


def relationships_of(
    person: Person, *, now: datetime, only: UUID | None = None
) -> list[Relationship]:
    """The person's relationships: those that go on first, then the latest; or `only` one."""
    rows = Engagement.objects.filter(members__person=person, members__left_at=None)
    if only:
        rows = rows.filter(pk=only)
    rows = rows.select_related("cohort__program", "track").prefetch_related(*PREFETCHED)
    found = [_as_seen_by(person, engagement, now) for engagement in rows]
    return sorted(found, key=lambda one: not one.is_open)


def zone_name(person: Person) -> str:
    """The time zone a person lives by: as they set it, else as the staff list says, else UTC."""
    return person.user.timezone if person.user else person.timezone or "UTC"


def _as_seen_by(person: Person, engagement: Engagement, now: datetime) -> Relationship:
    members = [member for member in engagement.members.all() if member.left_at is None]
    me = next(member for member in members if member.person_id == person.pk)
    sessions = [row for row in engagement.sessions.all() if is_for(row, me, engagement)]
    sessions.sort(key=lambda session: session.starts_at)
    planned = [row for row in sessions if row.state == SessionState.PLANNED]
    agreement = next(iter(engagement.agreements.all()), None)
    return Relationship(
        engagement=engagement,
        me=me,
        partners=tuple(member for member in members if member.person_id != person.pk),
        upcoming=tuple(row for row in planned if ends_at(row) > now),
        unlogged=tuple(row for row in planned if ends_at(row) <= now),
        held=tuple(row for row in reversed(sessions) if row.state == SessionState.HELD),
        cancelled=tuple(
            row for row in sessions if row.state == SessionState.CANCELLED and not row.unplanned
        ),
        promises=tuple(item for item in engagement.actions.all() if item.done_at is None),
        goals=tuple(engagement.goals.all()),
        agreement=agreement,
        standing=_standing(agreement, members, person),
        check_in=_open_check_in(engagement.checkins.all(), person),
    )


def is_for(session: Session, member: EngagementMember, engagement: Engagement) -> bool:
    """Whoever joins a circle later has no part in what was said before."""
    joined = member.joined_at
    return not is_circle(engagement) or session.starts_at >= joined or session.created_at >= joined


def ends_at(session: Session) -> datetime:
    """When it is over."""
    return session.ends_at


def _standing(
    agreement: Agreement | None, members: list[EngagementMember], person: Person
) -> AgreementStanding:
    if agreement is None:
        return AgreementStanding.NONE
    signed = {signature.person_id for signature in agreement.signatures.all()}
    if person.pk not in signed:
        return AgreementStanding.MINE
    everybody = {member.person_id for member in members}
    return AgreementStanding.SIGNED if everybody <= signed else AgreementStanding.THEIRS


def _open_check_in(checkins: Iterable[CheckIn], person: Person) -> CheckIn | None:
    """The latest one that the person has not answered; an older one is past its time."""
    mine = [row for row in checkins if row.person_id == person.pk]
    latest = max(mine, key=lambda row: row.due_on, default=None)
    return latest if latest and latest.answered_at is None else None
