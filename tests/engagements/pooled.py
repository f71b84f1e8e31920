"""A program with many who mentor upwards, made at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engagements.enums import MemberRole
from engagements.models import Engagement, EngagementMember, PooledRelease, Theme
from engagements.services import pooled
from participants.models import Person
from programs.enums import Format, ProgramRoleKind, Stage
from programs.models import Cohort, Program, ProgramRole

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MINIMUM = pooled.MINIMUM


@dataclass
class Upwards:
    """The program, who mentors upwards in it, and a theme."""

    program: Program
    juniors: list[Person]
    theme: Theme

    def give(self, number: int, words: str, now: datetime) -> None:
        """What this junior says."""
        pooled.give(theme=self.theme, author=self.juniors[number], words=words, by=None, now=now)

    def all_give(self, numbers: range, now: datetime, said: str = "Words") -> None:
        """So many say something."""
        for number in numbers:
            self.give(number, f"{said} of {number}", now)

    def leave(self, number: int, *, state: str = "ended") -> None:
        """Their pair has ended; or goes on after all."""
        ended = Engagement.objects.filter(members__person=self.juniors[number])
        moment = None if state == "active" else self.theme.asked_at
        ended.update(state=state, ended_at=moment)

    def lead(self, number: int) -> None:
        """They come to the board."""
        board = {"program": self.program, "role": ProgramRoleKind.BOARD_MEMBER}
        ProgramRole.objects.get_or_create(person=self.juniors[number], **board)

    @property
    def releases(self) -> list[PooledRelease]:
        """What leaders read, oldest first."""
        return list(self.theme.releases.order_by("cut_at"))


def upwards(number: int, now: datetime) -> Upwards:
    """So many pairs in one program, and an open theme."""
    program = Program.objects.create(name="Upwards")
    track = program.tracks.create(name="Upwards", format=Format.REVERSE, exclusive=False)
    begun = now - 30 * DAY
    cohort = Cohort.objects.create(
        program=program, name="First", stage=Stage.RUNNING, stage_since=begun,
        starts_on=begun.date(), ends_on=(begun + 200 * DAY).date(),
    )  # fmt: skip
    people = [
        Person(email=f"{name}{n}@up.test", given_name=f"{name} {n}", sort_key=f"{name} {n:02}")
        for name in ("junior", "senior")
        for n in range(number)
    ]
    Person.objects.bulk_create(people)
    pairs = Engagement.objects.bulk_create(
        Engagement(cohort=cohort, track=track, format=Format.REVERSE, started_at=begun)
        for _ in range(number)
    )
    sides = ((people[:number], MemberRole.MENTOR), (people[number:], MemberRole.MENTEE))
    EngagementMember.objects.bulk_create(
        EngagementMember(engagement=pair, person=person, role=role, joined_at=begun)
        for side, role in sides
        for pair, person in zip(pairs, side, strict=True)
    )
    theme = pooled.ask(program=program, question="What?", by=None, asked_by=None, now=begun)
    return Upwards(program, people[:number], theme)
