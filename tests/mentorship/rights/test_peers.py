"""What peers say of each other goes into the file of who said it, and goes with whoever goes."""

from datetime import datetime

from engagements.models import HandOver
from engagements.services import handovers
from engagements.services.engagements import start_peers
from engagements.services.places import hold_own_place
from matching.criteria import first_weights
from matching.enums import MatchMode
from matching.models import MentorRequest, MentorWish
from matching.services import policies, requests, wishes
from mentorship.rights.erasure import erase
from mentorship.rights.export import export
from participants.models import Person
from participants.services.people import mark_left
from tests.matching.peers import Peers
from tests.world import World

KINDS = ("matching.MentorWish", "matching.MentorRequest", "engagements.HandOver")


def let(world: World, mode: str, now: datetime) -> None:
    facts = {"weights": first_weights(), "by": None, "now": now}
    policies.save(program=world.program, rules=policies.Rules(mode=mode), **facts)


def told(person: Person, now: datetime) -> list[int]:
    data = export(person, now=now)["data"]
    return [len(data[kind]) for kind in KINDS]


def test_who_said_it_has_it_in_their_file_and_nobody_keeps_it_of_who_is_gone(
    world: World, now: datetime
) -> None:
    """Ada wishes for Bo, asks him, and writes a note about Cleo."""
    people, facts = Peers(world), {"by": None, "now": now}
    ada, bo, cleo = (people.of[name] for name in ("Ada", "Bo", "Cleo"))
    let(world, MatchMode.RANKED, now)
    wishes.save(mentee=ada, mentors=[str(bo.pk), str(cleo.pk)], **facts)
    let(world, MatchMode.SELF, now)
    requests.ask(mentee=ada, mentor=bo, words="Teach me commas.", **facts)
    other = people.track.program.tracks.create(name="Other peers", format="peer")
    places = [hold_own_place(person=row.person, track=other, **facts) for row in (ada, cleo)]
    pair = start_peers(places=places, cohort=people.into, track=other, **facts)
    handovers.write(engagement=pair, author=ada.person, text="She waits.", offered=True, **facts)
    assert told(ada.person, now) == [2, 1, 1]
    assert told(bo.person, now) == [0, 0, 0]
    assert told(cleo.person, now) == [0, 0, 0]
    for gone in (bo, cleo):
        mark_left(person=gone.person, **facts)
        erase(person=gone.person, **facts)
    assert not any(model.objects.filter(**mine).exists() for model, mine in (
        (MentorWish, {"mentee": ada}), (MentorRequest, {"offer__proposal__mentee": ada}),
        (HandOver, {"author": ada.person}),
    ))  # fmt: skip
