"""Who worked with whom, and when: names, roles and days, never how it was or how it ended."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from engagements.enums import MemberRole
from engagements.models import EngagementMember
from participants.models import Person
from programs.enums import Format
from programs.models import Cohort

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


#: Whose way through a cohort leads from one to the next.
LEARNING = (MemberRole.MENTEE, MemberRole.PEER)


@dataclass(frozen=True)
class Time:
    """Some time together, as one of those who met sees it, or as told of one mentee."""

    engagement: UUID
    partners: tuple[str, ...]
    as_what: "_StrOrPromise"
    program: str
    track: str
    begun: datetime
    ended: datetime | None

    @property
    def names(self) -> str:
        """With whom."""
        return ", ".join(self.partners)


@dataclass(frozen=True)
class Way:
    """A mentee's mentors or a peer's partners in a cohort, the first one first."""

    mentee: str
    times: tuple[Time, ...]


def history_of(person: Person) -> list[Time]:
    """The person's own, the latest first."""
    mine = EngagementMember.objects.filter(person=person, left_at=None)
    found = _times(mine.values("engagement"), {person.pk})
    return sorted((time for _key, time in found), key=lambda time: time.begun, reverse=True)


def ways_in(cohort: Cohort) -> list[Way]:
    """All mentees and peers of a cohort who have or had somebody, by name."""
    mentees = EngagementMember.objects.filter(engagement__cohort=cohort, role__in=LEARNING).exclude(
        engagement__format=Format.COACHING
    )
    people = dict(mentees.order_by("person__sort_key", "person_id").values_list("person", "pk"))
    times: dict[UUID, list[Time]] = defaultdict(list)
    for key, time in _times(mentees.values("engagement"), set(people), of=LEARNING):
        times[key].append(time)
    names = Person.objects.in_bulk(list(people))
    ordered = {key: sorted(times[key], key=lambda time: time.begun) for key in people}
    return [Way(names[key].name, tuple(told)) for key, told in ordered.items()]


def _times(
    engagements: object, people: set[UUID], of: Collection[str] = MemberRole.values
) -> Iterable[tuple[UUID, Time]]:
    """Each of these people's times in these relationships, as members of these roles."""
    rows = EngagementMember.objects.filter(engagement__in=engagements)  # type: ignore[misc]
    rows = rows.select_related("person", "engagement__track__program")
    together: dict[UUID, list[EngagementMember]] = defaultdict(list)
    for row in rows.order_by("person__sort_key", "pk"):
        together[row.engagement_id].append(row)
    for members in together.values():
        for me in members:
            if me.person_id in people and me.role in of:
                yield me.person_id, _time(me, [one for one in members if one != me])


def _time(me: EngagementMember, others: list[EngagementMember]) -> Time:
    engagement = me.engagement
    mentors = [one for one in others if one.role == MemberRole.MENTOR]
    shown = mentors if me.role == MemberRole.MENTEE and mentors else others
    return Time(
        engagement=engagement.pk,
        partners=tuple(one.person.name for one in shown),
        as_what=MemberRole(me.role).label,
        program=engagement.track.program.name,
        track=engagement.track.name,
        begun=engagement.started_at,
        ended=engagement.ended_at,
    )
