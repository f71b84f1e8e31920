"""A cohort whose track meets in circles: three leaders, and people who want what they share."""

from typing import Any

from matching.models import MatchRun, Offer
from matching.services import offers
from participants.enums import Direction, UnitKind
from participants.models import Competency, Unit
from programs.enums import Format
from programs.models import Cohort, Enrolment, Track
from tests.matching.people import cohort, holds, mentee, mentor
from tests.matching.rounds import Matched
from tests.world import World


class Round(Matched):
    """Ada shares listening, Bo planning; five want the one, five the other, Cleo leads if need be."""

    def __init__(self, world: World, *, each: int = 5, seats: int = 6) -> None:
        self.track: Track = world.program.tracks.create(
            name="Circle", format=Format.CIRCLE, exclusive=False, mentor_capacity=seats
        )
        self.into: Cohort = cohort(world, "Circles")
        units = [
            Unit.objects.create(kind=UnitKind.FUNCTION, name=name)
            for name in ("Law", "IT", "Sales")
        ]
        topics = [world.competency_listening, Competency.objects.create(name="Foresight")]
        self.leaders = [
            mentor(name, self.into, self.track, seats, account=True, seniority=8)
            for name in ("Ada A", "Bo B", "Cleo C")
        ]
        self.members: list[Enrolment] = []
        for leader, topic in zip(self.leaders, topics, strict=False):
            holds(leader, topic, Direction.OFFERED)
            for n in range(each):
                name = f"{topic.name}{n} M"
                facts = {"seniority": 3, "function": units[n % 3], "account": True}
                member = mentee(name, self.into, self.track, **facts)
                holds(member, topic, Direction.WANTED)
                self.members.append(member)


def circles(run: MatchRun) -> dict[str, list[str]]:
    """Leader → members, by given name."""
    found: dict[str, list[str]] = {}
    rows = run.proposals.select_related("mentor__person", "mentee__person")
    for row in rows.order_by("mentee__person__sort_key"):
        found.setdefault(row.mentor.person.given_name, []).append(row.mentee.person.given_name)
    return found


def offer_of(run: MatchRun, enrolment: Enrolment) -> Offer:
    """The first offer to somebody."""
    return Offer.objects.filter(proposal__run=run, person=enrolment.person).order_by("pk")[0]


def says_yes(run: MatchRun, enrolment: Enrolment, now: Any) -> Offer:
    offer = offer_of(run, enrolment)
    return offers.accept(offer=offer, by=enrolment.person.user, now=now)
