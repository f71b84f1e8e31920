"""Who gives input for leaders, who reads it, and what each of them sees of a theme."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.accounts.once import once
from engagements.models import (
    EngagementMember,
    LeaderAnswer,
    PooledRelease,
    Theme,
    ThemeInput,
)
from engagements.permissions import may_ask, may_read_pooled
from engagements.selectors.membership import formats_of_relationships
from engagements.voices import LEADERS, voices
from programs.enums import Format
from programs.models import Cohort, Program, Track
from programs.permissions import has_role_anywhere
from programs.visibility import programs_of, run_by


def last_cut(now: datetime) -> datetime:
    """The Monday, at midnight UTC, before which something must have been given to be released now."""
    monday = now.astimezone(UTC).date() - timedelta(days=now.astimezone(UTC).weekday())
    return datetime.combine(monday, time(0), UTC)


def next_cut(now: datetime) -> datetime:
    """When what is given now can be released at the earliest."""
    return last_cut(now) + timedelta(days=7)


def reverse_members(user: Any) -> "QuerySet[EngagementMember]":
    """The user's part in pairs in which a junior mentors a senior, also in those that have ended."""
    return EngagementMember.objects.filter(
        person__user=user, left_at=None, engagement__format=Format.REVERSE
    )


def is_in_reverse(user: Any) -> bool:
    """Whether the user is, or was, in such a pair."""
    return Format.REVERSE in formats_of_relationships(user)


def still_to_say(user: Any) -> "QuerySet[Theme]":
    """Open themes of programs in which the user mentors upwards, and has said nothing to yet."""
    said = ThemeInput.objects.filter(author__user=user)
    mine = voices().filter(person__user=user).values("engagement__cohort__program")
    rows = Theme.objects.filter(program__in=mine, closed_at=None)
    return rows.exclude(pk__in=said.values("theme")).order_by("asked_at", "pk")


def programs_with_input(user: Any) -> "QuerySet[Program]":
    """Programs with a reverse track in which the user reads, answers for, gives or hears answers."""
    mine = Q(pk__in=reverse_members(user).values("engagement__cohort__program"))
    mine |= Q(pk__in=programs_of(user, *LEADERS)) | run_by(user, "pk")
    tracks = Track.objects.filter(format=Format.REVERSE)
    found = Program.objects.filter(mine, pk__in=tracks.values("program"), archived_at=None)
    return found.order_by("name", "pk")


def leads_with_input(user: Any) -> bool:
    """Whether the user is a leader of a program with a reverse track."""
    return has_role_anywhere(user, *LEADERS) and once(
        user, "leads with input", lambda: _leads(user)
    )


def _leads(user: Any) -> bool:
    tracks = Track.objects.filter(format=Format.REVERSE, program__in=programs_of(user, *LEADERS))
    return bool(tracks.exists())


def with_input(cohorts: "QuerySet[Cohort]") -> "QuerySet[Cohort]":
    """The same, and `has_input`: whether juniors mentor seniors in that program, so that leaders ask."""
    tracks = Track.objects.filter(program=OuterRef("program"), format=Format.REVERSE)
    return cohorts.annotate(has_input=Exists(tracks))


@dataclass(frozen=True)
class Batch:
    """A release, and the answer to it if there is one."""

    release: PooledRelease
    answer: LeaderAnswer | None


@dataclass(frozen=True)
class Asked:
    """A theme as one reader sees it."""

    theme: Theme
    may_give: bool
    reads: bool
    waiting: ThemeInput | None = None
    given: list[ThemeInput] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)

    @property
    def answers(self) -> list[LeaderAnswer]:
        """What leaders have answered, newest first."""
        return [batch.answer for batch in self.batches if batch.answer]

    @property
    def people(self) -> int:
        """How many pieces of input have been released."""
        return sum(batch.release.number for batch in self.batches)

    @property
    def unanswered(self) -> bool:
        """Whether something that was said has no answer yet."""
        return len(self.answers) < len(self.batches)


@dataclass(frozen=True)
class AskingProgram:
    """A program with its themes."""

    program: Program
    may_ask: bool
    themes: list[Asked]


def asking_programs(user: Any) -> list[AskingProgram]:
    """All that the user has to do with."""
    programs = list(programs_with_input(user))
    themes = Theme.objects.filter(program__in=programs).select_related("program", "asked_by")
    by_program: dict[UUID, list[Asked]] = {program.pk: [] for program in programs}
    for one in as_seen(user, themes):
        by_program[one.theme.program_id].append(one)
    return [
        AskingProgram(program, may_ask(user, program), by_program[program.pk])
        for program in programs
    ]


def as_seen(user: Any, themes: Iterable[Theme], *, words: bool = False) -> list[Asked]:
    """The themes with what is the user's own and what is out; `words` of releases only if asked for."""
    rows = list(themes)
    own: dict[UUID, list[ThemeInput]] = {row.pk: [] for row in rows}
    for said in ThemeInput.objects.filter(theme__in=rows, author__user=user, taken_back_at=None):
        own[said.theme_id].append(said)
    out: dict[UUID, list[Batch]] = {row.pk: [] for row in rows}
    releases = PooledRelease.objects.filter(theme__in=rows).select_related("answer__author")
    for release in releases if words else releases.defer("words"):
        out[release.theme_id].append(Batch(release, getattr(release, "answer", None)))
    mine = voices().filter(person__user=user)
    gives = set(mine.values_list("engagement__cohort__program", flat=True))
    return [
        Asked(
            theme=row,
            may_give=row.is_open and row.program_id in gives,
            reads=may_read_pooled(user, row.program),
            waiting=next((said for said in own[row.pk] if said.waits), None),
            given=[said for said in own[row.pk] if said.released_at],
            batches=out[row.pk],
        )
        for row in rows
    ]
