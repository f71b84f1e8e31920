"""What a change of mentors would do: which pairs end, which stay, and whom it can't reach."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from engagements.enums import OPEN_STATES, MemberRole, SessionState
from engagements.models import Engagement, EngagementMember, MentorChange
from engagements.selectors.partners import would_stay
from participants.models import Person
from programs.enums import Format
from programs.models import Cohort, Track
from programs.selectors.terms import changes
from programs.services.announcements import recipient_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

#: Pairs that began so shortly before the day stay together for the next term.
FRESH = timedelta(days=30)


@dataclass(frozen=True)
class Turn:
    """A pair before a change of mentors; `why` says why it stays, or nothing."""

    engagement: UUID
    mentees: tuple[Person, ...]
    mentors: tuple[Person, ...]
    planned: int
    why: "_StrOrPromise"

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody in it."""
        return (*self.mentees, *self.mentors)

    @property
    def title(self) -> str:
        """Their names, the mentee first."""
        return " · ".join(person.name for person in self.people)


@dataclass(frozen=True)
class TermPlan:
    """A change of mentors that nobody has confirmed yet."""

    cohort: Cohort
    track: Track
    day: date
    ending: tuple[Turn, ...]
    staying: tuple[Turn, ...]

    @property
    def mark(self) -> str:
        """Tells this plan from another."""
        keys = sorted(str(turn.engagement) for turn in self.ending)
        return salted_hmac("engagements.term", f"{self.day} {keys}").hexdigest()[:32]

    @property
    def told(self) -> list[Person]:
        """Who gets a mail."""
        return [person for person in self._everybody if recipient_of(person)]

    @property
    def unreachable(self) -> list[Person]:
        """Who has no address for it."""
        return [person for person in self._everybody if not recipient_of(person)]

    @property
    def planned(self) -> int:
        """Sessions that would be called off."""
        return sum(turn.planned for turn in self.ending)

    @property
    def _everybody(self) -> list[Person]:
        people = {person.pk: person for turn in self.ending for person in turn.people}
        return sorted(people.values(), key=lambda person: (person.sort_key, str(person.pk)))


def day_of_change(cohort: Cohort, track: Track, today: date) -> date | None:
    """The last day that has come and waits to be confirmed, else the next one ahead."""
    made = MentorChange.objects.filter(cohort=cohort, track=track, undone_at=None)
    return _day(cohort, track, today, made.order_by("-day").values_list("day", flat=True).first())


def coming(
    cohorts: Iterable[Cohort], today: date, within: timedelta
) -> Iterator[tuple[Cohort, Track, date]]:
    """Changes that are due or come within this time, and are about somebody; in as many queries for
    many cohorts as for one. Their programs' tracks are best prefetched.
    """
    soon = [
        (cohort, track)
        for cohort in cohorts
        for track in cohort.program.tracks.all()
        if any(day <= today + within for day in changes(cohort, track))
    ]
    if not soon:
        return
    keys = {cohort.pk for cohort, _track in soon}
    made = MentorChange.objects.filter(cohort__in=keys, undone_at=None).order_by("day")
    last = {(a, b): day for a, b, day in made.values_list("cohort", "track", "day")}
    meet = set(_meeting(cohort__in=keys).order_by().values_list("cohort", "track").distinct())
    for cohort, track in soon:
        day = _day(cohort, track, today, last.get((cohort.pk, track.pk)))
        if day is not None and day <= today + within and (cohort.pk, track.pk) in meet:
            yield cohort, track, day


def _meeting(**where: Any) -> "QuerySet[Engagement]":
    rows = Engagement.objects.filter(state__in=OPEN_STATES, **where)
    return rows.exclude(format=Format.COACHING)


def _day(cohort: Cohort, track: Track, today: date, last: date | None) -> date | None:
    days = [day for day in changes(cohort, track) if last is None or day > last]
    come = [day for day in days if day <= today]
    return come[-1] if come else (days[0] if days else None)


def plan_of(cohort: Cohort, track: Track, now: datetime) -> TermPlan | None:
    """What would happen on that day as people are now; None where no change lies ahead."""
    day = day_of_change(cohort, track, now.date())
    if day is None:
        return None
    planned = Count("sessions", filter=Q(sessions__state=SessionState.PLANNED))
    found = list(_meeting(cohort=cohort, track=track).annotate(planned=planned).order_by("pk"))
    willing, sides = would_stay(found), _sides(found)
    turns = [
        Turn(
            engagement=row.pk,
            mentees=tuple(sides.get((row.pk, MemberRole.MENTEE), ())),
            mentors=tuple(sides.get((row.pk, MemberRole.MENTOR), ())),
            planned=row.planned,
            why=_why_it_stays(row, willing, day),
        )
        for row in found
    ]
    turns.sort(key=lambda turn: turn.title)
    ending = tuple(turn for turn in turns if not turn.why)
    return TermPlan(cohort, track, day, ending, tuple(turn for turn in turns if turn.why))


def _why_it_stays(engagement: Engagement, willing: set[UUID], day: date) -> "_StrOrPromise":
    if engagement.pk in willing:
        return _("Both would like to go on together")
    if engagement.started_at.astimezone(UTC).date() > day - FRESH:
        return _("Began less than a month before")
    return ""


def _sides(found: Sequence[Engagement]) -> dict[tuple[UUID, str], list[Person]]:
    """Who is on which side; of two peers one is on each."""
    rows = EngagementMember.objects.filter(engagement__in=found, left_at=None)
    sides: dict[tuple[UUID, str], list[Person]] = {}
    for row in rows.select_related("person__user").order_by("person__sort_key", "pk"):
        sides.setdefault((row.engagement_id, row.role), []).append(row.person)
    for (engagement, role), people in list(sides.items()):
        if role == MemberRole.PEER:
            sides[engagement, MemberRole.MENTEE] = people[:1]
            sides[engagement, MemberRole.MENTOR] = people[1:]
    return sides


def last_change(cohort: Cohort, track: Track) -> MentorChange | None:
    """The newest that stands."""
    return MentorChange.objects.filter(cohort=cohort, track=track, undone_at=None).first()
