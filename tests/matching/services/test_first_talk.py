"""A first talk, where the track wants one: after the mentor's yes and before the mentee's."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.outbox.models import OutboxMessage
from core.outbox.services import preview
from engagements.enums import MemberRole, PlaceState
from engagements.models import Engagement, Place
from matching.enums import OfferState, ProposalState
from matching.models import MatchRun, Offer
from matching.services import letters, offers
from tests.matching.services.test_offers import make, proposal_of, say_yes, side
from tests.matching.services.test_requests import ask
from tests.matching.services.test_requests import make as make_asking
from tests.world import World


@pytest.fixture
def run(world: World, now: datetime) -> MatchRun:
    track = world.track
    track.first_talk = True
    track.save()
    return make(world, now)


def page(offer: Offer) -> str:
    client = Client()
    client.force_login(offer.person.user)  # type: ignore[arg-type]
    return client.get(reverse("matching:offer", args=[offer.pk])).content.decode()


def test_both_see_how_to_reach_each_other_after_the_mentors_yes(
    run: MatchRun, now: datetime
) -> None:
    mentors = side(run, MemberRole.MENTOR)
    assert "ana@match.test" not in page(mentors)
    say_yes(run, MemberRole.MENTOR, now)
    mentees = side(run, MemberRole.MENTEE)
    assert mentees.expires_at == now + timedelta(days=14)
    Offer.objects.filter(pk=mentees.pk).update(expires_at=datetime.now(now.tzinfo) + timedelta(1))
    assert "ana@match.test" in page(mentors)
    assert "bo@match.test" in page(mentees)
    told = {
        mail.kind: preview(
            kind=mail.kind,
            parameters=mail.parameters,
            recipient=mail.recipient,  # type: ignore[arg-type]
        ).text
        for mail in OutboxMessage.objects.filter(kind__in=[letters.TALK, letters.MENTEE])
    }
    assert "Talk once before you decide" in told[letters.MENTEE]
    assert "within 14 days" in told[letters.MENTEE]
    assert "They have 14 days to talk and to answer" in told[letters.TALK]
    assert not any("@match" in text for text in told.values())


def test_a_no_after_the_talk_stays_private_and_hides_the_address(
    run: MatchRun, now: datetime
) -> None:
    say_yes(run, MemberRole.MENTOR, now)
    mentees = side(run, MemberRole.MENTEE)
    offers.decline(offer=mentees, category="fit", words="Too loud.", by=None, now=now)
    mentors = Offer.objects.get(proposal=proposal_of(run), role=MemberRole.MENTOR)
    html = page(mentors)
    assert "ana@match.test" not in html
    assert "Too loud" not in html
    assert proposal_of(run).state == ProposalState.DECLINED


def test_who_asked_themselves_gives_the_final_yes_after_the_talk(
    world: World, now: datetime
) -> None:
    track = world.track
    track.first_talk = True
    track.save()
    here = make_asking(world, now)
    offer = ask(here.ana, here.bo, now)
    offers.accept(offer=offer, by=None, now=now)
    assert not Engagement.objects.filter(members__person=here.ana.person).exists()
    assert ask(here.ana, here.bo, now).pk == offer.pk
    mine = Offer.objects.get(proposal=offer.proposal, role=MemberRole.MENTEE)
    assert (mine.state, mine.answered_at) == (OfferState.OPEN, None)
    assert Place.objects.get(person=here.ana.person).state == PlaceState.HELD
    offers.accept(offer=mine, by=here.ana.person.user, now=now)
    assert Engagement.objects.filter(members__person=here.ana.person).count() == 1
    assert Place.objects.get(person=here.ana.person).state == PlaceState.ACTIVE
