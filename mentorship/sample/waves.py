"""Rotations of the executive program, wave by wave: slots asked for, offered, filled."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from mentorship.sample.cast import EXECUTIVE
from mentorship.sample.clock import Act, Clock
from mentorship.sample.program import Running, account
from mentorship.sample.rotating import Rotation
from mentorship.sample.structure import DIRECTOR, MANAGER, Employee
from mentorship.sample.words import texts
from participants.enums import UnitKind
from participants.models import Competency, Unit
from rotations.adapter import plan_for
from rotations.enums.rotating import SlotStage
from rotations.models import Placement, RotationSlot
from rotations.services import placements, slots
from rotations.services.placements import Wish

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wave:
    """Days before today; negative ones lie ahead. Every other slot begins `later` days later.

    Hosts of the last `silent` slots have not answered yet.
    """

    stage: SlotStage
    asks: int
    proposes: int
    begins: int
    lasts: int
    later: int = 0
    silent: int = 0


FOUNDATION, LEAD = SlotStage.FOUNDATION, SlotStage.LEAD
WAVES = (
    Wave(FOUNDATION, asks=420, proposes=402, begins=378, lasts=80),
    Wave(LEAD, asks=275, proposes=258, begins=238, lasts=88),
    Wave(FOUNDATION, asks=116, proposes=100, begins=80, lasts=72, later=32),
    Wave(LEAD, asks=30, proposes=14, begins=-30, lasts=84, silent=1),
)


class Waves:
    """All of them, in one program; the clock is told when what happens."""

    def __init__(self, clock: Clock, running: Running) -> None:
        self.clock, self.running, self.number = clock, running, 0
        self.tended: set[date] = set()

    def plan(self) -> None:
        """From the track's requirement to the last proposals."""
        first = self._at(WAVES[0].asks + 5)
        self.clock.at(first, self._require)
        for wave in WAVES:
            self.clock.at(self._at(wave.asks), self._asking(wave))
            self.clock.at(self._at(wave.proposes), self._proposing(wave))

    def _at(self, days: int) -> datetime:
        return self.clock.end.replace(hour=10, minute=0, second=0, microsecond=0) - days * DAY

    def _require(self, now: datetime) -> None:
        slots.require_rotations(
            track=self.running.tracks[0], foundation_count=1, lead_count=1, functions=2,
            by=self.running.owner, now=now,
        )  # fmt: skip

    def _asking(self, wave: Wave) -> Act:
        def act(now: datetime) -> None:
            told = [one for one in texts("rotations")["slots"] if one["stage"] == wave.stage]
            places = self.running.cast.scale.rotation_places
            for number, words in enumerate(told[: self.running.cast.scale.slots]):
                slot = self._ask(wave, words, number, places, now)
                if number >= self.running.cast.scale.slots - wave.silent:
                    continue
                moment = now + (1 + number) * DAY
                self.clock.at(moment, self._offering(slot))
                end = datetime.combine(slot.ends_on + 8 * DAY, time(11), UTC)
                self.clock.at(end, self._closing(slot))

        return act

    def _ask(
        self, wave: Wave, words: dict[str, str], number: int, places: int, now: datetime
    ) -> RotationSlot:
        begins = self.clock.end.date() - (wave.begins - wave.later * (number % 2)) * DAY
        function = Unit.objects.get(kind=UnitKind.FUNCTION, name=words["function"])
        host = self.running.staff.person(self._host(words["function"], number))
        return slots.create(
            program=self.running.program, host=host, by=self.running.owner, now=now,
            function=function, competency=Competency.objects.get(name=EXECUTIVE[number % 3]),
            title=words["title"], purpose=words["purpose"], stakeholders=words["stakeholders"],
            stage=wave.stage, capacity=places, starts_on=begins,
            ends_on=begins + wave.lasts * DAY,
        )  # fmt: skip

    def _host(self, function: str, number: int) -> Employee:
        """A manager of the function, rather one who takes part in no other way."""
        cast = self.running.cast
        mentees = {one.plan.number for sides in (cast.finished, cast.executives)
                   for one in sides.mentees}  # fmt: skip
        found = [
            one for one in self.running.staff.plans
            if one.function == function and MANAGER <= one.seniority <= DIRECTOR and one.reports
            and one.number not in mentees and one is not cast.hr_admin
        ]  # fmt: skip
        free = [one for one in found if one.number not in cast.busy]
        chosen = (
            free or found or [one for one in self.running.staff.plans if one.seniority == MANAGER]
        )
        return chosen[number % len(chosen)]

    def _offering(self, slot: RotationSlot) -> Act:
        return lambda now: slots.offer(slot=slot, by=account(slot.host), now=now)

    def _closing(self, slot: RotationSlot) -> Act:
        return lambda now: slots.close(slot=slot, by=account(slot.host), now=now)

    def _proposing(self, wave: Wave) -> Act:
        """The engine's plan, asked of everybody at once."""

        def act(now: datetime) -> None:
            plan = plan_for(self.running.program, now=now)
            wishes = [
                Wish(one.enrolment, one.slot, one.slot.starts_on, one.slot.ends_on, one.reasons)
                for one in plan.suggestions
            ]
            if not wishes:
                return
            batch = placements.propose_all(wishes=wishes, by=self.running.owner, now=now)
            rows = Placement.objects.filter(batch=batch).select_related(
                "person__user", "slot__host__user"
            )
            for row in rows.order_by("person__employee_id"):
                self.number += 1
                Rotation(self.clock, self.tended, row, self.number).answer(now)

        return act
