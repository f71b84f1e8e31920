"""A cohort in which three are left without a mentor, beside a track of circles with a few seats."""

import uuid
from typing import Any

from matching.models import MatchRun, OtherWay
from matching.services.publish import publish
from matching.services.ways import offer_many
from programs.enums import Format
from programs.models import Cohort, Enrolment, Track
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.world import World


class Without:
    """One place for four mentees with an account; a leader with `seats` for whoever would be in a circle."""

    def __init__(self, world: World, now: Any, *, seats: int = 2) -> None:
        self.now = now
        self.circles: Track = world.program.tracks.create(
            name="Small circles", format=Format.CIRCLE, exclusive=False, mentor_capacity=seats
        )
        self.into: Cohort = cohort(world, "Without")
        mentor("Only Mentor", self.into, world.track, seniority=9, account=True)
        mentor("Circle Leader", self.into, self.circles, seats, seniority=8)
        for name in ("Ada A", "Bo B", "Cleo C", "Dan D"):
            mentee(name, self.into, world.track, account=True)
        self.run: MatchRun = run_now(self.into, world.track, World.NOW)
        left = self.run.unmatched.select_related("enrolment__person__user", "enrolment__cohort")
        self.left: list[Enrolment] = [
            row.enrolment for row in left.order_by("enrolment__person__sort_key")
        ]

    def publish(self) -> None:
        publish(run=self.run, by=None, now=self.now)
        self.run.refresh_from_db()

    def offer(
        self, *rows: Enrolment, track: Track | None = None, batch: uuid.UUID | None = None
    ) -> list[OtherWay]:
        return offer_many(
            run=self.run, track=track or self.circles, enrolments=rows, batch=batch or uuid.uuid4(),
            by=None, now=self.now,
        )  # fmt: skip
