"""One placement of the sample: answered, begun, looked at by three, ended and thought about."""

import random
from datetime import UTC, date, datetime, time, timedelta

from mentorship.sample import steps
from mentorship.sample.clock import Act, Clock
from mentorship.sample.program import account
from mentorship.sample.words import texts
from participants.enums import PersonStatus
from participants.models import Person
from rotations.enums.rotating import (
    AGREED,
    CheckpointKind,
    PlacementRole,
    PlacementState,
    RefusalCategory,
    SlotStage,
)
from rotations.models import Checkpoint, Placement
from rotations.selectors.people import concerned, engagements_for
from rotations.services import checkpoints, debriefs, placements, upkeep

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: How many placements in a row are answered by all; the next one waits for its host.
ANSWERED = 5
#: What the three say at first, later and at the end: knowledge, impact.
USUAL = {
    CheckpointKind.THIRD: (2, 1),
    CheckpointKind.TWO_THIRDS: (3, 3),
    CheckpointKind.END: (4, 4),
}
#: How the milestones of the two rotations stand in the track, in days after its start.
MILESTONE = {SlotStage.FOUNDATION: 120, SlotStage.LEAD: 270}


class Rotation:
    """A proposed placement and what becomes of it.

    `tended` are the days on which time has its way with all placements; they are shared.
    """

    def __init__(self, clock: Clock, tended: set[date], placement: Placement, number: int) -> None:
        self.clock, self.tended, self.placement, self.number = clock, tended, placement, number
        self.chance = random.Random(3000 + number)  # noqa: S311 - a story, not a secret

    def answer(self, now: datetime) -> None:
        """The mentee says yes within three days, the host some time after."""
        late = self.placement.starts_on > self.clock.end.date()
        moment = now + self.chance.uniform(0.2, 2.5) * DAY
        if late and self.number % ANSWERED == 1:
            self.clock.at(moment, self._decline)
            return
        self.clock.at(moment, self._confirming(PlacementRole.MENTEE))
        if not (late and self.number % ANSWERED == 0):
            later = moment + self.chance.uniform(0.5, 3) * DAY
            self.clock.at(later, self._confirming(PlacementRole.HOST))

    def _confirming(self, role: PlacementRole) -> Act:
        def act(now: datetime) -> None:
            self.placement.refresh_from_db()
            by = self.placement.person if role == PlacementRole.MENTEE else self.placement.slot.host
            if self.placement.state != PlacementState.PROPOSED or not _is_here(by):
                return
            row = placements.confirm(placement=self.placement, role=role, by=account(by), now=now)
            if row.state == PlacementState.CONFIRMED:
                self._agreed(row)

        return act

    def _decline(self, now: datetime) -> None:
        placements.decline(
            placement=self.placement, role=PlacementRole.MENTEE, category=RefusalCategory.TIME,
            words=texts("rotations")["refusal"], by=account(self.placement.person), now=now,
        )  # fmt: skip

    def _agreed(self, row: Placement) -> None:
        """What its days bring."""
        self.placement = row
        self._tend_on(row.starts_on)
        self._tend_on(row.ends_on + DAY)
        for checkpoint in row.checkpoints.all():
            self._tend_on(checkpoint.due_on - upkeep.AHEAD)
            self._tend_on(checkpoint.due_on + DAY)
            self._look_at(checkpoint)
        self.clock.at(_noon(row.ends_on + (3 + self.number % 5) * DAY), self._think_back)

    def _tend_on(self, day: date) -> None:
        if day in self.tended:
            return
        self.tended.add(day)
        moment = datetime.combine(day, time(4), UTC)
        self.clock.at(moment, lambda at: upkeep.keep_up(today=at.date(), now=at))

    def _look_at(self, checkpoint: Checkpoint) -> None:
        for turn, role in enumerate(PlacementRole):
            silent = self.number % 7 == 3 and role == PlacementRole.HOST
            ahead = checkpoint.due_on + 20 * DAY > self.clock.end.date()
            if not (silent and ahead):
                moment = _noon(checkpoint.due_on) + (turn * 9 - 6 + self.number % 5) * HOUR
                self.clock.at(moment, self._rating(checkpoint, role))

    def _rating(self, checkpoint: Checkpoint, role: PlacementRole) -> Act:
        def act(now: datetime) -> None:
            self.placement.refresh_from_db()
            if self.placement.state not in AGREED:
                return
            person = self._person(role)
            if person is None or not _is_here(person):
                return
            knowledge, impact = self._marks(checkpoint.kind, role)
            checkpoints.rate(
                checkpoint=checkpoint, person=person, knowledge=knowledge, impact=impact,
                note=self._note(checkpoint.kind, role), by=account(person), now=now,
            )  # fmt: skip

        return act

    def _person(self, role: PlacementRole) -> Person | None:
        found = [one.person for one in concerned(self.placement) if one.role == role]
        return found[0] if found else None

    @property
    def _apart(self) -> bool:
        """Whether mentee and host see it quite differently."""
        return self.number % 6 == 2

    def _marks(self, kind: str, role: PlacementRole) -> tuple[int, int]:
        """Who does the work is hopeful about its effect, who lives with it a little less."""
        knowledge, impact = USUAL[CheckpointKind(kind)]
        if role == PlacementRole.MENTEE:
            impact += 1 if self._apart or self.number % 3 == 0 else 0
        if role == PlacementRole.HOST:
            impact -= 1 if self._apart else 0
            knowledge += 1 if self.number % 4 == 0 else 0
        return min(knowledge, 5), max(1, min(impact, 5))

    def _note(self, kind: str, role: PlacementRole) -> str:
        told = texts("rotations")["notes"]
        if self._apart and kind == CheckpointKind.END and role in told["apart"]:
            return str(told["apart"][role])
        found = told[role][kind]
        return str(found[self.number % len(found)])

    def _think_back(self, now: datetime) -> None:
        """The debrief, of which the mentor may read one or two answers."""
        self.placement.refresh_from_db()
        person = self.placement.person
        if self.placement.state != PlacementState.COMPLETED or not _is_here(person):
            return
        told = texts("rotations")["debriefs"]
        answers = told[self.number % len(told)]
        by = account(person)
        sections = debriefs.write(placement=self.placement, answers=answers, by=by, now=now)
        if engagements_for([self.placement]):
            shared = {"differently"} if self.number % 2 else {"differently", "lead"}
            for section in sections:
                if section.prompt in shared:
                    debriefs.share(section=section, by=by, now=now)
        steps.reach_alone(
            self.placement.enrolment, MILESTONE[SlotStage(self.placement.slot.stage)], now
        )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _is_here(person: Person) -> bool:
    return Person.objects.filter(pk=person.pk, status=PersonStatus.ACTIVE).exists()
