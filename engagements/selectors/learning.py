"""What a person learns by, as the pages tell it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, QuerySet

from engagements.models import Goal, Learning
from participants.models import Person
from programs.enums import Format

#: So long before its day the home page speaks of it.
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Entry:
    """One of them on a day: what is still to do may be late."""

    item: Learning
    today: date

    @property
    def day(self) -> date:
        """When it was done, else for when it is planned."""
        day = self.item.done_on or self.item.planned_on
        assert day is not None  # noqa: S101 - the database asks for one of the two
        return day

    @property
    def is_done(self) -> bool:
        """Whether it is behind them."""
        return self.item.done_on is not None

    @property
    def is_late(self) -> bool:
        """Whether its day has passed without it."""
        return not self.is_done and self.day < self.today


def kept(person: Person) -> "QuerySet[Learning]":
    """The person's own: what is to do first, by its day, then what is done, the latest first."""
    rows = Learning.objects.filter(person=person, removed_at=None)
    rows = rows.select_related("goal", "competency")
    return rows.order_by(F("done_on").desc(nulls_first=True), "planned_on", "pk")


def due(person: Person, today: date) -> list[Learning]:
    """What the person planned for these days, or for earlier ones, and has not done."""
    rows = Learning.objects.filter(person=person, removed_at=None, done_on=None)
    return list(rows.filter(planned_on__lte=today + AHEAD).order_by("planned_on", "pk"))


def serving(goal: Goal, today: date) -> list[Entry]:
    """What is learnt for a goal, by its days."""
    rows = Learning.objects.filter(goal=goal, removed_at=None)
    entries = [Entry(row, today) for row in rows.select_related("competency")]
    return sorted(entries, key=lambda one: (one.day, str(one.item.pk)))


def program_reads(item: Learning) -> bool:
    """Whether there is a program whose owner could read the title: mentoring, not coaching."""
    engagement = item.goal.engagement if item.goal else None
    return engagement is not None and engagement.format != Format.COACHING
