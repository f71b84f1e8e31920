"""A cohort whose track is of peers: four who can help each other, and a fifth who is left over."""

from typing import Any

from matching.models import MatchRun, Offer
from participants.enums import Direction
from participants.models import Competency
from programs.enums import Format, ParticipantRole
from programs.models import Cohort, Enrolment, Track
from tests.matching.people import cohort, enrol, holds, person
from tests.matching.rounds import Matched
from tests.world import World

#: Who wants and offers what: Ada and Bo give each other all, Cleo and Dan too; Eve wants and gives
#: what nobody else does.
TERMS = {
    "Ada A": ("Negotiating", "Writing"),
    "Bo B": ("Writing", "Negotiating"),
    "Cleo C": ("Drawing", "Singing"),
    "Dan D": ("Singing", "Drawing"),
    "Eve E": ("Juggling", "Whistling"),
}


class Peers(Matched):
    """The people, by their first name."""

    def __init__(self, world: World, **track: Any) -> None:
        self.track: Track = world.program.tracks.create(name="Peers", format=Format.PEER, **track)
        self.into: Cohort = cohort(world, "Peers")
        self.of: dict[str, Enrolment] = {}
        for name, (wants, offers) in TERMS.items():
            row = self.join(name)
            holds(row, topic(wants), Direction.WANTED)
            holds(row, topic(offers), Direction.OFFERED)

    def join(self, name: str) -> Enrolment:
        who = person(name, account=True)
        row = enrol(who, self.into, self.track, ParticipantRole.PEER)
        return self.of.setdefault(who.given_name, row)


def topic(name: str) -> Competency:
    return Competency.objects.get_or_create(name=name)[0]


def pairs(run: MatchRun) -> list[set[str]]:
    """Who is with whom, by first name."""
    rows = run.proposals.select_related("mentor__person", "mentee__person")
    found = ({row.mentee.person.given_name, row.mentor.person.given_name} for row in rows)
    return sorted(found, key=sorted)


def offer_of(run: MatchRun, enrolment: Enrolment) -> Offer:
    return Offer.objects.get(proposal__run=run, person=enrolment.person)
